"""dependsOn, both ways: what an application needs before it is applied, what waits for it, and what blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wgtui.fleet.applications import Application, application_verdict
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store

MISSING = Verdict(Status.FAILED, "Missing", "there is no such application")
UNREAD = Verdict(Status.UNKNOWN, "", "it is not read")

MOST = 2_000
"""Lines of one tree: where everything depends on everything there are more paths than anybody could read."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """One line of a tree. `circle`: it stands above itself, and the way ends; `again`: its needs are shown above."""

    kind: Kind[Any]
    ref: ObjectRef
    verdict: Verdict
    children: tuple[Dependency, ...] = ()
    circle: bool = False
    again: bool = False
    stale: bool = False


def depends_on(application: Application) -> list[ObjectRef]:
    """Of the same kind; a dependency without a namespace is in that of the application."""
    namespace = application.metadata.namespace
    return [ObjectRef(one.namespace or namespace, one.name) for one in application.spec.depends_on if one.name]


def needs(store: Store, kind: Kind[Any], ref: ObjectRef) -> tuple[Dependency, ...]:
    """What has to be ready before it, and before that, and so on."""

    def below(one: ObjectRef) -> Iterable[ObjectRef]:
        found = store.get(kind, one)
        return depends_on(found) if found is not None else ()

    return _Tree(store, kind, below).below(ref)


def needed_by(store: Store, kind: Kind[Any], ref: ObjectRef) -> tuple[Dependency, ...]:
    """What waits for it, and what waits for that."""
    dependants: dict[ObjectRef, list[ObjectRef]] = {}
    for other, one in store.objects(kind).items():
        for needed in dict.fromkeys(depends_on(one)):
            dependants.setdefault(needed, []).append(other)
    return _Tree(store, kind, lambda one: sorted(dependants.get(one, ()))).below(ref)


class _Tree:
    def __init__(self, store: Store, kind: Kind[Any], below: Callable[[ObjectRef], Iterable[ObjectRef]]) -> None:
        self._store = store
        self._kind = kind
        self._below = below
        self._shown: set[ObjectRef] = set()
        self._left = MOST

    def below(self, ref: ObjectRef, way: frozenset[ObjectRef] = frozenset()) -> tuple[Dependency, ...]:
        way = way | {ref}
        return tuple(self._one(one, way) for one in dict.fromkeys(self._below(ref)) if self._has_room())

    def _has_room(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def _one(self, ref: ObjectRef, way: frozenset[ObjectRef]) -> Dependency:
        found = self._store.get(self._kind, ref)
        absent = MISSING if self._store.tells_of(self._kind, ref) else UNREAD
        verdict = absent if found is None else application_verdict(found)
        stale = found is not None and not self._store.live(self._kind, ref)
        if ref in way or len(way) > 64:
            return Dependency(self._kind, ref, verdict, circle=ref in way, stale=stale)
        if ref in self._shown:
            return Dependency(self._kind, ref, verdict, again=any(True for _ in self._below(ref)), stale=stale)
        self._shown.add(ref)
        return Dependency(self._kind, ref, verdict, self.below(ref, way), stale=stale)


def blockers(tree: Iterable[Dependency]) -> list[Dependency]:
    """What has to become ready first: it is not ready although all that it needs itself is; or a circle."""
    return list({(one.kind, one.ref): one for one in _blocking(tree)}.values())


def _blocking(tree: Iterable[Dependency]) -> Iterator[Dependency]:
    for one in tree:
        if one.circle:
            yield one
            continue
        deeper = list(_blocking(one.children))
        yield from deeper
        if not deeper and not one.again and one.verdict.status is not Status.READY:
            yield one


def circles(tree: Iterable[Dependency]) -> list[ObjectRef]:
    """Applications that wait for themselves: they will never be applied."""
    found: list[ObjectRef] = []
    for one in tree:
        found += [one.ref] if one.circle else circles(one.children)
    return list(dict.fromkeys(found))


def depth(tree: Iterable[Dependency]) -> int:
    """How many have to be applied before it, one after the other."""
    return max((1 + depth(one.children) for one in tree), default=0)
