"""The world of the embedded clusters: actors, a clock, and a script that moves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import cast

from wgtui.demo.kinds import LEAF_KINDS, MANAGEMENT_KINDS
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.demo.world import charts
from wgtui.demo.world.actors import Actor, ApplicationActor, ClusterActor, JoinedActor, SourceActor
from wgtui.demo.world.cast import Cast
from wgtui.demo.world.chronicle import Chronicle
from wgtui.demo.world.cluster_controllers import ClusterControllers
from wgtui.demo.world.crowd import Crowd
from wgtui.demo.world.delivery import actor_key
from wgtui.demo.world.draft import token
from wgtui.demo.world.fleet import LAB, LEAVES, LONG_AGO
from wgtui.demo.world.flux_controllers import FluxControllers
from wgtui.demo.world.older import OLDER_KINDS
from wgtui.demo.world.reachability import Reachability
from wgtui.demo.world.schedule import Schedule
from wgtui.demo.world.script import FLEET, STORIES
from wgtui.demo.world.secret_sync import sync_secrets
from wgtui.demo.world.stories import NEXT, TAKE, Step, Story, then
from wgtui.demo.world.writer import Writer

CLUSTER_RESOURCES = ("gitopsclusters.gitops.weave.works",)
APPLICATION_RESOURCES = ("kustomizations.kustomize.toolkit.fluxcd.io", "helmreleases.helm.toolkit.fluxcd.io")

CROWD = "crowd"
"""What the story of the crowd is about."""

TURN = 1.0
"""Seconds from one turn of the crowd to the next."""

CROWD_LEAF = "payments-eu"
"""Whose API server stands for those of all clusters of the crowd."""


class World:
    """Owns what the servers of a DemoServer hold. Nothing moves but by `advance`.

    `clusters` and `applications` are how many there are in all on the management cluster, if more than have a story.
    `pushed` are the commits of the fleet's repository, for one that is really there; without it they are made up.
    """

    def __init__(
        self,
        server: DemoServer,
        *,
        seed: int = 0,
        start: datetime | None = None,
        clusters: int = 0,
        applications: int = 0,
        pushed: dict[int, str] | None = None,
    ) -> None:
        self.server = server
        self.seed = seed
        self.start = start or datetime.now(UTC)
        self.now = self.start
        self.actors: dict[str, Actor] = {}
        self.script = Schedule()
        self._begun = False
        self._wanted = clusters, applications
        self._crowd: Crowd | None = None
        self._cast = Cast(seed, self.start, server.url, pushed if pushed is not None else {})
        self._stories = STORIES if pushed is None else tuple(story for story in STORIES if story.about != FLEET)
        self._births = self._cast.births()
        for name in (MANAGEMENT, LAB, *LEAVES):
            self._add_server(name)
        self._grounds: dict[str, tuple[object, ...]] = {}
        self._reachability = Reachability(server)
        self._chronicle = Chronicle(server.clusters, self.start)
        self._writer = Writer(server.clusters, self._chronicle.changed)
        self._clusters = ClusterControllers(self)
        self._flux = FluxControllers(server.clusters, self._chronicle.changed)

    def build(self) -> None:
        """Put everything in place; the server must be listening, as kubeconfigs name its port."""
        for actor in self._cast.actors():
            self.actors[actor.key] = actor
        for actor in self.actors.values():
            self._writer.write(actor.key, actor.objects())
            if isinstance(actor, ClusterActor):
                self.server.versions[actor.leaf] = actor.version
                self._reachability.show(actor.leaf, actor.answering)
        self._chronicle.flush()
        sync_secrets(self.server.clusters)
        self._gather()
        self.script.begin(self._stories)
        if self._crowd:
            self.script.begin([Story(CROWD, (then(TURN, turn=NEXT),))])
        self._begun = True
        self._flux.settle(self.start)
        self._clusters.settle()

    def _gather(self) -> None:
        storage = self.server.clusters[MANAGEMENT]
        counts = (
            wanted - sum(len(storage.collection(resource)) for resource in resources)
            for wanted, resources in zip(self._wanted, (CLUSTER_RESOURCES, APPLICATION_RESOURCES), strict=True)
        )
        clusters, applications = counts
        if clusters > 0 or applications > 0:
            url = self.server.url(CROWD_LEAF)
            self._crowd = Crowd(storage, self.start, self.seed, clusters=clusters, applications=applications, url=url)
            self._crowd.build()

    def advance(self, seconds: float, script: float | None = None) -> None:
        """Let time pass, and of the script as much (or `script` seconds)."""
        began, base = self.now, self.script.elapsed
        played = seconds if script is None else script
        rate = seconds / played if played else 0.0
        self._chronicle.now = self.now
        self._flux.notice(self.now)
        self._clusters.notice()
        for at, story, step in self.script.until(base + played):
            self._chronicle.now = self.now = began + timedelta(seconds=(at - base) * rate)
            self._play(story, step)
            self._chronicle.flush()
        self._chronicle.now = self.now = began + timedelta(seconds=seconds)
        self._flux.settle(self.now)
        self._clusters.settle()
        self._chronicle.flush()

    @property
    def next_due(self) -> float:
        """Seconds of the script until something happens."""
        return self.script.wait

    def _time(self, cluster: str) -> datetime:
        """The clock of an API server; what it makes by itself before the world begins is as old as the cluster."""
        return self.now if self._begun else self._births.get(cluster, self.start - LONG_AGO)

    def _play(self, story: Story, step: Step) -> None:
        if story.about == CROWD and self._crowd:
            for before, now in self._crowd.turn(self.now):
                self._writer.change(MANAGEMENT, before, now)
        elif step.changes:
            actor = self.actors[step.who or story.about]
            changes = {key: self._latest(actor) if value is TAKE else value for key, value in step.changes.items()}
            actor.change(self.now, changes)
            self.show(actor)

    def show(self, actor: Actor) -> None:
        """Write what the actor is now, and what follows from it."""
        self._writer.write(actor.key, actor.objects())
        if isinstance(actor, ClusterActor):
            self.server.versions[actor.leaf] = actor.version
            self._write_leaf(actor)
        if isinstance(actor, ClusterActor | JoinedActor):
            self._reachability.show(actor.leaf, actor.answering)
            sync_secrets(self.server.clusters)

    def open_leaf(self, actor: ClusterActor) -> None:
        """An API server of its own for a cluster that nobody had foreseen, and what Flux will deliver to it."""
        name = actor.leaf
        if name not in self.server.clusters:
            self._add_server(name)
        for each in self._cast.on_leaf(name, actor):
            self.actors[each.key] = each

    def _add_server(self, name: str) -> None:
        kinds = {MANAGEMENT: MANAGEMENT_KINDS, LAB: OLDER_KINDS}.get(name, LEAF_KINDS)
        seed = int(token(8, self.seed, name), 16)
        charts.serve(self.server.add_cluster(name, kinds, now=partial(self._time, name), seed=seed))

    def _latest(self, actor: Actor) -> int:
        """The commit that the application's source has now."""
        assert isinstance(actor, ApplicationActor)
        source = self.actors[actor_key(actor.application.server, actor.application.source)]
        return cast(SourceActor, source).state.commit

    def _write_leaf(self, cluster: ClusterActor) -> None:
        """What Flux delivers to a leaf comes when it has been bootstrapped, moves with its nodes and goes with it."""
        ground = (cluster.life, cluster.state.exists, cluster.serves, *cluster.nodes())
        if self._grounds.get(cluster.leaf) == ground:
            return
        self._grounds[cluster.leaf] = ground
        for actor in self.actors.values():
            if isinstance(actor, SourceActor | ApplicationActor) and actor.home is cluster:
                self._writer.write(actor.key, actor.objects())
        if not cluster.state.exists:
            self.server.clusters[cluster.leaf].clear()
