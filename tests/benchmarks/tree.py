"""The tree of a cluster with five hundred machines: from the key until it stands there, its objects being read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from tests.benchmarks.apps import dashboard
from tests.benchmarks.embedded import Embedded
from tests.benchmarks.figures import Figure
from tests.benchmarks.machines import NAME
from tests.benchmarks.ptys import QUIET, Pty
from tests.benchmarks.scale import Scale


def tree(scale: Scale) -> Iterator[Figure]:
    with Embedded() as server:
        server.tell("machines", machines=scale.machines)
        with dashboard(server, "--filter", NAME) as app:
            app.until("1 of ")
            # The first time its objects are read; for a minute after that they are kept up to date.
            _open(app, quiet=2.0)
            opened = [_open(app) for _ in range(scale.repeats)]
    yield Figure(f"tree of {scale.machines:,} machines opens", 1e3 * median(opened), "ms", 300)


def _open(app: Pty, quiet: float = QUIET) -> float:
    """Seconds until it is on screen, at its first broken machine; then goes back to the list."""
    app.press("\r")
    app.until("[Overview]")
    app.settle()
    began = time.monotonic()
    app.press("\t")
    app.until("AWSMachine/m-0000")
    seconds = app.settle(quiet) - began
    app.press("\x1b")
    app.until("1 of ")
    app.settle()
    return seconds
