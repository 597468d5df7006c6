"""Several processes of each part behind a balancer, as a utility runs them on many machines."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from launch import ports
from launch.parts import Part

#: Of these one can have as many as wanted: what they keep, they keep in the databases.
KINDS = ("backend", "actions", "rasa", "gateway")
BALANCER = "balancer"
CADDY = Path(sys.executable).with_name("caddy")

_GLOBAL = """\
{
	admin off
	auto_https off
	persist_config off
}
"""
# Turns differ in length, so the next one goes to whoever has least to do; taking turns would, with
# two requests a message, send all of one sort to the same process.
# A process that does not take a connection is left out for a while; what was sent to one that
# died is not sent to another, since it may have been done.
_SITE = """\
http://127.0.0.1:{port} {{
	reverse_proxy {addresses} {{
		lb_policy least_conn
		lb_try_duration 5s
		fail_duration 5s
		flush_interval -1
	}}
}}
"""


def several(parts: Sequence[Part], each: int, folder: Path) -> list[Part]:
    """Each of the product's parts `each` times, on ports of its own.

    The balancer listens where the parts did, so nobody has to be told another address; what it
    has to know stands in `folder`. The second process of "rasa" is "rasa2", and so on. One of each
    needs none of this.
    """
    if each == 1:
        return list(parts)
    spread = [one for one in parts if one.key in KINDS]
    free = iter(ports.free(len(spread) * each))
    copies = {one.port: [_copy(one, n, next(free)) for n in range(1, each + 1)] for one in spread}
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "balancer.caddyfile"
    config.write_text(_GLOBAL + "".join(_site(*one) for one in copies.items()), encoding="utf-8")
    return [
        *(copy for found in copies.values() for copy in found),
        _balancer(next(one for one in spread if one.key == "gateway"), config),
        *(one for one in parts if one.key not in KINDS),
    ]


def _copy(part: Part, number: int, port: int) -> Part:
    return replace(
        part,
        key=part.key if number == 1 else f"{part.key}{number}",
        title=f"{part.title} {number}",
        argv=tuple(str(port) if word == str(part.port) else word for word in part.argv),
        port=port,
        env={**part.env, part.port_setting: str(port)},
    )


def _site(port: int, copies: Sequence[Part]) -> str:
    addresses = " ".join(one.url.removeprefix("http://") for one in copies)
    return _SITE.format(port=port, addresses=addresses)


def _balancer(front: Part, config: Path) -> Part:
    """Ready when a gateway is, which answers through it."""
    argv = (str(CADDY), "run", "--adapter", "caddyfile", "--config", str(config))
    return Part(BALANCER, "balancer", argv, front.port, front.port_setting)
