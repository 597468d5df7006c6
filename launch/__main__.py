"""`python -m launch run|cluster|demo|chat`: what the Makefile calls."""

import argparse
import sys

from launch import settings
from launch.chat import converse, is_running
from launch.cluster import several
from launch.demo import demo
from launch.errors import LaunchError
from launch.first_admin import first_admin
from launch.parts import all_parts, environment
from launch.running import run
from launch.signals import unwind_on_request
from launch.stack import Stack
from launch.stores import stores

EACH = 2  # of a cluster's parts: on two cores more would only wait for each other


def _run() -> int:
    given = settings.environment()
    chosen = settings.read(given)
    environ = environment(chosen, given)
    run(
        all_parts(chosen),
        var=chosen.var,
        environ=environ,
        start_seconds=chosen.start_seconds,
        address=_addresses(chosen),
        when_ready=lambda: first_admin(environ),
    )
    return 0


def _cluster() -> int:
    """The same with two of each, in a state directory of its own."""
    given = settings.environment()
    chosen = settings.read(given)
    chosen = chosen.model_copy(update={"var": chosen.var / "cluster"})
    with stores(chosen.var) as kept:
        run(
            several(all_parts(chosen), EACH, chosen.var),
            var=chosen.var,
            environ=environment(chosen, {**kept.env, **given}),
            start_seconds=chosen.start_seconds,
            address=_addresses(chosen),
        )
    return 0


def _addresses(chosen: settings.Settings) -> str:
    web = f"http://127.0.0.1:{chosen.port}/"
    phones = f"http://127.0.0.1:{chosen.fakes_port}/"
    return f"{web}, or {phones} for WhatsApp and Telegram" if chosen.fakes else web


def _demo() -> int:
    return demo(settings.read(settings.environment()).var / "demo")


def _chat() -> int:
    chosen = settings.read(settings.environment())
    running = f"http://127.0.0.1:{chosen.port}"
    if is_running(running):
        converse(running)
        return 0
    print("no product is running here: starting one", flush=True)
    with Stack(chosen.var / "chat", sample=chosen.sample) as stack:
        converse(stack.url)
    return 0


COMMANDS = {"run": _run, "cluster": _cluster, "demo": _demo, "chat": _chat}


def main() -> int:
    """Run the command that was asked for; the exit code is 1 when the product cannot run."""
    parser = argparse.ArgumentParser(prog="python -m launch")
    parser.add_argument("command", choices=COMMANDS)
    command = COMMANDS[parser.parse_args().command]
    unwind_on_request()
    try:
        return command()
    except KeyboardInterrupt:
        return 130
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
