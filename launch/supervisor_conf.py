"""The configuration that supervisord is started with."""

import hashlib
import os
import shlex
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from launch import ROOT
from launch.parts import Part

GROUP = "parts"
LONGEST_SOCKET_PATH = 100  # of the 104 (macOS) or 108 (Linux) that the system allows

# Five deaths in a row that come before `startsecs` are the end: the first start and four more,
# with 1, 2, 3 and 4 seconds between them. What the parts write down is for their owner only:
# it holds what consumers said.
PROGRAM = """
[program:{key}]
command={command}
directory={folder}
environment={environment}
autostart=true
autorestart=true
startsecs=1
startretries=4
stopsignal=TERM
stopwaitsecs={stop_seconds}
stopasgroup=true
killasgroup=true
umask=077
redirect_stderr=true
stdout_logfile={log}
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""

# One group, because supervisord ends groups one after the other but a group's programs at once.
COMMON = """\
[supervisord]
nodaemon=true
silent=true
logfile={run}/supervisord.log
logfile_maxbytes=0
loglevel=info
pidfile={run}/supervisord.pid
childlogdir={run}

[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[group:{group}]
programs={keys}

[program:guard]
command={guard}
directory={root}
priority=1
stdout_logfile=NONE
stderr_logfile=NONE
"""


def render(parts: Iterable[Part], *, run: Path, logs: Path, socket: Path, stop_seconds: int) -> str:
    """The configuration's text; `stop_seconds` is what a part has to end by itself.

    The parts end when this process is gone.
    """
    listed = list(parts)
    common = COMMON.format(
        run=_literal(str(run)),
        socket=_literal(str(socket)),
        group=GROUP,
        keys=",".join(part.key for part in listed),
        guard=_literal(shlex.join([sys.executable, "-m", "launch.guard", str(os.getpid())])),
        root=_literal(str(ROOT)),
    )
    programs = (
        PROGRAM.format(
            key=part.key,
            command=_literal(shlex.join(part.argv)),
            folder=_literal(str(part.folder)),
            environment=_literal(",".join(f'{name}="{value}"' for name, value in part.env.items())),
            log=_literal(str(logs / f"{part.key}.log")),
            stop_seconds=stop_seconds,
        )
        for part in listed
    )
    return common + "".join(programs)


def _literal(text: str) -> str:
    # A percent sign starts an expansion in supervisord's configuration.
    return text.replace("%", "%%")


def socket_path(run: Path) -> Path:
    """Where supervisord takes orders; outside `run` if that path is too long for a socket."""
    path = run / "supervisor.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(str(run).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"bijli-{name}.sock"
