"""The Leaf tab of a cluster: whether it answers, what it runs, its nodes, how its Flux objects are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from wgtui.errors import WgtuiError
from wgtui.fleet.leaf_runtime import Controller, NodeRow, Tally, controllers, flux_version, node_rows, tallies
from wgtui.fleet.status import Status, Tone
from wgtui.resources.core import NODE
from wgtui.resources.workloads import DEPLOYMENT
from wgtui.store.store import Store
from wgtui.views.cells import age_column, status_column, text_cell, text_column, version_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Fact, Facts, Section, Table, Target


def leaf_sections(store: Store, trouble: WgtuiError | None, target: Target) -> list[Section]:
    """`trouble` is why it does not answer: what is shown is then from before."""
    nodes, stale = node_rows(store), trouble is not None
    flux = tallies(store)
    return [
        Facts("Leaf cluster", tuple(_facts(store, nodes, trouble))),
        Table(
            "Nodes",
            NODES,
            tuple(nodes),
            lambda row: row.ref,
            lambda row: target(NODE, row.ref),
            empty="none is known",
            stale=stale,
        ),
        Table(
            "Flux controllers",
            CONTROLLERS,
            tuple(controllers(store)),
            lambda row: row.ref,
            lambda row: target(DEPLOYMENT, row.ref),
            empty="none has the label app.kubernetes.io/part-of=flux",
            stale=stale,
        ),
        Table("Flux objects", TALLIES, tuple(flux), lambda row: row.kind.kind, empty="none is known", stale=stale),
    ]


def _facts(store: Store, nodes: Sequence[NodeRow], trouble: WgtuiError | None) -> Iterator[Fact]:
    if trouble is None:
        yield Fact("answers", Cell("yes", Tone.GOOD))
    else:
        yield Fact("answers", text_cell(f"no: {trouble}", Tone.BAD))
    tone = Tone.MUTED if trouble else Tone.PLAIN
    yield Fact("Kubernetes", text_cell(store.server_version, tone))
    yield Fact("Flux", text_cell(flux_version(store), tone))
    ready = sum(row.status in (Status.READY, Status.PAUSED) for row in nodes)
    yield Fact("nodes", text_cell(f"{ready} of {len(nodes)} ready" if nodes else "", tone))


def _controller_ready(row: Controller, _: datetime) -> Cell:
    return Cell(f"{row.ready}/{row.wanted}", Tone.MUTED if row.stale else Tone.PLAIN)


def _how(row: Tally, _: datetime) -> Cell:
    """`1 failed, 10 ready`: the tone is that of the worst."""
    text = ", ".join(f"{amount} {status.word}" for status, amount in row.by_status)
    return Cell(text, row.by_status[0][0].tone)


NODES: tuple[Column[NodeRow], ...] = (
    text_column("name", "NODE", lambda row: row.ref.name, 24, 0, grow=2, max_width=56),
    status_column(lambda row: row.status, lambda row: row.stale, width=10),
    text_column("roles", "ROLES", lambda row: row.roles, 8, 4, grow=1, max_width=24),
    version_column("version", "VERSION", lambda row: row.version, 8, 1, max_width=24),
    text_column("zone", "ZONE", lambda row: row.zone, 10, 3, grow=1, max_width=16),
    text_column("type", "TYPE", lambda row: row.type, 10, 5, grow=1, max_width=16),
    age_column(lambda row: row.created, 2),
    text_column("message", "MESSAGE", lambda row: row.message, 12, 1, grow=4),
)

CONTROLLERS: tuple[Column[Controller], ...] = (
    text_column("name", "CONTROLLER", lambda row: row.ref.name, 20, 0, grow=1, max_width=40),
    status_column(lambda row: row.status, lambda row: row.stale, width=10),
    version_column("version", "VERSION", lambda row: row.version, 8, 0, max_width=24),
    Column("ready", "READY", _controller_ready, lambda row: row.ready, 5, 1),
    text_column("namespace", "NAMESPACE", lambda row: row.ref.namespace, 12, 2, grow=1, max_width=32),
)

TALLIES: tuple[Column[Tally], ...] = (
    text_column("kind", "KIND", lambda row: row.kind.kind, 14, 0, grow=1, max_width=24),
    Column("total", "ALL", lambda row, _: Cell(str(row.total)), lambda row: row.total, 4, 1, right=True),
    Column("how", "HOW THEY ARE", _how, lambda row: row.by_status[0][0].rank, 20, 0, 4),
)
