"""What an application has put on its cluster, as a tree: its inventory, what that owns, and how each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from wgtui.fleet.health import health
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.anything import Anything, part
from wgtui.resources.inventory import Entry, without_twins
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import REPLICA_SET, WorkloadSpec

DEEPEST = 24
"""Levels; deeper ones are not shown. Owners of owners are four or five in practice."""


class Key(NamedTuple):
    """One object of one server."""

    group: str
    kind: str
    ref: ObjectRef


class Unread(Enum):
    """Why nothing is known of the objects of a kind."""

    DENIED = "not allowed to read"
    UNKNOWN = "this cluster does not know the kind"
    FAILED = "could not be read"


@dataclass(slots=True)
class Found:
    """What was read. `unread` tells of kinds (in a namespace, or everywhere) why nothing is known, with the words."""

    kinds: dict[tuple[str, str], Kind[Anything]] = field(default_factory=dict)
    objects: dict[Key, Anything] = field(default_factory=dict)
    unread: dict[tuple[str, str, str], tuple[Unread, str]] = field(default_factory=dict)
    nested: dict[Key, list[Entry]] = field(default_factory=dict)
    """The inventories of applications among the objects."""
    served: frozenset[str] = frozenset()
    """`plural.group` of all kinds the server serves: by them definitions are known to be established."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An object of the tree; `version` is empty where only an owner leads to it. `worst` counts what is below it."""

    key: Key
    version: str
    verdict: Verdict
    created: datetime | None
    children: tuple[Piece, ...]
    worst: Status
    uid: str = ""

    @property
    def settled(self) -> bool:
        """Whether it stays as it is unless somebody does something."""
        return self.worst not in _MOVING


_MOVING = frozenset({Status.PROGRESSING, Status.PENDING, Status.DELETING, Status.WAITING, Status.PROVISIONING})

MISSING = Verdict(Status.FAILED, "Missing", "it is in the inventory, but not on the cluster")


def inventory_tree(entries: Iterable[Entry], found: Found) -> tuple[Piece, ...]:
    """The worst first. Pure; each object once, under its owner where that is part of the tree too."""
    return _Growing(found).roots(without_twins(entries))


class _Growing:
    def __init__(self, found: Found) -> None:
        self._found = found
        self._owned: dict[str, list[Key]] = {}
        self._owners: dict[Key, list[str]] = {}
        for key, one in found.objects.items():
            owners = [reference.uid for reference in one.metadata.owner_references if reference.uid]
            self._owners[key] = owners
            for uid in owners:
                self._owned.setdefault(uid, []).append(key)
        self._by_uid = {one.metadata.uid: key for key, one in found.objects.items() if one.metadata.uid}
        self._grown: set[Key] = set()

    def roots(self, entries: Sequence[Entry]) -> tuple[Piece, ...]:
        named = {_key(entry): entry for entry in entries}
        below = {key for key in named if self._is_below(key, named)}
        return self._sorted(
            piece
            for key, entry in named.items()
            if key not in below and (piece := self._piece(key, entry.version, 0)) is not None
        )

    def _is_below(self, key: Key, named: Mapping[Key, Entry]) -> bool:
        """Whether its owners lead to another entry; who owns itself stands at the top."""
        seen = {key}
        reached = [key]
        while reached:
            owners = [self._by_uid.get(uid) for one in reached for uid in self._owners.get(one, ())]
            reached = [owner for owner in owners if owner is not None and owner not in seen]
            if key in owners:
                return False
            if any(owner in named for owner in reached):
                return True
            seen.update(reached)
        return False

    def _piece(self, key: Key, version: str, depth: int) -> Piece | None:
        """None where it stands elsewhere in the tree already."""
        if key in self._grown or depth > DEEPEST:
            return None
        self._grown.add(key)
        one = self._found.objects.get(key)
        if one is None:
            verdict = self._absence(key)
            return Piece(key, version, verdict, None, (), verdict.status)
        children = self._children(key, one, depth + 1)
        verdict = self._verdict(key, one)
        worst = min((verdict.status, *(child.worst for child in children)), key=lambda status: status.rank)
        metadata = one.metadata
        return Piece(key, version, verdict, metadata.creation_timestamp, children, worst, metadata.uid)

    def _children(self, key: Key, one: Anything, depth: int) -> tuple[Piece, ...]:
        owned = [child for child in self._owned.get(one.metadata.uid, ()) if not self._is_retired(child)]
        inside = [(_key(entry), entry.version) for entry in self._found.nested.get(key, ())]
        below = [*((child, "") for child in owned), *inside]
        return self._sorted(
            piece for child, version in below if (piece := self._piece(child, version, depth)) is not None
        )

    def _is_retired(self, key: Key) -> bool:
        """A ReplicaSet of an earlier version, kept to go back to."""
        if (key.group, key.kind) != (REPLICA_SET.group, REPLICA_SET.kind):
            return False
        one = self._found.objects[key]
        spec = part(one.spec, WorkloadSpec)
        return spec is not None and spec.replicas == 0 and not self._owned.get(one.metadata.uid)

    def _verdict(self, key: Key, one: Anything) -> Verdict:
        if key.kind == "CustomResourceDefinition" and key.ref.name in self._found.served:
            return Verdict(Status.READY)
        return health(self._found.kinds[key.group, key.kind], one)

    def _absence(self, key: Key) -> Verdict:
        unread = self._found.unread
        why = unread.get((key.group, key.kind, key.ref.namespace)) or unread.get((key.group, key.kind, ""))
        if why is None:
            return MISSING
        state, words = why
        return Verdict(Status.UNKNOWN, state.value, words)

    def _sorted(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        return tuple(sorted(pieces, key=_order))


def _order(piece: Piece) -> tuple[int, str, ObjectRef]:
    return piece.worst.rank, piece.key.kind, piece.key.ref


def _key(entry: Entry) -> Key:
    return Key(entry.group, entry.kind, entry.ref)


def counted(pieces: Iterable[Piece]) -> dict[Status, int]:
    """How many objects there are of each status, in the whole tree."""
    counts: dict[Status, int] = {}
    waiting = list(pieces)
    while waiting:
        piece = waiting.pop()
        counts[piece.verdict.status] = counts.get(piece.verdict.status, 0) + 1
        waiting += piece.children
    return counts
