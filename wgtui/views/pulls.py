"""Pull requests as a table, and one of them in words."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from wgtui.actions.proposal import read_mark
from wgtui.fleet.status import Tone
from wgtui.github.pulls import Checks, Mergeable, PullRequest, PullState, Review
from wgtui.views.cells import age_column, text_cell, text_column
from wgtui.views.columns import Column
from wgtui.views.fields import AgeField, Fields, Match, NumberField, TextField

TONES: dict[Enum, Tone] = {
    PullState.OPEN: Tone.BUSY,
    PullState.DRAFT: Tone.MUTED,
    PullState.MERGED: Tone.GOOD,
    PullState.CLOSED: Tone.MUTED,
    Checks.PENDING: Tone.BUSY,
    Checks.PASSED: Tone.GOOD,
    Checks.FAILED: Tone.BAD,
    Checks.UNREADABLE: Tone.WARN,
    Review.REQUIRED: Tone.WARN,
    Review.APPROVED: Tone.GOOD,
    Review.CHANGES_REQUESTED: Tone.BAD,
    Mergeable.YES: Tone.GOOD,
    Mergeable.CONFLICTS: Tone.BAD,
    Mergeable.BLOCKED: Tone.WARN,
    Mergeable.BEHIND: Tone.WARN,
}
"""All others are muted."""


def subject(pull: PullRequest) -> str:
    """`delete fleet-dev/sandbox`, of one that wgtui opened; empty of others."""
    found = read_mark(pull.body)
    if found is None:
        return ""
    verb, subjects = found
    return f"{verb.value} {', '.join(f'{one.namespace}/{one.name}' for one in subjects)}"


def _word(id: str, get: Callable[[PullRequest], Enum], width: int, priority: int) -> Column[PullRequest]:
    def text(row: PullRequest) -> str:
        return str(get(row).value)

    return Column(
        id,
        id.upper(),
        lambda row, _: text_cell(text(row), TONES.get(get(row), Tone.MUTED)),
        text,
        width,
        priority,
    )


COLUMNS: tuple[Column[PullRequest], ...] = (
    Column("number", "#", lambda row, _: text_cell(f"#{row.number}"), lambda row: -row.number, 5, 0, right=True),
    text_column("title", "TITLE", lambda row: row.title, 20, 0, grow=6),
    _word("state", lambda row: row.state, 6, 1),
    _word("checks", lambda row: row.checks, 10, 2),
    _word("review", lambda row: row.review, 17, 4),
    _word("mergeable", lambda row: row.mergeable, 9, 3),
    text_column("author", "AUTHOR", lambda row: row.author, 10, 6, grow=1, max_width=20),
    age_column(lambda row: row.created, 5),
    text_column("branch", "BRANCH", lambda row: row.branch, 16, 8, grow=2, max_width=48),
    text_column("subject", "SUBJECT", subject, 18, 7, grow=3, max_width=48),
)


def _text(row: PullRequest) -> tuple[str, ...]:
    return (f"#{row.number}", row.title, row.state.value, row.author, row.branch, subject(row))


FIELDS: Fields[PullRequest] = Fields(
    (
        NumberField("number", lambda row: row.number),
        TextField("title", lambda row: row.title, match=Match.INSIDE),
        TextField("state", lambda row: row.state.value),
        TextField("checks", lambda row: row.checks.value),
        TextField("review", lambda row: row.review.value),
        TextField("mergeable", lambda row: row.mergeable.value),
        TextField("author", lambda row: row.author),
        AgeField("age", lambda row: row.created),
        TextField("branch", lambda row: row.branch, match=Match.INSIDE),
        TextField("subject", subject, match=Match.INSIDE),
    ),
    _text,
)
