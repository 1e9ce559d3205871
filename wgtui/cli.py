"""The command `wgtui`: arguments in, an exit code out; the only place that prints or exits.

Exit codes: 0 done, 1 the answer is no or not found, 2 usage or configuration, 3 cannot reach or not allowed,
130 interrupted, 141 whoever read our output left.
"""

from __future__ import annotations

import os
import sys

# Nothing else yet: an interrupt while modules are imported must find us ready. Each command imports what it needs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from wgtui.arguments import Command, Headless
    from wgtui.config import Config
    from wgtui.connecting import Connector, Replay
    from wgtui.errors import WgtuiError
    from wgtui.fleet.explaining.card import Card

INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> None:
    if sys.stdout is None:  # Started with its output closed.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough (`| head`).
        _give_up_output()
        return CLOSED_PIPE


def _run(arguments: Sequence[str]) -> int:
    from wgtui.arguments import parse
    from wgtui.errors import WgtuiError

    try:
        code = _dispatch(parse(arguments))
        sys.stdout.flush()
    except WgtuiError as error:
        return _told(error)
    return code


def _give_up_output() -> None:
    """Nothing more can be said, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: WgtuiError) -> int:
    from wgtui.views.safe import printable

    print(f"wgtui: {printable(str(error), 1000)}", file=sys.stderr)
    return error.exit_code


def _dispatch(command: Command) -> int:
    from contextlib import nullcontext

    from wgtui.arguments import Completion, Dashboard

    if isinstance(command, Completion):
        from wgtui.completion import script

        _print(script(command.shell))
        return 0
    from wgtui.connecting import Connector, Demo, Replay

    if command.config.replay:
        _check_terminal()
        replay = Replay(command.config.replay)
        with replay:
            return _dashboard(command.config, Connector(replay), replay)
    demo = Demo(command.config) if command.config.demo else None
    with demo or nullcontext():
        connector = Connector(demo)
        if isinstance(command, Dashboard):
            return _dashboard(command.config, connector)
        return _headless(command, connector)


def _check_terminal() -> None:
    from wgtui.errors import ConfigError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        hint = "in a pipe or a script use wgtui get, as in wgtui get clusters"
        raise ConfigError("the dashboard needs a terminal", hint)


def _dashboard(config: Config, connector: Connector, replay: Replay | None = None) -> int:
    from wgtui import garbage

    _check_terminal()
    if config.filter:
        _check_filter(config)
    if os.environ.get("TERM") == "dumb":
        return _line_by_line(config, connector)
    config = _with_settings(config)
    garbage.postpone()
    from wgtui.app import run as run_app

    return run_app(config, connector, replay, _print_words)


def _line_by_line(config: Config, connector: Connector) -> int:
    """Where no text can be placed: the list that the dashboard would open, and below it each change as it comes."""
    from wgtui.arguments import Get
    from wgtui.errors import ConfigError
    from wgtui.mistakes import kind_named

    kind = kind_named(config.screen)
    if kind is None or config.replay:
        raise ConfigError(
            "this terminal cannot place text (TERM=dumb)", "set TERM to what it is, such as xterm-256color"
        )
    watch = kind != "pulls"
    words = f"wgtui get {kind}{' --watch' if watch else ''}"
    _print_words(f"this terminal cannot place text (TERM=dumb): this is {words}; set TERM for the dashboard")
    return _headless(Get(config=config, kind=kind, filter=config.filter, watch=watch), connector)


def _with_settings(config: Config) -> Config:
    """With what the configuration file says, where there is one."""
    from dataclasses import replace

    from wgtui.config import settings_file

    path = settings_file(os.environ)
    if path is None:
        return config
    from wgtui.settings import read

    settings = read(path)
    cards: tuple[Card, ...] = ()
    if settings.explain.cards:
        from wgtui.cards import read as read_cards

        cards = read_cards(settings.explain.cards, path.parent)
    return replace(config, keys=settings.chosen_keys, github_hosts=settings.github_hosts, cards=cards)


def _check_filter(config: Config) -> None:
    """Raises FilterError before the screen opens, where the line to mend is still in the shell."""
    from wgtui.errors import ConfigError
    from wgtui.screens.lists import LISTINGS
    from wgtui.views.filter import parse

    listing = LISTINGS.get(config.screen)
    if listing is None and config.pane:
        raise ConfigError(f"--pane does not show {config.screen}", f"it shows {', '.join(LISTINGS)}")
    if listing is not None and listing.fields:
        parse(config.filter, listing.fields)


def _headless(command: Headless, connector: Connector) -> int:
    import asyncio
    from dataclasses import replace
    from shutil import get_terminal_size

    from wgtui.environment import needs_ascii
    from wgtui.headless.commands import perform
    from wgtui.headless.output import Output
    from wgtui.headless.table import Look

    person = sys.stdout.isatty()
    look = Look(
        width=get_terminal_size().columns if person else 0,
        colour=person and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb",
        ascii=command.config.ascii or (person and needs_ascii(os.environ)) or not _writes_unicode(),
    )
    output = Output(_print, _print_words, look)
    if _needs_settings(command):
        command = replace(command, config=_with_settings(command.config))
    working = _while_somebody_reads(lambda: perform(command, connector, output))
    try:
        return asyncio.run(working)
    except asyncio.CancelledError:
        # asyncio forgets an interrupt that comes while it begins to listen for them.
        raise KeyboardInterrupt from None
    finally:
        # An interrupt may come before it has begun.
        working.close()


def _needs_settings(command: Headless) -> bool:
    """Tokens of GitHub, and cards of the team's own. The others go on although the file is broken."""
    from wgtui.arguments import Get
    from wgtui.verbs import Explain, Wait

    if isinstance(command, Get):
        return command.kind == "pulls"
    return hasattr(command, "wishes") or isinstance(command, Explain | Wait)


def _writes_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


async def _while_somebody_reads(work: Callable[[], Coroutine[None, None, int]]) -> int:
    """Raises BrokenPipeError as soon as the other end of a pipe is closed, not only at the next line."""
    import asyncio
    import stat

    gone = False

    def end() -> None:
        nonlocal gone
        gone = True
        task.cancel()

    task = asyncio.ensure_future(work())
    output = sys.stdout.fileno()
    if stat.S_ISFIFO(os.fstat(output).st_mode):
        # The end we write to never becomes readable, except that it tells so when nobody reads.
        asyncio.get_running_loop().add_reader(output, end)
    try:
        return await task
    except asyncio.CancelledError:
        if gone:
            raise BrokenPipeError from None
        raise


def _print(text: str) -> None:
    try:
        # Flushed at once: a reader of --watch waits for each line.
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        from wgtui.errors import ConfigError

        _give_up_output()
        raise ConfigError("the output cannot be written", os.strerror(error.errno or 0)) from None


def _print_words(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
