"""What a cluster is meant to be, and how far it is: the two things its objects are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum


class Flavour(Enum):
    KUBEADM = "kubeadm"
    """Self-managed on EC2: AWSCluster, KubeadmControlPlane, machines."""
    EKS = "eks"
    """AWSManagedControlPlane and node groups."""


class Infrastructure(Enum):
    PENDING = "pending"
    CREATING = "creating"
    LIMITED = "limited"
    """AWS refused: the account has as many VPCs as it may have."""
    READY = "ready"
    DELETING = "deleting"


class Bootstrap(Enum):
    NONE = "none"
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    DONE = "done"


class Answers(Enum):
    """What is found at the address in the cluster's kubeconfig."""

    API = "an API server of this process"
    SILENCE = "nothing"


class Stage(Enum):
    """One machine. The letters are those of the scripts, one per machine: `rrb_`."""

    GONE = "_"
    PENDING = "p"
    CREATING = "c"
    BOOTING = "b"
    RUNNING = "r"
    OUTDATED = "o"
    UNHEALTHY = "u"
    DRAINING = "d"
    TERMINATING = "t"
    REFUSED = "f"
    """AWS has no instance of the type to give."""

    @property
    def up(self) -> bool:
        return self in (Stage.RUNNING, Stage.OUTDATED)

    @property
    def has_node(self) -> bool:
        return self.up or self in (Stage.UNHEALTHY, Stage.DRAINING)

    @property
    def deleting(self) -> bool:
        return self in (Stage.DRAINING, Stage.TERMINATING)

    @property
    def has_instance(self) -> bool:
        return self not in (Stage.PENDING, Stage.REFUSED)


@dataclass(frozen=True, slots=True)
class Pool:
    """Workers of one kind; a managed one is an EKS node group."""

    name: str
    replicas: int
    instance_type: str = "m6i.large"
    managed: bool = False
    spot: bool = False


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A cluster as its owner wants it."""

    namespace: str
    name: str
    flavour: Flavour
    region: str
    version: str
    pools: tuple[Pool, ...]
    control_plane: int = 3
    age: timedelta = timedelta(days=30)
    labels: dict[str, str] = field(default_factory=dict)
    gitops: bool = True
    """Whether a GitopsCluster exists for it."""
    answers: Answers = Answers.API
    health_check: bool = False
    bootstrap_config: str = ""
    """Name of the ClusterBootstrapConfig whose selector matches it."""
    fargate: tuple[tuple[str, str], ...] = ()
    """Fargate profiles: the name after the cluster's, and the namespace whose pods run there."""
    bastion: bool = False
    identity: str = "AWSClusterRoleIdentity/fleet-account"
    """As whom AWS is asked: kind and name."""
    degraded_addon: str = ""
    """Name of the addon that EKS is not content with."""
    server: str = "management"
    """The management cluster that it belongs to."""


@dataclass(frozen=True, slots=True)
class ClusterState:
    """How far a cluster is; scripts change it field by field."""

    exists: bool = True
    infrastructure: Infrastructure = Infrastructure.READY
    control_plane: str = "rrr"
    """A letter a machine (see Stage); for EKS one letter for the whole control plane."""
    workers: tuple[str, ...] = ()
    """A letter a machine, one string for each pool."""
    connected: bool | None = True
    """None before the cluster controller has tried."""
    bootstrap: Bootstrap = Bootstrap.NONE
    paused: bool = False
    deleting: bool = False
    behind: bool = False
    """The spec has changed and no controller has looked yet."""
    version: str = ""
    """What is asked for now, where that differs from the blueprint."""
    template: int = 0
    """Counts the changes of what machines are made from; older ones are outdated."""
    rolling_from: str = ""
    """The version of outdated machines; empty while only their image is rolled out anew."""
    bootstrap_run: int = 0
    """Counts the Jobs of the bootstrap controller; each is a Job of its own."""
    answering: bool = True
    """Whether its API server can be reached at all."""

    @property
    def initialized(self) -> bool:
        return any(Stage(letter).has_node for letter in self.control_plane)

    @property
    def provisioned(self) -> bool:
        return self.infrastructure in (Infrastructure.READY, Infrastructure.DELETING)
