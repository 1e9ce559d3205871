"""Cluster API as users meet it: a Cluster that somebody has applied comes up, one that somebody deletes goes down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.actors import ClusterActor
from wgtui.demo.world.adoption import CLUSTERS, DEPLOYMENTS, GITOPS, POOLS, blueprint_of, uids_of
from wgtui.demo.world.blueprint import Bootstrap, ClusterState, Infrastructure
from wgtui.demo.world.gitops_deletion import is_leaving, release_gitops_cluster
from wgtui.demo.world.lifecycles import bootstrapping, coming_up, leaving, resized
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
        self._to_resize: set[Place] = set()
        """Clusters that come up while somebody asks for other numbers of workers."""

    def notice(self) -> None:
        storage = self._world.server.clusters[MANAGEMENT]
        for place in sorted(self._to_resize | self._with_changed_workers()):
            self._resize(place)
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

    def _with_changed_workers(self) -> set[Place]:
        storage, found = self._world.server.clusters[MANAGEMENT], set()
        for resource in (DEPLOYMENTS, POOLS):
            for namespace, name in self._changed(resource):
                group = storage.find(resource, namespace, name)
                if group is not None:
                    found.add((namespace, str(group.parsed()["spec"].get("clusterName", ""))))
        return found

    def _resize(self, place: Place) -> None:
        """Only of what a user has applied: the others have stories of their own."""
        world, storage = self._world, self._world.server.clusters[MANAGEMENT]
        self._to_resize.discard(place)
        actor = world.actors.get("/".join(place))
        if not isinstance(actor, ClusterActor) or not actor.known or not actor.state.exists or actor.state.deleting:
            return
        asked = blueprint_of(storage, *place)
        wanted = {pool.name: pool.replicas for pool in asked.pools} if asked is not None else {}
        pools = tuple(replace(pool, replicas=wanted.get(pool.name, pool.replicas)) for pool in actor.blueprint.pools)
        if pools == actor.blueprint.pools:
            return
        if set("".join(actor.state.workers)) - {"r"}:
            self._to_resize.add(place)
            return
        actor.blueprint = replace(actor.blueprint, pools=pools)
        world.script.begin([Story(actor.key, before=tuple(resized(actor.state.workers, pools)))])

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
