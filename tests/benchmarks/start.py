"""From nothing to the first paint, and to the whole list."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.apps import bare, dashboard, noted_dashboard, whole_list
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
    with Embedded(scale.clusters) as server:
        yield from _whole(server.kubeconfig, scale.repeats)


def whole_of(kubeconfig: str, scale: Scale) -> Iterator[Figure]:
    """The same of a server that is there already."""
    yield from _whole(kubeconfig, scale.repeats)


def _whole(kubeconfig: str, repeats: int) -> Iterator[Figure]:
    ours, floors, started, floors_started = [], [], [], []
    with TemporaryDirectory() as folder:
        for number in range(repeats):
            told = Path(folder) / str(number)
            with noted_dashboard(kubeconfig, told) as app:
                done = app.until(whole_list)
            asked = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
            ours.append(done - asked[0]["at"])
            started.append(done - app.began)
            alone, with_start = _raw(kubeconfig, [one["url"] for one in asked])
            floors.append(alone)
            floors_started.append(with_start)
    yield Figure("cluster list complete", 1e3 * median(ours), "ms", 2.0, 1e3 * median(floors))
    yield Figure("  with the start of the process", 1e3 * median(started), "ms", None, 1e3 * median(floors_started))


def _raw(kubeconfig: str, streams: list[str]) -> tuple[float, float]:
    """Seconds from the first request and from the start of the process."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.raw", kubeconfig, *streams]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(printed.split()[0]), time.monotonic() - began
