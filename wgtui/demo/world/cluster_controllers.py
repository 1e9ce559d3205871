"""Cluster API as users meet it: a Cluster that somebody has applied comes up, one that somebody deletes goes down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.actors import ClusterActor
from wgtui.demo.world.adoption import CLUSTERS, GITOPS, PARTS, blueprint_of, uids_of
from wgtui.demo.world.blueprint import Bootstrap, ClusterState, Flavour, Infrastructure
from wgtui.demo.world.draft import Json
from wgtui.demo.world.gitops_deletion import is_leaving, release_gitops_cluster
from wgtui.demo.world.lifecycles import bootstrapping, coming_up, leaving, resized, upgraded
from wgtui.demo.world.stories import Story

if TYPE_CHECKING:
    from wgtui.demo.world.world import World

Place = tuple[str, str]
"""Namespace and name."""


class ClusterControllers:
    """`notice` before and `settle` after each stretch of time; what the world writes itself is not for them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen = 0
        self._incomplete: set[Place] = set()
        """Clusters that refer to what is not there yet."""
        self._leaving: set[Place] = set()
        """GitopsClusters that are being deleted."""
        self._to_follow: set[Place] = set()
        """Clusters of which somebody asks for something else while they change already."""

    def notice(self) -> None:
        storage = self._world.server.clusters[MANAGEMENT]
        for place in sorted(self._to_follow | self._with_changed_parts()):
            self._follow(place)
        for place in sorted(self._leaving | self._changed(GITOPS)):
            release_gitops_cluster(storage, *place)
        places = self._changed(CLUSTERS) | self._changed(GITOPS) | self._incomplete
        self._incomplete = set()
        for namespace, name in sorted(places):
            found = storage.find(CLUSTERS, namespace, name)
            if found is not None:
                leaving = "deletionTimestamp" in found.parsed()["metadata"]
                (self._retire if leaving else self._adopt)((namespace, name))

    def settle(self) -> None:
        storage = self._world.server.clusters[MANAGEMENT]
        self._leaving = {place for place in self._leaving | self._changed(GITOPS) if is_leaving(storage, *place)}
        self._seen = storage.version

    def _changed(self, resource: str) -> set[Place]:
        history = self._world.server.clusters[MANAGEMENT].collection(resource).history
        changes = history.since(self._seen)
        return {(change.now.namespace, change.now.name) for change in changes if change.now is not None}

    def _with_changed_parts(self) -> set[Place]:
        changed = {(kind, *place) for kind, resource in PARTS for place in self._changed(resource)}
        actors = [one for one in self._world.actors.values() if isinstance(one, ClusterActor)]
        return {
            (actor.blueprint.namespace, actor.blueprint.name)
            for actor in actors
            if any((kind, actor.blueprint.namespace, name) in changed for kind, name in actor.known)
        }

    def _follow(self, place: Place) -> None:
        """Only of what a user has applied: the others have stories of their own."""
        world, storage = self._world, self._world.server.clusters[MANAGEMENT]
        self._to_follow.discard(place)
        actor = world.actors.get("/".join(place))
        if not isinstance(actor, ClusterActor) or not actor.known or not actor.state.exists or actor.state.deleting:
            return
        asked = blueprint_of(storage, *place)
        if asked is None:
            return
        wanted = {pool.name: pool.replicas for pool in asked.pools}
        pools = tuple(replace(pool, replicas=wanted.get(pool.name, pool.replicas)) for pool in actor.blueprint.pools)
        blueprint = replace(actor.blueprint, pools=pools, control_plane=asked.control_plane)
        version = actor.state.version or actor.blueprint.version
        if blueprint == actor.blueprint and asked.version == version:
            self._observe(actor)
            return
        # What else is asked for has its turn when this is done.
        self._to_follow.add(place)
        if set("".join((actor.state.control_plane, *actor.state.workers))) - {"r", "_"}:
            return
        if blueprint != actor.blueprint:
            actor.blueprint = blueprint
            begun, *rest = resized(actor.state, blueprint)
        else:
            managed = blueprint.flavour is Flavour.EKS
            begun, *rest = upgraded(actor.state, version, asked.version, managed=managed)
        # At once: whoever looks next must not begin it a second time.
        actor.change(world.now, begun.changes)
        world.show(actor)
        world.script.begin([Story(actor.key, before=tuple(rest))])

    def _observe(self, actor: ClusterActor) -> None:
        """Whatever else somebody has changed of its parts asks for nothing that would be seen."""
        storage, namespace = self._world.server.clusters[MANAGEMENT], actor.blueprint.namespace
        for kind, resource in PARTS:
            for name in [name for of, name in actor.known if of == kind]:
                found = storage.find(resource, namespace, name)
                body = found.parsed() if found else {}
                seen = body.get("status", {}).get("observedGeneration")
                if seen is not None and seen < body["metadata"].get("generation", 1):
                    storage.update(resource, namespace, name, _observed)

    def _adopt(self, place: Place) -> None:
        world, (namespace, name) = self._world, place
        storage = world.server.clusters[MANAGEMENT]
        actor = world.actors.get(f"{namespace}/{name}")
        if isinstance(actor, ClusterActor) and actor.state.exists:
            return
        blueprint = blueprint_of(storage, namespace, name)
        if blueprint is None or blueprint.name in world.server.clusters:
            if blueprint is None:
                self._incomplete.add(place)
            return
        state = ClusterState(
            infrastructure=Infrastructure.PENDING,
            control_plane="",
            workers=tuple("" for _ in blueprint.pools),
            connected=None,
            bootstrap=Bootstrap.WAITING,
        )
        known = uids_of(storage, namespace, name)
        actor = ClusterActor(blueprint, state, world.seed, world.now, world.now, world.server.url, known=known)
        world.actors[actor.key] = actor
        world.open_leaf(actor)
        world.show(actor)
        steps = [*coming_up(blueprint)]
        if not blueprint.bootstrap_config:
            steps = steps[: -len([*bootstrapping(blueprint)])]
        world.script.begin([Story(actor.key, before=tuple(steps))])

    def _retire(self, place: Place) -> None:
        actor = self._world.actors.get("/".join(place))
        if isinstance(actor, ClusterActor) and actor.state.exists and not actor.state.deleting:
            self._world.script.end(actor.key)
            steps = leaving(actor.state.workers, actor.state.control_plane)
            self._world.script.begin([Story(actor.key, before=tuple(steps))])


def _observed(body: Json) -> None:
    generation, status = body["metadata"]["generation"], body["status"]
    status["observedGeneration"] = generation
    for condition in status.get("conditions", ()):
        if "observedGeneration" in condition:
            condition["observedGeneration"] = generation
