"""The machines of one cluster: names, addresses and instances, derived from blueprint and state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from wgtui.demo.world.blueprint import Blueprint, ClusterState, Flavour, Infrastructure, Pool, Stage
from wgtui.demo.world.draft import Draft, Json

CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name"
CONTROL_PLANE_LABEL = "cluster.x-k8s.io/control-plane"
DEPLOYMENT_LABEL = "cluster.x-k8s.io/deployment-name"
SET_LABEL = "cluster.x-k8s.io/set-name"
CONTROL_PLANE = "control-plane"


@dataclass(frozen=True, slots=True)
class Slot:
    """The machine now in a slot: how many were there before it, when it came, since when it is as it is."""

    count: int
    born: datetime
    since: datetime
    template: int


Slots = Mapping[tuple[str, int], Slot]


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine; `version` is what its kubelet runs or will run, `template` what it was made from."""

    name: str
    pool: str
    template: int
    stage: Stage
    zone: str
    instance_id: str
    address: str
    version: str
    instance_type: str
    spot: bool
    draft: Draft

    @property
    def control_plane(self) -> bool:
        return self.pool == CONTROL_PLANE

    @property
    def provider_id(self) -> str:
        return f"aws:///{self.zone}/{self.instance_id}"

    @property
    def no_capacity(self) -> str:
        """What EC2 answers where it has no instance of the type to give."""
        return (
            "failed to create AWSMachine instance: failed to run instance: operation error EC2: RunInstances, https "
            f"response error StatusCode: 500, RequestID: {self.draft.uid('Request', self.name)}, api error "
            f"InsufficientInstanceCapacity: We currently do not have sufficient {self.instance_type} capacity in the "
            f"Availability Zone you requested ({self.zone})."
        )

    @property
    def node(self) -> str:
        return f"ip-{self.address.replace('.', '-')}.{self.zone[:-1]}.compute.internal"


