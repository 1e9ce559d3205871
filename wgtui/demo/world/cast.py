"""Who is in the world when it begins: every actor in its first state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from wgtui.demo.world.actors import (
    SETTLING,
    Actor,
    ApplicationActor,
    ClusterActor,
    JoinedActor,
    JoinedState,
    Scenery,
    SourceActor,
)
from wgtui.demo.world.catalogue import FLEET, Delivered
from wgtui.demo.world.delivery import ApplicationState, Ref, Source, SourceState
from wgtui.demo.world.draft import Draft
from wgtui.demo.world.fleet import CLUSTERS, JOINED, LAB, LAB_CLUSTERS, LEAVES, LONG_AGO, Member
from wgtui.demo.world.leaves import on_leaf
from wgtui.demo.world.management import ON_MANAGEMENT
from wgtui.demo.world.scenery import scenery


@dataclass(frozen=True)
class Cast:
    """`start` is when the world begins, `url` gives the address of a cluster's API server.

    `pushed` are the commits of the fleet's repository, where there is a real one.
    """

    seed: int
    start: datetime
    url: Callable[[str], str]
    pushed: Mapping[int, str] = field(default_factory=dict)

    def actors(self) -> Iterator[Actor]:
        founded = self.start - LONG_AGO
        yield Scenery("scenery", tuple(scenery(Draft(self.seed, "default", founded, founded + SETTLING))))
        yield self._joined(founded)
        homes = {member.blueprint.name: self._cluster(member) for member in (*CLUSTERS, *LAB_CLUSTERS)}
        yield from homes.values()
        yield from self._delivered(ON_MANAGEMENT, None)
        for leaf in (LAB, *LEAVES):
            yield from self.on_leaf(leaf, homes.get(leaf))

    def on_leaf(self, leaf: str, home: ClusterActor | None) -> Iterator[Actor]:
        """What Flux delivers to it, once it has been bootstrapped."""
        return self._delivered(on_leaf(leaf), home)

    def births(self) -> dict[str, datetime]:
        """When each leaf came into being; the management cluster and what is joined have long been there."""
        return {member.blueprint.name: self.start - member.blueprint.age for member in (*CLUSTERS, *LAB_CLUSTERS)}

    def _joined(self, founded: datetime) -> JoinedActor:
        labels = {"environment": "edge", "team": "logistics"}
        return JoinedActor("edge", JOINED, labels, JoinedState(), self.seed, founded, founded + SETTLING, self.url)

    def _cluster(self, member: Member) -> ClusterActor:
        created = self.start - member.blueprint.age
        since = created + SETTLING if member.since is LONG_AGO else self.start - member.since
        return ClusterActor(member.blueprint, member.state, self.seed, created, since, self.url)

    def _delivered(self, delivered: Iterable[Delivered], home: ClusterActor | None) -> Iterator[Actor]:
        sources: dict[tuple[str, Ref], Source] = {}
        for each in delivered:
            earliest = home.created + SETTLING if home else self.start - LONG_AGO
            created = max(self.start - each.what.age, earliest)
            since = max(self.start - each.since, created)
            if isinstance(each.what, Source):
                what = self._real(each.what)
                sources[what.server, what.ref] = what
                state = cast(SourceState, each.state)
                yield SourceActor(what, state, self.seed, created, since, home)
            else:
                source = sources.get((each.what.server, each.what.source))
                done = cast(ApplicationState, each.state)
                yield ApplicationActor(each.what, done, self.seed, created, since, source, home)

    def _real(self, source: Source) -> Source:
        is_fleet = source.spec.get("url") == FLEET.spec["url"]
        return replace(source, pushed=self.pushed) if is_fleet else source
