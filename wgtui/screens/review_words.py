"""What a review says: what the pull request is, what speaks against it, how its opening goes and how it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgtui.errors import WgtuiError
from wgtui.fleet.status import Tone

if TYPE_CHECKING:  # They import the client and GitHub's side, after the first paint.
    from wgtui.actions.reviewing import Reviewed
    from wgtui.github.opening import Opened

Words = tuple[str, Tone]
"""One line."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known by now; `busy` says what is waited for."""

    busy: str = ""
    reviewed: Reviewed | None = None
    steps: tuple[str, ...] = ()
    error: WgtuiError | None = None
    opened: Opened | None = None


def said(state: State, notes: Sequence[str], *, read_only: bool) -> Iterator[Words]:
    """Before what came of it."""
    if state.reviewed is not None:
        yield from facts(state.reviewed)
    for note in notes:
        yield note, Tone.MUTED
    if read_only:
        yield "read-only: no pull request is opened", Tone.WARN
    for step in () if state.opened else state.steps:
        yield f"✓ {step}" if step != state.steps[-1] else f"… {step}", Tone.BUSY
    if state.busy:
        yield state.busy, Tone.BUSY
    if state.error is not None:
        yield state.error.title, Tone.BAD
        yield f"{state.error.detail} {getattr(state.error, 'url', '')}".strip(), Tone.WARN


def facts(reviewed: Reviewed) -> list[Words]:
    """What the pull request is, and what is worth knowing of it."""
    from wgtui.views.changes import summary

    prepared, proposal = reviewed.prepared, reviewed.proposal
    added, changed, deleted = summary(prepared.plan.entries, prepared.before)
    preflight = prepared.preflight
    return [
        (proposal.title, Tone.ACCENT),
        (f"{preflight.repository} into {preflight.base}, with the token of {prepared.token_source}", Tone.PLAIN),
        (f"{added} files added, {changed} changed, {deleted} deleted", Tone.PLAIN),
        *((warning, Tone.WARN) for warning in prepared.plan.warnings),
        *((finding.words, Tone.BAD if finding.grave else Tone.WARN) for finding in reviewed.findings),
    ]
