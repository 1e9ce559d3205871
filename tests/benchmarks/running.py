"""A dashboard that runs: what keys, a storm of events, ten thousand arriving objects and an idle minute cost."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.apps import dashboard, probed_dashboard, whole_list
from tests.benchmarks.embedded import Embedded
from tests.benchmarks.figures import Figure
from tests.benchmarks.ptys import Pty
from tests.benchmarks.scale import Scale

KEYS = {
    "cursor": ["j", "j", "k", "j"],
    "page": ["\x06", "\x06", "\x02", "\x06"],
    "end": ["G", "g", "G", "g"],
    "sort": ["N", "S", "A", "S"],
}
TYPED = {
    "filter": ("/", ["r", "e", "t", "\x7f", "\x7f", "\x7f"]),
    "filter by status": ("/", [*"status=ready"]),
    "palette": (":", ["r", "e", "t", "\x7f", "\x7f", "\x7f"]),
}
"""The key that opens a line to type on, and what is typed; Esc closes it."""


def keys(scale: Scale) -> Iterator[Figure]:
    """From the key to the finished frame, in processor time of the whole process; of several keys the dearest."""
    with Embedded(scale.rows) as server, dashboard(server) as app:
        yield from _keys(app, scale, f"{scale.rows:,} clusters", 20)
    with Embedded(applications=scale.applications) as server, dashboard(server, "--screen", "applications") as app:
        yield from _keys(app, scale, f"{scale.applications:,} applications", None)


def _keys(app: Pty, scale: Scale, rows: str, bound: float | None) -> Iterator[Figure]:
    app.until(whole_list)
    app.settle(3.0)
    app.rest()
    for name, pressed in KEYS.items():
        yield Figure(f"key: {name}, {rows}", max(_costs_of_keys(app, pressed, scale.repeats)), "ms CPU", bound)
    for name, (opens, typed) in TYPED.items():
        opened, *letters, closed = _costs_of_keys(app, [opens, *typed, "\x1b"], scale.repeats)
        yield Figure(f"key: {name}, {rows}", max(letters), "ms CPU", bound)
        yield Figure(
            "  its line opens, and all names are read" if opens == ":" else "  its line opens", opened, "ms CPU"
        )
        yield Figure("  its line closes", closed, "ms CPU")


def _costs_of_keys(app: Pty, pressed: list[str], repeats: int) -> list[float]:
    """In milliseconds, the median of each."""
    return [
        median(costs) for costs in zip(*([_cost(app, key) for key in pressed] for _ in range(repeats)), strict=True)
    ]


def _cost(app: Pty, key: str) -> float:
    before = app.cpu
    app.press(key)
    app.rest()
    return 1e3 * (app.cpu - before)


def storm(scale: Scale) -> Iterator[Figure]:
    """Five hundred events a second, all of rows in sight."""
    with Embedded(scale.clusters) as server, dashboard(server) as app:
        app.until(whole_list)
        app.settle(1.0)
        before, written, began = app.cpu, app.written, time.monotonic()
        server.tell("storm", updates=round(500 * scale.storm_seconds), rate=500, among=40)
        app.settle(0.5)
        seconds = time.monotonic() - began - 0.5
        yield Figure("500 events a second on screen", 100 * (app.cpu - before) / seconds, "% of a core", 15)
        yield Figure("  written meanwhile", (app.written - written) / seconds / 1e3, "KB/s")


def idle(scale: Scale) -> Iterator[Figure]:
    """Nothing happens, and ages are days."""
    with Embedded(scale.rows) as server, dashboard(server) as app:
        app.until(whole_list)
        app.press("G")
        app.settle(5.0)
        before, written, began = app.cpu, app.written, time.monotonic()
        time.sleep(scale.idle_seconds)
        seconds = time.monotonic() - began
        yield Figure("idle", 100 * (app.cpu - before) / seconds, "% of a core", 0.5)
        yield Figure("  written in a minute", 60 * (app.written - written) / seconds, "bytes", 0)


def stall(scale: Scale) -> Iterator[Figure]:
    """The longest time in which the loop answers nobody, from the first request until all rows are there."""
    for clusters, bound in ((scale.arriving, 50), (scale.rows, None)):
        with Embedded(clusters) as server, tempfile.TemporaryDirectory() as folder:
            seen = [_longest(server, Path(folder) / "stall") for _ in range(min(scale.repeats, 3))]
        stalls, objects = zip(*seen, strict=True)
        yield Figure(f"longest stall, {objects[-1]:,} objects arriving", median(stalls), "ms", bound)


def _longest(server: Embedded, told: Path) -> tuple[float, int]:
    """In milliseconds, and how many objects arrived."""
    with probed_dashboard(server, told) as app:
        app.until(whole_list)
        app.settle(1.0)
        return 1e3 * float(told.read_text(encoding="ascii")), sum(server.tell("watched").values())


def memory(scale: Scale) -> Iterator[Figure]:
    """Resident, of a dashboard that watches nothing much and of one that watches all of a large fleet."""
    with Embedded() as server, dashboard(server) as app:
        app.until(whole_list)
        app.settle(1.0)
        yield Figure("memory, a handful of clusters", app.resident / 1e6, "MB", 110)
    with Embedded(scale.rows) as server, dashboard(server) as app:
        app.until(whole_list)
        app.settle(1.0)
        watched = sum(server.tell("watched").values())
        yield Figure(f"memory, {watched:,} watched objects", app.resident / 1e6, "MB", 110 + 4e-3 * watched)
        yield Figure("  a watched object", (app.resident - 110e6) / watched / 1e3, "KB", 4)
