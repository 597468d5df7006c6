"""`python -m launch.backup save|restore FOLDER`: everything that the product keeps, while it runs.

The gateway's database comes first, then the files that it names, the utility's records last. So
a restored gateway never tells of a record that the restored utility does not have; what the utility
has and the gateway forgot is found again by its idempotency key, and made once.

The keys (.env: FIELD_KEYS) are not among it: without them what people said cannot be read, and
they belong elsewhere than the backup.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from launch import settings
from launch.chat import is_running
from launch.errors import BackupFailed, LaunchError
from launch.parts import environment

MEDIA = "media"
#: In the order in which they are saved. Rasa's holds nothing that is older than a day or needed.
DATABASES = {"gateway": "DATABASE_URL", "backend": "BACKEND_DATABASE_URL"}
SQLITE = "sqlite:///"
OWNER_ONLY = 0o700


def save(environ: Mapping[str, str], folder: Path) -> None:
    """Write a backup into a new `folder`. Raises BackupFailed."""
    if folder.exists():
        raise BackupFailed(f"{folder} exists already")
    folder.mkdir(mode=OWNER_ONLY, parents=True)
    _save_database(environ[DATABASES["gateway"]], folder / "gateway")
    media = Path(environ["MEDIA_DIR"])
    if media.is_dir():
        shutil.copytree(media, folder / MEDIA)
    _save_database(environ[DATABASES["backend"]], folder / "backend")


def restore(environ: Mapping[str, str], folder: Path) -> None:
    """Put a backup in the place of what is there; the product must not run. Raises BackupFailed."""
    missing = [name for name in DATABASES if not (folder / name).is_file()]
    if missing:
        raise BackupFailed(f"{folder} holds no backup: {', '.join(missing)} is not there")
    for name, setting in DATABASES.items():
        _restore_database(environ[setting], folder / name)
    media = Path(environ["MEDIA_DIR"])
    shutil.rmtree(media, ignore_errors=True)
    if (folder / MEDIA).is_dir():
        shutil.copytree(folder / MEDIA, media)


def _save_database(url: str, to: Path) -> None:
    if not url.startswith(SQLITE):
        _postgres("pg_dump", "--format=custom", f"--file={to}", f"--dbname={url}")
        return
    # SQLite's own way: a whole state, also while others write.
    path = url.removeprefix(SQLITE)
    if not Path(path).is_file():
        raise BackupFailed(f"there is no database {path}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)


def _restore_database(url: str, found: Path) -> None:
    if not url.startswith(SQLITE):
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _postgres("pg_restore", *options, f"--dbname={url}", str(found))
        return
    path = Path(url.removeprefix(SQLITE))
    path.parent.mkdir(parents=True, exist_ok=True)
    for beside in ("", "-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    shutil.copyfile(found, path)


def _postgres(program: str, *options: str) -> None:
    try:
        ran = subprocess.run([program, *options], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise BackupFailed(f"{program} is needed (Debian: postgresql-client)") from None
    if ran.returncode:
        raise BackupFailed(f"{program}: {ran.stderr.strip()}")


def main() -> int:
    """Exit code 1 if it did not go, with the reason."""
    parser = argparse.ArgumentParser(prog="python -m launch.backup", description=__doc__)
    parser.add_argument("command", choices=["save", "restore"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    try:
        told = settings.environment()
        chosen = settings.read(told)
        environ = environment(chosen, told)
        if given.command == "save":
            save(environ, given.folder)
        elif is_running(f"http://127.0.0.1:{chosen.port}"):
            raise BackupFailed("the product runs: end it first")
        else:
            restore(environ, given.folder)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())
