"""From nothing to the first paint, and to the whole list."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.apps import bare, dashboard, whole_list
from tests.benchmarks.embedded import Embedded
from tests.benchmarks.figures import Figure
from tests.benchmarks.scale import Scale


def first_paint(scale: Scale) -> Iterator[Figure]:
    """Until the frame of the page is on the terminal, beside the smallest application there is."""
    ours, floors = [], []
    with Embedded(scale.clusters) as server:
        for _ in range(scale.repeats):
            with bare() as floor:
                floors.append(floor.until("ready") - floor.began)
            with dashboard(server) as app:
                ours.append(app.until("? help") - app.began)
    yield Figure("first paint", 1e3 * median(ours), "ms", 2.0, 1e3 * median(floors))


def whole(scale: Scale) -> Iterator[Figure]:
    """From the first request to the last row, beside the same streams read and their lines counted."""
    ours, floors, started, floors_started = [], [], [], []
    with Embedded(scale.clusters) as server:
        for _ in range(scale.repeats):
            server.tell("forget")
            with dashboard(server) as app:
                done = app.until(whole_list)
                streams = server.tell("requests")
            ours.append(done - streams["first"])
            started.append(done - app.began)
            alone, with_start = _raw(streams["streams"])
            floors.append(alone)
            floors_started.append(with_start)
    yield Figure("cluster list complete", 1e3 * median(ours), "ms", 2.0, 1e3 * median(floors))
    yield Figure("  with the start of the process", 1e3 * median(started), "ms", None, 1e3 * median(floors_started))


def _raw(streams: list[str]) -> tuple[float, float]:
    """Seconds from the first request and from the start of the process."""
    raw = str(Path(__file__).with_name("raw.py"))
    began = time.monotonic()
    printed = subprocess.run([sys.executable, raw, *streams], check=True, capture_output=True, text=True).stdout
    return float(printed.split()[0]), time.monotonic() - began
