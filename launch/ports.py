"""Ports on this machine: are they free, and which are?"""

import socket
from collections.abc import Iterable

from launch.errors import PortTaken, SettingsWrong
from launch.parts import Part

HOST = "127.0.0.1"


def refuse_taken(parts: Iterable[Part]) -> None:
    """Raises PortTaken or SettingsWrong unless every part can have its port."""
    wanted: dict[int, Part] = {}
    for part in parts:
        if part.port in wanted:
            raise SettingsWrong(
                f"{part.port_setting} and {wanted[part.port].port_setting} are both {part.port}; "
                "each part needs its own port"
            )
        wanted[part.port] = part
        if _taken(part.port):
            raise PortTaken(part.port, part.title, part.port_setting)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        # Ports that only wait out closed connections are free to use.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def free(count: int) -> list[int]:
    """`count` different ports that nobody listens on just now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
