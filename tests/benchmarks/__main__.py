"""Measures wgtui on a terminal of its own and prints a table: `python -m tests.benchmarks [NAME…] [--tiny]`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import partial

from tests.benchmarks import objects, rendering, running, soak, start, tree, writing
from tests.benchmarks.figures import TITLES, Figure, line
from tests.benchmarks.ptys import Unseen
from tests.benchmarks.scale import TINY, Scale

MEASURES: dict[str, Callable[[Scale], Iterator[Figure]]] = {
    "paint": start.first_paint,
    "list": start.whole,
    "keys": running.keys,
    "storm": running.storm,
    "written": writing.written,
    "idle": running.idle,
    "stall": running.stall,
    "memory": running.memory,
    "tree": tree.tree,
    "objects": objects.objects,
    "templates": rendering.templates,
    "soak": soak.soak,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)} (default: all)")
    parser.add_argument("--tiny", action="store_true", help="small worlds and short times: whether it runs at all")
    parser.add_argument("--kubeconfig", help="list: of this server, instead of an embedded one with 1,000 clusters")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in MEASURES]:
        parser.error(f"there is no {unknown[0]}: {', '.join(MEASURES)}")
    scale = TINY if options.tiny else Scale()
    measures = MEASURES | ({"list": partial(start.whole_of, options.kubeconfig)} if options.kubeconfig else {})
    print(line(TITLES))  # noqa: T201
    return max([_measured(measures[name], name, scale) for name in options.names or measures])


def _measured(measure: Callable[[Scale], Iterator[Figure]], name: str, scale: Scale) -> int:
    """Prints the figures as they come; 1 where one does not hold."""
    broken = 0
    try:
        for figure in measure(scale):
            print(line(figure.cells), flush=True)  # noqa: T201
            broken |= figure.holds is False
    except Unseen as shown:
        print(f"{name}: never came to what is measured, but to\n{shown}", flush=True)  # noqa: T201
        return 1
    return broken


if __name__ == "__main__":
    raise SystemExit(main())
