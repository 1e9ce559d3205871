"""Tables of the headless commands: aligned, cut to a terminal, harmless."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wgtui.fleet.status import Status
from wgtui.headless.table import Look, Table
from wgtui.views.cells import age_column, message_column, status_column, text_column
from wgtui.views.columns import Column

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Row(NamedTuple):
    name: str
    status: Status = Status.READY
    message: str = ""


COLUMNS: tuple[Column[Row], ...] = (
    text_column("name", "NAME", lambda row: row.name, 8, 0, grow=2),
    status_column(lambda row: row.status, lambda _: False),
    age_column(lambda _: None, 5),
    message_column(lambda row: row.message, 2),
)


def lines(look: Look, *rows: Row, more: bool = False) -> list[str]:
    return list(Table(COLUMNS, look, more=more).whole(rows, NOW))


def test_columns_are_as_wide_as_their_longest_cell() -> None:
    """Where nothing has to fit, nothing is cut."""
    found = lines(Look(), Row("a", message="x" * 200), Row("a-longer-name", Status.FAILED))
    assert found[0] == "NAME           STATUS  AGE  MESSAGE"
    assert found[1] == f"a              ready     –  {'x' * 200}"
    assert found[2] == "a-longer-name  failed    –  –"


def test_on_a_terminal_a_status_has_its_glyph_and_long_cells_are_cut() -> None:
    """No line is longer than the terminal."""
    found = lines(Look(width=60), Row("a", Status.FAILED, "x" * 200))
    assert "✗ failed" in found[1]
    assert found[1].endswith("…")
    assert max(map(cell_len, found)) <= 60


def test_columns_leave_when_it_is_narrow() -> None:
    """The least important first, the name last."""
    found = lines(Look(width=26), Row("prod", message="m" * 50))
    assert found[0].split() == ["NAME", "STATUS"]


def test_colour_is_for_terminals_that_want_it() -> None:
    """Of the status, not of the name."""
    assert "\x1b[31m" in lines(Look(width=60, colour=True), Row("a", Status.FAILED))[1]
    assert "\x1b" not in lines(Look(width=60), Row("a", Status.FAILED))[1]


def test_ascii_is_ascii() -> None:
    """Glyphs, dashes and what a cluster says."""
    found = lines(Look(width=40, ascii=True), Row("größe", Status.READY, "…" * 50))
    assert all(line.isascii() for line in found)
    assert "* ready" in found[1]


def test_rows_that_come_later_stand_in_the_same_columns() -> None:
    """Room is left for longer cells where more is to come."""
    table = Table(COLUMNS, Look(), more=True)
    header, first = table.whole([Row("a")], NOW)
    later = table.line(Row("longer", Status.PROVISIONING, "m"), NOW)
    assert header.index("STATUS") == first.index("ready") == later.index("provisioning")


def test_a_row_that_is_gone_says_so_in_place_of_its_status() -> None:
    """And is otherwise what it was."""
    table = Table(COLUMNS, Look())
    list(table.whole([Row("a")], NOW))
    assert table.line(Row("a"), NOW, "deleted").split() == ["a", "deleted", "–", "–"]


@given(st.text(), st.text(), st.integers(0, 120), st.booleans())
def test_no_text_breaks_a_line_or_commands_a_terminal(name: str, message: str, width: int, ascii: bool) -> None:
    """Whatever a cluster says, a row is a line of printable characters, not longer than the terminal."""
    found = lines(Look(width=width, ascii=ascii), Row(name, message=message))
    assert len(found) == 2
    assert all(line.isprintable() for line in found)
    if width >= 40:
        assert max(map(cell_len, found)) <= width


@pytest.mark.parametrize("width", [40, 80, 200])
def test_wide_letters_take_two_columns(width: int) -> None:
    """Columns stay aligned."""
    found = lines(Look(width=width), Row("日本語"), Row("abc"))
    at = [cell_len(line[: line.index("●")]) for line in found[1:]]
    assert at[0] == at[1]