@dataclass(frozen=True)
class Cluster:
    """A cluster at one moment, with everything that its objects are made from."""

    blueprint: Blueprint
    state: ClusterState
    draft: Draft
    slots: Slots
    changed: Mapping[str, datetime]
    """When a field of the state last changed; fields that never did are missing."""

    def since(self, field: str) -> datetime:
        return self.changed.get(field, self.draft.since)

    @property
    def name(self) -> str:
        return self.blueprint.name

    @property
    def version(self) -> str:
        return self.state.version or self.blueprint.version

    @property
    def managed(self) -> bool:
        return self.blueprint.flavour is Flavour.EKS

    @property
    def endpoint(self) -> Json:
        """host and port of the API server as AWS gives them, once there is one."""
        begun = self.state.deleting or self.state.control_plane[:1] not in ("", "_", "p", "c")
        if not (self.state.provisioned and (begun or not self.managed)):
            return {}
        digits = self.draft.token(32, "endpoint").upper()
        if self.managed:
            return {"host": f"https://{digits}.gr7.{self.blueprint.region}.eks.amazonaws.com", "port": 443}
        return {"host": f"{self.name}-apiserver-{digits[:10].lower()}.{self._elb}", "port": 6443}

    @property
    def _elb(self) -> str:
        return f"{self.blueprint.region}.elb.amazonaws.com"

    @cached_property
    def control_plane(self) -> tuple[Machine, ...]:
        """Empty for EKS, whose control plane has no machines here."""
        if self.managed:
            return ()
        pool = Pool(CONTROL_PLANE, self.blueprint.control_plane, "m6i.large")
        return tuple(self._machines(pool, self.state.control_plane))

    def workers(self, pool: Pool) -> tuple[Machine, ...]:
        return tuple(self._machines(pool, self.letters(pool)))

    def letters(self, pool: Pool) -> str:
        index = self.blueprint.pools.index(pool)
        return self.state.workers[index] if index < len(self.state.workers) else ""

    @property
    def draft_of_control_plane(self) -> Draft:
        """Deletion reaches it when the workers are gone."""
        workers = any(not machine.control_plane for machine in self.all_machines)
        return self._labelled(self.state.deleting and not workers)

    @property
    def draft_of_infrastructure(self) -> Draft:
        """Deletion reaches it last."""
        return self._labelled(self.state.infrastructure is Infrastructure.DELETING)

    @property
    def draft_of_parts(self) -> Draft:
        """For what has no finalizer, or is deleted with the cluster at once."""
        return self._labelled(self.state.deleting)

    def _labelled(self, deleting: bool) -> Draft:
        labels = {CLUSTER_LABEL: self.name}
        return replace(self.draft, labels=labels, deleted=self.draft.deleted if deleting else None)

    @cached_property
    def all_machines(self) -> tuple[Machine, ...]:
        return self.control_plane + tuple(machine for pool in self.blueprint.pools for machine in self.workers(pool))

    def _machines(self, pool: Pool, letters: str) -> Iterator[Machine]:
        for index, letter in enumerate(letters):
            stage = Stage(letter)
            if stage is not Stage.GONE:
                yield self._machine(pool, index, stage)

    def _machine(self, pool: Pool, index: int, stage: Stage) -> Machine:
        slot = self.slots.get((pool.name, index)) or self._first(index, stage)
        digits = self.draft.token(24, pool.name, index, slot.count)
        parent = self.machine_set(pool, slot.template) if pool.name != CONTROL_PLANE else f"{self.name}-{pool.name}"
        outdated = slot.template < self.state.template
        return Machine(
            name=f"{parent}-{digits[:5]}",
            pool=pool.name,
            template=slot.template,
            stage=stage,
            zone=f"{self.blueprint.region}{'abc'[index % 3]}",
            instance_id=f"i-0{digits[5:21]}",
            address=f"10.{int(digits[:2], 16) % 64}.{int(digits[2:4], 16)}.{int(digits[4:6], 16) or 4}",
            version=(outdated and self.state.rolling_from) or self.version,
            instance_type=pool.instance_type,
            spot=pool.spot,
            draft=replace(
                self.draft,
                created=slot.born,
                since=slot.since,
                settled=None if (pool.name, index) in self.slots else slot.born + timedelta(minutes=3),
                deleted=slot.since if stage.deleting else None,
                labels={CLUSTER_LABEL: self.name},
            ),
        )

    def machine_set(self, pool: Pool, template: int) -> str:
        """The name of the MachineSet for machines of a pool that are made from this template."""
        name = f"{self.name}-{pool.name}"
        return f"{name}-{self.draft.token(5, 'set', name, template)}"

    def _first(self, index: int, stage: Stage) -> Slot:
        """The machine that was there when the world began."""
        born = min(self.draft.created + timedelta(minutes=4 + index), self.draft.since)
        settled = min(born + timedelta(minutes=3), self.draft.since)
        since = settled if stage.up else self.draft.since
        return Slot(0, born, since, self.state.template - (stage is Stage.OUTDATED))


def slots_after(
    slots: Slots, before: ClusterState, state: ClusterState, pools: tuple[Pool, ...], now: datetime
) -> Slots:
    """The slots once each that changed its letter has its time, and each that was empty a new machine."""
    old, new = _letters(before, pools), _letters(state, pools)
    after = dict(slots)
    for key, letter in new.items():
        was, slot = old.get(key, "_"), slots.get(key)
        if letter != was and was == "_":
            after[key] = Slot(slot.count + 1 if slot else 1, now, now, state.template)
        elif letter != was and slot:
            after[key] = replace(slot, since=now)
        elif letter != was:
            made_from = before.template - (Stage(was) is Stage.OUTDATED)
            after[key] = Slot(0, now - timedelta(days=3), now, made_from)
    return after


def _letters(state: ClusterState, pools: tuple[Pool, ...]) -> dict[tuple[str, int], str]:
    names = (CONTROL_PLANE, *(pool.name for pool in pools))
    return {
        (name, index): letter
        for name, letters in zip(names, (state.control_plane, *state.workers), strict=False)
        for index, letter in enumerate(letters)
    }
