"""The things of the world that change: each holds its state and says which objects it consists of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from wgtui.demo.world.applications import PROGRESS, application_objects
from wgtui.demo.world.blueprint import Answers, Blueprint, Bootstrap, ClusterState, Flavour
from wgtui.demo.world.delivery import Application, ApplicationState, Source, SourceState, actor_key
from wgtui.demo.world.draft import Draft, Placed
from wgtui.demo.world.eks import eks_objects
from wgtui.demo.world.fleet import LAB
from wgtui.demo.world.gitops import bootstrap_job, gitops_cluster, joined_by_secret, kubeconfig_secrets
from wgtui.demo.world.kubeadm import kubeadm_objects
from wgtui.demo.world.machines import Cluster, Slots, slots_after
from wgtui.demo.world.nodes import STANDING_NODES, node, standing_nodes
from wgtui.demo.world.older import as_older
from wgtui.demo.world.sources import source_object
from wgtui.demo.world.stories import NEXT
from wgtui.demo.world.system import system_objects

MANAGEMENT = "management"

SETTLING = timedelta(minutes=12)
"""How long after its creation a thing that has long been well came into its state."""


class Actor(Protocol):
    """`key` names it in scripts."""

    @property
    def key(self) -> str: ...

    @property
    def state(self) -> Any: ...

    def change(self, now: datetime, changes: Mapping[str, object]) -> None: ...

    def objects(self) -> Iterator[Placed]: ...


def changed_state(state: Any, changes: Mapping[str, object]) -> Any:
    return replace(
        state, **{key: getattr(state, key) + 1 if value is NEXT else value for key, value in changes.items()}
    )


@dataclass(slots=True)
class ClusterActor:
    """A cluster of Cluster API with its GitopsCluster, and the Nodes on its own API server."""

    blueprint: Blueprint
    state: ClusterState
    seed: int
    created: datetime
    since: datetime
    url: Callable[[str], str]
    life: int = 0
    slots: Slots = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """The uids of what a user has applied (see Draft)."""

    @property
    def key(self) -> str:
        return f"{self.blueprint.namespace}/{self.blueprint.name}"

    @property
    def leaf(self) -> str:
        return self.blueprint.name

    @property
    def version(self) -> str:
        """Of its API server, as it tells it."""
        version = self.state.version or self.blueprint.version
        return f"{version}-eks-113cf36" if self.blueprint.flavour is Flavour.EKS else version

    @property
    def answering(self) -> bool:
        """Whether its API server can be reached."""
        return self.state.exists and self.state.initialized and self.state.answering

    @property
    def serves(self) -> bool:
        """Whether Flux has been installed on it."""
        return self.state.exists and self.state.initialized and self.state.bootstrap in (Bootstrap.DONE, Bootstrap.NONE)

    def nodes(self) -> Sequence[str]:
        """Names of the nodes that take pods."""
        machines = self._cluster().all_machines
        return [machine.node for machine in machines if machine.stage.up and not machine.control_plane]

    def delivers(self, draft: Draft) -> Draft:
        """For what Flux brings to it: nothing is older than its bootstrapping in this life."""
        if not self.life:
            return draft
        ready = self.changed["bootstrap"]
        return replace(draft, life=self.life, created=max(draft.created, ready), since=max(draft.since, ready))

    def change(self, now: datetime, changes: Mapping[str, object]) -> None:
        before, self.state = self.state, changed_state(self.state, changes)
        self.since = now
        self.changed |= dict.fromkeys(changes, now)
        self.slots = slots_after(self.slots, before, self.state, self.blueprint.pools, now)
        if self.state.exists and not before.exists:
            self.life, self.created = self.life + 1, now

    def objects(self) -> Iterator[Placed]:
        if not self.state.exists:
            return
        cluster = self._cluster()
        for body in self._management_objects(cluster):
            yield Placed(self.blueprint.server, as_older(body) if self.blueprint.server == LAB else body)
        if self.blueprint.answers is Answers.API and self.state.initialized:
            yield from (Placed(self.blueprint.name, body) for body in self._own_objects(cluster))

    def _own_objects(self, cluster: Cluster) -> Iterator[Any]:
        """On its own API server."""
        yield from (node(machine) for machine in cluster.all_machines if machine.stage.has_node)
        yield from system_objects(cluster.draft, self.nodes(), cluster.version)

    def _management_objects(self, cluster: Cluster) -> Iterator[Any]:
        make = eks_objects if self.blueprint.flavour is Flavour.EKS else kubeadm_objects
        yield from make(cluster)
        yield from kubeconfig_secrets(cluster, self.url(self.blueprint.name))
        if self.blueprint.gitops:
            body = gitops_cluster(cluster)
            yield body
            yield from bootstrap_job(cluster, body)

    def _cluster(self) -> Cluster:
        draft = Draft(
            self.seed,
            self.blueprint.namespace,
            self.created,
            self.since,
            self.life,
            labels=self.blueprint.labels,
            settled=None if self.changed else self.created + SETTLING,
            deleted=self.changed.get("deleting", self.since) if self.state.deleting else None,
            known=self.known,
        )
        return Cluster(self.blueprint, self.state, draft, self.slots, self.changed)


@dataclass(frozen=True, slots=True)
class JoinedState:
    connected: bool = True
    answering: bool = True
    """Whether its API server can be reached at all."""


@dataclass(slots=True)
class JoinedActor:
    """A cluster that is known by the kubeconfig in a Secret alone."""

    namespace: str
    name: str
    labels: dict[str, str]
    state: JoinedState
    seed: int
    created: datetime
    since: datetime
    url: Callable[[str], str]

    @property
    def key(self) -> str:
        return f"{self.namespace}/{self.name}"

    @property
    def leaf(self) -> str:
        return self.name

    @property
    def answering(self) -> bool:
        return self.state.answering

    def change(self, now: datetime, changes: Mapping[str, object]) -> None:
        self.state, self.since = changed_state(self.state, changes), now

    def objects(self) -> Iterator[Placed]:
        draft = Draft(self.seed, self.namespace, self.created, self.since, settled=self.created + SETTLING)
        made = joined_by_secret(draft, self.name, self.labels, self.url(self.name), self.state.connected)
        yield from (Placed(MANAGEMENT, body) for body in made)
        yield from (
            Placed(self.name, body) for body in standing_nodes(draft, STANDING_NODES[self.name], "v1.33.4+k3s1")
        )
        yield from (Placed(self.name, body) for body in system_objects(draft, STANDING_NODES[self.name], "v1.33.4"))


@dataclass(slots=True)
class SourceActor:
    source: Source
    state: SourceState
    seed: int
    created: datetime
    since: datetime
    home: ClusterActor | None = None
    """The cluster it lives on, where that is not the management cluster."""

    @property
    def key(self) -> str:
        return actor_key(self.source.server, self.source.ref)

    def change(self, now: datetime, changes: Mapping[str, object]) -> None:
        self.state, self.since = changed_state(self.state, changes), now

    def objects(self) -> Iterator[Placed]:
        draft = Draft(self.seed, self.source.namespace, self.created, self.since)
        if self.home:
            if not self.home.serves:
                return
            draft = self.home.delivers(draft)
        yield Placed(self.source.server, source_object(draft, self.source, self.state))


@dataclass(slots=True)
class ApplicationActor:
    application: Application
    state: ApplicationState
    seed: int
    created: datetime
    since: datetime
    source: Source | None
    home: ClusterActor | None = None
    changed: dict[str, datetime] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return actor_key(self.application.server, self.application.ref)

    def change(self, now: datetime, changes: Mapping[str, object]) -> None:
        self.state, self.since = changed_state(self.state, changes), now
        self.changed |= dict.fromkeys(changes, now)

    def objects(self) -> Iterator[Placed]:
        draft = Draft(self.seed, self.application.namespace, self.created, self.since)
        if self.home:
            if not self.home.serves:
                return
            draft = self.home.delivers(draft)
        recently = self.state.health in PROGRESS
        rolled_out = self.changed.get("release", self.since if recently else draft.created + timedelta(minutes=2))
        made = application_objects(draft, self.application, self.state, self.source, rolled_out, self._nodes())
        yield from (Placed(self.application.server, body) for body in made)

    def _nodes(self) -> Sequence[str]:
        """Where its pods run."""
        if self.home:
            return self.home.nodes()
        return STANDING_NODES[self.application.server]


@dataclass(frozen=True, slots=True)
class Scenery:
    """Objects that never change."""

    key: str
    placed: tuple[Placed, ...]
    state: None = None

    def change(self, now: datetime, changes: Mapping[str, object]) -> None:
        raise NotImplementedError(f"{self.key} does not change: {now} {changes}")

    def objects(self) -> Iterator[Placed]:
        yield from self.placed
