"""Days of use in minutes: a million updates and thousands of broken connections leave no trace in memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from tests.benchmarks.apps import whole_list
from tests.benchmarks.embedded import Embedded
from tests.benchmarks.figures import Figure
from tests.benchmarks.ptys import Pty
from tests.benchmarks.scale import Scale

ROUNDS = 20
WARMING = 5
"""Rounds until each cache is full and each screen was opened often enough for what Python keeps of free memory."""

KEYS = ("j", "S", "N", "/", "e", "\x1b", "\x1b", "\r", "\x1b", ":", "\x1b")
GROWTH = 5
"""Megabytes that count as none."""


def soak(scale: Scale) -> Iterator[Figure]:
    """Each round: updates as fast as they can be made, connections cut, keys pressed."""
    with Embedded(200) as server, _hurried(server) as app:
        app.until(whole_list)
        first, warm, last = (_memory_after(rounds, server, app, scale) for rounds in (1, WARMING - 1, ROUNDS - WARMING))
        streams = server.tell("requests")["opened"]
    yield Figure("soak: memory after the first round", first, "MB")
    yield Figure(f"  after {WARMING} rounds of {ROUNDS}", warm, "MB")
    yield Figure(f"  {scale.updates:,} updates, {streams:,} streams", last, "MB", warm + GROWTH)


def _memory_after(rounds: int, server: Embedded, app: Pty, scale: Scale) -> float:
    """In megabytes."""
    for _ in range(rounds):
        _round(server, app, scale)
    app.settle(2.0)
    return app.resident / 1e6


def _hurried(server: Embedded) -> Pty:
    return Pty([sys.executable, "-m", "tests.benchmarks.hurried", "--kubeconfig", server.kubeconfig])


def _round(server: Embedded, app: Pty, scale: Scale) -> None:
    server.tell("storm", updates=scale.updates // ROUNDS, among=200)
    for _ in range(max(1, scale.hang_ups // ROUNDS)):
        server.tell("hang up")
        time.sleep(0.2)
    for key in KEYS:
        app.press(key)
        # An escape is one only when nothing follows it for a while.
        time.sleep(0.3)
    app.until(whole_list)
    app.forget()
