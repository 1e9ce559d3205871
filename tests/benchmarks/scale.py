"""How large the worlds are, how often and how long is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    repeats: int = 7
    clusters: int = 1_000
    arriving: int = 2_350
    """Clusters of which a list of clusters reads 10,000 objects."""
    rows: int = 10_000
    applications: int = 50_000
    storm_seconds: float = 10.0
    idle_seconds: float = 60.0
    updates: int = 1_000_000
    hang_ups: int = 400
    rendered_objects: int = 320
    machines: int = 500
    objects: int = 5_000


TINY = Scale(
    repeats=1,
    clusters=20,
    arriving=10,
    rows=40,
    applications=60,
    storm_seconds=0.5,
    idle_seconds=0.5,
    updates=1_000,
    hang_ups=2,
    rendered_objects=3,
    machines=6,
    objects=20,
)
"""Whether everything runs, not how fast."""
