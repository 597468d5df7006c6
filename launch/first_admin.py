"""The first person who can sign in at the help desk of a new installation."""

import subprocess
import sys
from collections.abc import Mapping

from launch import ROOT
from launch.errors import LaunchError

SECONDS = 60


class NoFirstAdmin(LaunchError):
    """The gateway's database could not take the first administrator."""


def first_admin(environ: Mapping[str, str]) -> str:
    """The line that tells login and password, empty where somebody can sign in already.

    Raises NoFirstAdmin.
    """
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "bot.staff"],
            cwd=ROOT,
            env=dict(environ),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        told = getattr(error, "stderr", "") or type(error).__name__
        raise NoFirstAdmin(f"the first administrator could not be made: {told}") from error
    return ran.stdout.strip()
