"""Which columns fit: what matters most is seen longest, and nothing is ever wider than the terminal."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.worlds import cluster, condition, gitops, kustomization, machine, store_of
from wgtui.fleet.applications import application_summary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.machines import machine_summary
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.status import Status, Tone
from wgtui.store.fleet_store import Fleet
from wgtui.store.store import Store
from wgtui.views import applications, clusters, events, machines, sources
from wgtui.views.cells import count_cell, count_key, status_cell
from wgtui.views.columns import Cell, Column, fit

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
LISTS: dict[str, tuple[Column[Any], ...]] = {
    "clusters": clusters.COLUMNS,
    "applications": applications.COLUMNS,
    "sources": sources.COLUMNS,
    "machines": machines.COLUMNS,
    "events": events.COLUMNS,
}


CURSOR = 2
"""Cells that a table takes for itself."""


def fitting(name: str, width: int, wide: bool = False) -> list[str]:
    columns = [column for column in LISTS[name] if wide or not column.wide_only]
    return [column.id for column, _ in fit(columns, width - CURSOR)]


@pytest.mark.parametrize(
    ("name", "width", "seen"),
    [
        (
            "clusters",
            200,
            "name namespace status provider region version control-plane workers connectivity bootstrap applications "
            "age message",
        ),
        ("clusters", 120, "name namespace status version control-plane workers applications age message"),
        ("clusters", 80, "name status version control-plane workers message"),
        ("clusters", 40, "name status"),
        (
            "applications",
            200,
            "name kind cluster namespace status revision source suspended age message",
        ),
        ("applications", 120, "name cluster namespace status revision age message"),
        ("applications", 80, "name status age message"),
        ("applications", 40, "name status"),
        ("sources", 200, "name kind cluster namespace status revision reference url suspended age message"),
        ("sources", 120, "name kind namespace status revision age message"),
        ("sources", 80, "name status age message"),
        ("sources", 40, "name status"),
        ("machines", 200, "name status role version node instance zone age message"),
        ("machines", 120, "name status role version node age message"),
        ("machines", 80, "name status version age message"),
        ("machines", 40, "name status"),
    ],
)
def test_what_matters_most_is_seen_longest(name: str, width: int, seen: str) -> None:
    """On a wide screen, a usual one, over SSH, and in a pane."""
    assert fitting(name, width) == seen.split()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("width", [1, 17, 40, 80, 99, 120, 163, 200, 400])
def test_columns_never_take_more_than_there_is(name: str, width: int) -> None:
    """Nor less than they need, as long as only those that stay to the last are cut."""
    for wide in (False, True):
        chosen = fit([column for column in LISTS[name] if wide or not column.wide_only], width)
        total = sum(size for _, size in chosen) + 2 * (len(chosen) - 1)
        cut = any(size < column.width for column, size in chosen)
        assert total <= width or all(size == 1 for _, size in chosen)
        assert not cut or all(column.priority == 0 for column, _ in chosen) or len(chosen) == 1
        assert all(size <= max(column.max_width, column.width) or not column.max_width for column, size in chosen)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5), st.integers(0, 4), st.integers(0, 60)), min_size=1),
    st.integers(1, 250),
)
def test_any_columns_fit_any_width(shapes: list[tuple[int, int, int, int]], width: int) -> None:
    """In their order, none twice; what leaves is never more important than what stays."""
    columns: list[Column[Any]] = [
        Column(str(index), "", lambda *_: Cell(""), lambda _: 0, size, priority, grow, most and max(most, size))
        for index, (size, priority, grow, most) in enumerate(shapes)
    ]
    chosen = fit(columns, width)
    ids = [int(column.id) for column, _ in chosen]
    assert ids == sorted(set(ids))
    stays = max(column.priority for column, _ in chosen)
    assert all(column.priority >= stays for column in columns if int(column.id) not in ids)
    spare = width - sum(size for _, size in chosen) - 2 * (len(chosen) - 1)
    if any(column.grow and not column.max_width for column, _ in chosen):
        assert spare <= 0


def test_what_more_columns_tell_is_asked_for() -> None:
    """With `-o wide`: reasons, endpoints, what something is blocked by."""
    assert {"reason", "phase", "endpoint"} <= set(fitting("clusters", 400, wide=True))
    assert {"reason", "target", "blocked-by"} <= set(fitting("applications", 400, wide=True))
    assert {"reason", "group", "address"} <= set(fitting("machines", 400, wide=True))


def rows_of(store: Store) -> dict[str, ClusterSummary]:
    turn = {"": store.follow(ClusterRows.KINDS, asyncio.Event()).take()}
    return {row.ref.name: row for more, _ in ClusterRows(Fleet(store)).update(turn) for row in more}


def cells(columns: tuple[Column[Any], ...], row: Any) -> dict[str, Cell]:
    return {column.id: column.cell(row, NOW) for column in columns}


def test_a_status_is_a_word_and_never_green_when_stale() -> None:
    """The glyph is put before it by whoever draws; colour alone says nothing."""
    assert status_cell(Status.READY) == Cell("ready", Tone.GOOD, Status.READY)
    assert status_cell(Status.READY, stale=True).tone is Tone.MUTED
    assert status_cell(None).text == "–"


@pytest.mark.parametrize(
    ("count", "text", "tone"),
    [
        (Count(3, 3), "3/3", Tone.PLAIN),
        (Count(2, 3), "2/3", Tone.WARN),
        (Count(0, 0), "0/0", Tone.PLAIN),
        (Count(4, 3), "4/3", Tone.PLAIN),
        (Count(None, 3), "–/3", Tone.MUTED),
        (Count(2, None), "2/–", Tone.MUTED),
        (Count(), "–", Tone.MUTED),
    ],
)
def test_what_is_not_known_is_no_number(count: Count, text: str, tone: Tone) -> None:
    """And less than wanted is marked."""
    assert count_cell(count) == Cell(text, tone)


def test_counts_sort_by_what_lacks_most() -> None:
    """Unknown last."""
    counts = [Count(3, 3), Count(), Count(0, 5), Count(2, 3), Count(1, 1)]
    assert sorted(counts, key=count_key) == [Count(0, 5), Count(2, 3), Count(1, 1), Count(3, 3), Count()]


def test_every_cell_of_a_row_is_one_harmless_line() -> None:
    """Whatever a cluster writes into its messages and reasons."""
    nasty = "a\n\x1b[31mb\u202e"
    fleet = Fleet(
        store_of(gitops(), cluster("prod", condition("Available", False, nasty, nasty)), read=ClusterRows.KINDS)
    )
    follower = fleet.management.follow(ClusterRows.KINDS, asyncio.Event())
    (row,) = [row for more, _ in ClusterRows(fleet).update({"": follower.take()}) for row in more if not row.management]
    rows: list[tuple[tuple[Column[Any], ...], Any]] = [
        (clusters.COLUMNS, row),
        (applications.COLUMNS, application_summary(kustomization("app", condition("Ready", False, nasty, nasty)))),
        (machines.COLUMNS, machine_summary(machine("m", condition("Ready", False, nasty, nasty)))),
    ]
    for columns, one in rows:
        for cell in cells(columns, one).values():
            assert "\n" not in cell.text
            assert cell.text.isprintable() or "\ufffd" in cell.text


def test_numbers_and_ages_stand_on_the_right() -> None:
    """So that they can be compared by eye."""
    for columns in LISTS.values():
        for column in columns:
            assert column.right or column.id not in ("age", "control-plane", "workers", "applications", "count")
            assert not column.ages or column.id in ("age", "suspended")


def test_a_cluster_that_is_called_otherwise_by_cluster_api_says_so() -> None:
    """And only then."""
    store = store_of(gitops("web", spec={"capiClusterRef": {"name": "prod"}}), cluster("prod"), read=ClusterRows.KINDS)
    rows = rows_of(store)
    assert clusters.other_name(rows["web"]) == "prod"
    assert clusters.other_name(rows["management"]) == ""
