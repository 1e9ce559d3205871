"""What is known of one API server: objects by kind and ref, with indexes and the freshness of each watch."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from wgtui.errors import KubeError
from wgtui.resources.changes import Change, WatchKey
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef

T = TypeVar("T", bound=KubeObject)


class Health(Enum):
    """State of what is known about a kind; only LIVE may be shown as green."""

    LOADING = "loading"
    LIVE = "live"
    STALE = "stale"
    DENIED = "denied"
    ABSENT = "absent"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Freshness:
    """`since`: monotonic seconds of the last moment the objects were known to be true; None before the first answer.

    `retry_at`: monotonic seconds of the next try, 0 where none is due.
    """

    health: Health
    since: float | None = None
    error: KubeError | None = None
    retry_at: float = 0.0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed since a follower last asked: refs by kind, and kinds whose freshness changed.

    `reset` kinds changed as a whole (first sync, relist, release): read them anew.
    """

    refs: Mapping[Kind[Any], frozenset[ObjectRef]]
    reset: frozenset[Kind[Any]]
    freshness: frozenset[Kind[Any]]


class Store:
    """`name` is empty for the management cluster, `namespace/name` of its GitopsCluster for a leaf."""

    def __init__(self, name: str = "") -> None: ...

    def apply(self, key: WatchKey, change: Change, now: float) -> None: ...

    def release(self, key: WatchKey) -> None:
        """Forgets what only this watch held."""

    def get(self, kind: Kind[T], ref: ObjectRef) -> T | None: ...

    def objects(self, kind: Kind[T]) -> Mapping[ObjectRef, T]: ...

    def owned_by(self, kind: Kind[T], uid: str) -> Iterable[T]: ...

    def in_cluster(self, kind: Kind[T], cluster: ObjectRef) -> Iterable[T]:
        """By the label cluster.x-k8s.io/cluster-name, in the cluster's namespace."""

    def freshness(self, kind: Kind[Any]) -> Freshness:
        """The worst of the watches that feed this kind."""

    def changes(self, *kinds: Kind[Any]) -> AsyncIterator[Touched]:
        """One turn per burst, coalesced; the first turn at once, with `reset` for all kinds. Ends with its consumer."""
