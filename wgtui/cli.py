"""The command `wgtui`: arguments in, an exit code out; the only place that prints or exits.

Exit codes: 0 done, 1 the answer is no or not found, 2 usage or configuration, 3 cannot reach or not allowed,
130 interrupted.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from wgtui.arguments import Command, Dashboard, Doctor, Get, Version, parse
from wgtui.config import Config
from wgtui.errors import WgtuiError

if TYPE_CHECKING:  # Each command imports what it needs when it runs: --help is there at once.
    from wgtui.connecting import Connector
    from wgtui.headless.output import Output

INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    try:
        code = _dispatch(parse(arguments))
        sys.stdout.flush()
    except WgtuiError as error:
        return _told(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough (`| head`): nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    return code


def _told(error: WgtuiError) -> int:
    from wgtui.views.safe import printable

    print(f"wgtui: {printable(str(error), 1000)}", file=sys.stderr)
    return error.exit_code


def _dispatch(command: Command) -> int:
    from wgtui.connecting import Connector, Demo

    with Demo(command.config) if command.config.demo else nullcontext() as demo:
        connector = Connector(demo)
        match command:
            case Dashboard(config):
                return _dashboard(config, connector)
            case Get():
                from wgtui.headless.get import get

                return _headless(lambda output: get(command, connector, output), command.config)
            case Doctor():
                from wgtui.headless.doctor import doctor

                return _headless(lambda output: doctor(command, connector, output), command.config)
            case Version():
                from wgtui.headless.version import version

                return _headless(lambda output: version(command, connector, output), command.config)


def _dashboard(config: Config, connector: Connector) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from wgtui.errors import ConfigError

        raise ConfigError(
            "the dashboard needs a terminal", "in a pipe or a script use wgtui get, as in wgtui get clusters"
        )
    from wgtui.app import run as run_app

    return run_app(config, connector)


def _headless(work: Callable[[Output], Coroutine[None, None, int]], config: Config) -> int:
    import asyncio

    from wgtui.headless.output import Output
    from wgtui.headless.table import Look

    person = sys.stdout.isatty()
    look = Look(
        width=shutil.get_terminal_size().columns if person else 0,
        colour=person and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb",
        ascii=config.ascii or (sys.stdout.encoding or "").lower().replace("-", "") != "utf8",
    )
    return asyncio.run(work(Output(_print, _print_words, look)))


def _print(text: str) -> None:
    # Flushed at once: a reader of --watch waits for each line.
    print(text, flush=True)


def _print_words(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
