"""A form as data: sections of entries, the files that come of their values, and the pull request they end in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wgtui.errors import TemplateError, WgtuiError
from wgtui.screens.forms.drafts import Draft
from wgtui.screens.review import Job
from wgtui.screens.session import Session
from wgtui.templates.files import RenderedFile

Values = Mapping[str, str]
"""By the id of an entry."""

Problem = Callable[[str], WgtuiError | None]
"""What is wrong with a value."""

NO, YES = "no", "yes"


def nothing_wrong(_: str) -> WgtuiError | None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One value that is asked for; `first` is what it is while nobody has typed.

    With `options` it is one of these; `known` can be taken, and any other typed. `is_text` has lines of its own.
    What `is_secret` stays in memory.
    """

    id: str
    label: str
    about: str = ""
    first: str = ""
    options: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    placeholder: str = ""
    required: bool = False
    problem: Problem = nothing_wrong
    is_text: bool = False
    is_secret: bool = False

    def wrong(self, value: str) -> WgtuiError | None:
        """Names the entry as its parameter, so that the form can point at it."""
        if self.required and not value.strip():
            return TemplateError(f"{self.label} is missing", parameter=self.id, expected="a value")
        return self.problem(value)


@dataclass(frozen=True, slots=True)
class Section:
    """Without a `title` it is always open; `summary` says of a folded one what is in it."""

    title: str
    entries: tuple[Entry, ...]
    summary: str = ""


class Form(Protocol):
    """`begin` is awaited first, and once; the rest is pure."""

    @property
    def crumbs(self) -> tuple[str, ...]: ...

    @property
    def identity(self) -> tuple[str, ...]:
        """By which its draft is known."""

    async def begin(self, session: Session) -> None:
        """Reads what has to be known. Raises WgtuiError where there is nothing to fill in."""

    def wants(self, values: Values) -> Hashable:
        """What is to be learned with these values; read once while it stays the same, None for nothing."""

    async def learn(self, session: Session, values: Values) -> None:
        """Reads it while somebody types. Raises WgtuiError where it cannot be had: the form goes without."""

    def sections(self, typed: Values) -> Sequence[Section]:
        """The same sections at any time; their entries may depend on what was typed, which are those that differ."""

    def files(self, values: Values) -> Sequence[RenderedFile]:
        """Called in a thread. Raises TemplateError, with the id of the entry at fault where one is."""

    def job(self, values: Values, draft: Draft, opened: Callable[[], None]) -> Job:
        """Raises TemplateError as `files` does."""


def filled(sections: Sequence[Section], typed: Values) -> dict[str, str]:
    """The value of every entry there is."""
    return {entry.id: typed.get(entry.id, entry.first) for section in sections for entry in section.entries}


def secret_ids(sections: Sequence[Section]) -> frozenset[str]:
    """The entries whose values are written nowhere."""
    return frozenset(entry.id for section in sections for entry in section.entries if entry.is_secret)


def problems(sections: Sequence[Section], values: Values) -> list[WgtuiError]:
    """Everything that is wrong, in the order of the form."""
    found = (entry.wrong(values[entry.id]) for section in sections for entry in section.entries)
    return [problem for problem in found if problem is not None]
