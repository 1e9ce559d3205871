"""The cells that every table is made of: a status, a count, an age, plain text; unknown is always `–`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from wgtui.fleet.clusters import Count
from wgtui.fleet.status import Status, Tone
from wgtui.views.ages import UNKNOWN, age
from wgtui.views.columns import Cell, Column
from wgtui.views.safe import printable
from wgtui.views.versions import version_key

R = TypeVar("R")
NOTHING = Cell(UNKNOWN, Tone.MUTED)
_OLDEST = timedelta.max.total_seconds()


def text_cell(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(printable(text), tone) if text else NOTHING


def status_cell(status: Status | None, stale: bool = False) -> Cell:
    """What is stale is muted, under the sign of the unknown: it was so once, and nobody knows whether it still is."""
    if status is None:
        return NOTHING
    return Cell(status.word, Tone.MUTED, Status.UNKNOWN) if stale else Cell(status.word, status.tone, status)


def count_text(count: Count) -> str:
    if count.ready is None and count.wanted is None:
        return UNKNOWN
    return f"{UNKNOWN if count.ready is None else count.ready}/{UNKNOWN if count.wanted is None else count.wanted}"


def count_cell(count: Count) -> Cell:
    text = count_text(count)
    if count.ready is None or count.wanted is None:
        return Cell(text, Tone.MUTED)
    return Cell(text, Tone.PLAIN if count.ready >= count.wanted else Tone.WARN)


def count_key(count: Count) -> tuple[int, int, int]:
    """What lacks most comes first; unknown last."""
    if count.ready is None:
        return (1, 0, 0)
    return (0, count.ready - (count.wanted or 0), count.ready)


def status_column(
    get: Callable[[R], Status | None],
    stale: Callable[[R], bool],
    *,
    id: str = "status",
    title: str = "STATUS",
    width: int = 15,
    priority: int = 0,
) -> Column[R]:
    """Sorted worst first."""
    return Column(
        id,
        title,
        lambda row, _: status_cell(get(row), stale(row)),
        lambda row: status.rank if (status := get(row)) is not None else len(Status),
        width,
        priority,
    )


def text_column(
    id: str,
    title: str,
    get: Callable[[R], str],
    width: int,
    priority: int,
    *,
    grow: int = 0,
    max_width: int = 0,
    wide_only: bool = False,
    tone: Tone = Tone.PLAIN,
) -> Column[R]:
    return Column(
        id,
        title,
        lambda row, _: text_cell(get(row), tone),
        lambda row: get(row).casefold(),
        width,
        priority,
        grow,
        max_width,
        wide_only=wide_only,
    )


def version_column(
    id: str,
    title: str,
    get: Callable[[R], str],
    width: int,
    priority: int,
    *,
    max_width: int = 0,
    wide_only: bool = False,
) -> Column[R]:
    """Sorted as versions: v1.9 before v1.30."""
    return Column(
        id,
        title,
        lambda row, _: text_cell(get(row)),
        lambda row: version_key(get(row)),
        width,
        priority,
        1 if max_width else 0,
        max_width,
        wide_only=wide_only,
    )


def count_column(id: str, title: str, get: Callable[[R], Count], width: int, priority: int) -> Column[R]:
    return Column(
        id, title, lambda row, _: count_cell(get(row)), lambda row: count_key(get(row)), width, priority, right=True
    )


def age_column(get: Callable[[R], datetime | None], priority: int, *, id: str = "age", title: str = "AGE") -> Column[R]:
    """Sorted youngest first."""

    def cell(row: R, now: datetime) -> Cell:
        return Cell(age(get(row), now), Tone.MUTED)

    def key(row: R) -> float:
        then = get(row)
        return _OLDEST if then is None else -then.timestamp()

    return Column(id, title, cell, key, max(6, len(title)), priority, right=True, ages=True)


def message_column(get: Callable[[R], str], priority: int, width: int = 16) -> Column[R]:
    return text_column("message", "MESSAGE", get, width, priority, grow=12, tone=Tone.MUTED)


def reason_column(get: Callable[[R], str], priority: int) -> Column[R]:
    """The word that scripts and alerts go by."""
    return text_column("reason", "REASON", get, 18, priority, grow=1, max_width=36, wide_only=True)


def flag_column(id: str, title: str, get: Callable[[R], bool], width: int, priority: int, **options: Any) -> Column[R]:
    return Column(
        id,
        title,
        lambda row, _: Cell("yes", Tone.WARN) if get(row) else Cell("no", Tone.MUTED),
        lambda row: not get(row),
        width,
        priority,
        **options,
    )
