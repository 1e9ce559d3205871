"""What is written to the terminal, beside what Textual writes for the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tests.benchmarks.apps import dashboard, whole_list
from tests.benchmarks.embedded import Embedded
from tests.benchmarks.figures import Figure
from tests.benchmarks.ptys import LINES, Pty
from tests.benchmarks.scale import Scale

ONE_CELL = 1_000


def written(scale: Scale) -> Iterator[Figure]:
    with Embedded(scale.clusters) as server, dashboard(server) as ours, dashboard(server, "--repaint") as floor:
        for app in (ours, floor):
            app.until(whole_list)
            app.settle(1.0)

        def figure(name: str, act: Callable[[Pty], None], bound: float | None = None) -> Figure:
            before = floor.written
            act(floor)
            theirs, before = floor.written - before, ours.written
            act(ours)
            return Figure(f"written: {name}", ours.written - before, "bytes", bound, theirs, of_ratio=False)

        yield Figure("written: start and first list", ours.written, "bytes", None, floor.written)
        yield figure("cursor down", lambda app: _press(app, "j"))
        yield figure("page down", lambda app: _press(app, "\x06"))
        for app in (ours, floor):
            _press(app, "j" * LINES)
        yield figure("scroll by a line", lambda app: _press(app, "j"))
        yield figure("j held for a second", _hold)
        yield figure("sort", lambda app: _press(app, "S"))
        yield figure("filter, a letter", lambda app: _press(app, "/", "e"))
        yield figure("end of filter", lambda app: _press(app, "\x1b", "\x1b"))
        for app in (ours, floor):
            _press(app, "N", "g")
        yield from _of_events(server, ours, floor)


def _of_events(server: Embedded, ours: Pty, floor: Pty) -> Iterator[Figure]:
    for name, updates, rate, bound in (
        ("one cell changes", 1, 1, ONE_CELL),
        ("10 updates a second, a second", 10, 10, None),
    ):
        before = ours.written, floor.written
        server.tell("storm", updates=updates, rate=rate, among=20)
        for app in (ours, floor):
            app.settle(2.0)
        yield Figure(
            f"written: {name}", ours.written - before[0], "bytes", bound, floor.written - before[1], of_ratio=False
        )


def _press(app: Pty, *keys: str) -> None:
    for key in keys:
        app.press(key)
        app.settle(0.2)


def _hold(app: Pty) -> None:
    for _ in range(30):
        app.press("j")
        time.sleep(1 / 30)
    app.settle(0.2)
