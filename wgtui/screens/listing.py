"""A list as data: columns, rows, the kinds it needs, what Enter opens. A new list is an entry, not a class."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

from wgtui.fleet.causes import Cause
from wgtui.fleet.status import Status
from wgtui.resources.changes import WatchKey
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place
from wgtui.store.fleet_store import Fleet
from wgtui.store.following import Touched
from wgtui.store.store import Store
from wgtui.views.columns import Column
from wgtui.views.fields import Fields

R = TypeVar("R")


class Leaf(NamedTuple):
    """A leaf cluster and the Secrets that may hold its kubeconfig, in the order they are tried."""

    ref: ObjectRef
    secrets: tuple[str, ...]


class Rows(Protocol[R]):
    """Rows that recompute only what a turn touched: yields slices of changed rows and keys of removed ones."""

    def update(self, turn: Mapping[str, Touched]) -> Iterable[tuple[list[R], list[Hashable]]]: ...


@runtime_checkable
class Ageing(Protocol):
    """Rows of which some will read differently at a moment, which they tell."""

    clock: Callable[[], datetime] | None

    @property
    def due(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Folds(Generic[R]):
    """`causes` by key of the row; `row` stands for all rows of a cause, under a title."""

    causes: Callable[[Collection[R]], Mapping[Hashable, Cause]]
    row: Callable[[Cause, Sequence[R], str], R]


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """`noun` is what its rows are called, in the plural. `leaves`: its kinds are read on open leaf clusters too.

    Without `kinds` there are no rows; `beside` only adds to them, and a server that lacks it lacks nothing.
    """

    noun: str
    kinds: tuple[Kind[Any], ...]
    columns: tuple[Column[R], ...]
    rows: Callable[[Fleet, Place], Rows[R]]
    key: Callable[[R], Hashable]
    name: Callable[[R], str]
    place: Callable[[R, Place], Place | None]
    """Where Enter on a row leads, seen from the page it stands on."""
    opens: Callable[[R], Place] | None = None
    """Where Enter leads instead, where a row is there to be used rather than looked at."""
    beside: tuple[Kind[Any], ...] = ()
    mentions: tuple[Kind[Any], ...] = ()
    """What no API server has and rows tell of where it is known: pull requests."""
    fields: Fields[R] | None = None
    status: Callable[[R], Status] | None = None
    stale: Callable[[R], bool] | None = None
    rises: Callable[[R], datetime | None] | None = None
    """From when on a row stands above all others, whatever the order; None for never."""
    folds: Folds[R] | None = None
    """How its rows fold under what they have in common."""
    message: Callable[[R], str] | None = None
    """Shown whole for the row under the cursor."""
    copies: Callable[[R], tuple[tuple[str, str], ...]] = lambda _: ()
    """What can be copied of a row besides its name: label and text."""
    sort: str = ""
    reverse: bool = False
    leaves: bool = False
    watches: Callable[[Place], tuple[WatchKey, ...]] | None = None
    """Where not simply all of its kinds are watched."""
    also: Callable[[Store, Place], tuple[WatchKey, ...]] | None = None
    """What else is to be watched, as soon as it is known."""
    leaf: Callable[[Store, Place], Leaf | None] | None = None
    """The leaf cluster that is opened for it, once it is known."""
    empty: str = ""
