"""What `-o json` and `-o yaml` print: documented models. Fields may be added to `wgtui/v1`, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

API_VERSION: Final = "wgtui/v1"

StatusWord = Literal[
    "failed",
    "unreachable",
    "degraded",
    "waiting",
    "deleting",
    "provisioning",
    "bootstrapping",
    "progressing",
    "pending",
    "proposed",
    "paused",
    "suspended",
    "unknown",
    "ready",
]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(Model):
    ready: int | None = Field(description="null where it is not known")
    wanted: int | None = Field(description="null where it is not known")


class Item(Model):
    """What clusters, applications and sources have in common."""

    name: str
    namespace: str
    status: StatusWord = Field(description="never `proposed`: what is only in a pull request is among the pulls")
    reason: str = Field(description="a word of the controller, often empty")
    message: str = Field(description="of the condition that explains the status, shortened where it is very long")
    age_seconds: int | None = Field(description="since a cluster's creation, an application's or source's last change")
    uid: str = Field(description="identity of the item in this answer and in the changes of --watch")
    labels: dict[str, str]
    stale: bool = Field(description="the server could not be asked lately: this was true before")


class Cluster(Item):
    provider: str = Field(description="`aws`, `eks`, `docker`, …; empty where it is not known")
    region: str
    version: str = Field(description="of Kubernetes; empty where it is not known")
    control_plane: Count
    workers: Count
    applications: Count
    connectivity: StatusWord | None = Field(description="`ready` or `unreachable`; null where it was never checked")
    bootstrap: StatusWord | None = Field(description="null where no ClusterBootstrapConfig selects the cluster")
    endpoint: str = Field(description="`host:port` of its API server, as far as Cluster API knows it")
    phase: str = Field(description="the word of Cluster API, such as `Provisioned`")
    created: datetime | None
    management: bool = Field(description="it is the management cluster itself")
    gitops: bool = Field(description="known by a GitopsCluster")
    capi: bool = Field(description="known by a Cluster of Cluster API")
    paused: bool
    deleting: bool


class Application(Item):
    kind: Literal["Kustomization", "HelmRelease"]
    cluster: str = Field(description="`namespace/name` of the leaf it is on; empty: the management cluster")
    source: str = Field(description="`Kind/namespace/name`")
    revision: str = Field(description="last applied; digests cut to 8 characters")
    changed: datetime | None
    suspended: bool
    suspended_by: str = Field(description="who and why, where a note was left")
    suspended_since: datetime | None = Field(description="null where it is not known")
    suspended_until: datetime | None = Field(description="when it is to be resumed; null: open end")
    target: str = Field(description="`namespace/name` of the leaf it is applied to by spec.kubeConfig")


class Source(Item):
    kind: str = Field(description="`GitRepository`, `OCIRepository`, `HelmRepository`, `HelmChart`, `Bucket`, …")
    cluster: str = Field(description="`namespace/name` of the leaf it is on; empty: the management cluster")
    url: str
    reference: str = Field(description="branch, tag, semver, digest or chart version that is asked for")
    revision: str = Field(description="of the artifact; digests cut to 8 characters")
    updated: datetime | None
    suspended: bool


class Template(Model):
    kind: str = Field(description="`GitOpsTemplate` or `CAPITemplate`")
    name: str
    namespace: str
    provider: str = Field(description="of infrastructure; empty where it makes none")
    type: str = Field(description="the label weave.works/template-type: `cluster`, `application`, …")
    description: str
    uid: str
    labels: dict[str, str]
    stale: bool = Field(description="the server could not be asked lately: this was true before")


class Pull(Model):
    """An open pull request of the fleet's repository."""

    number: int
    title: str
    state: str = Field(description="`open` or `draft`")
    checks: str = Field(description="`none`, `pending`, `passed`, `failed`, or `unreadable` with this token")
    review: str = Field(description="`none`, `required`, `approved` or `changes requested`")
    mergeable: str = Field(description="`unknown`, `yes`, `conflicts`, `blocked` or `behind`")
    author: str
    branch: str
    base: str
    subject: str = Field(description="what wgtui opened it for, as `delete team-a/prod`; empty of others")
    url: str
    created: datetime | None


class Pulls(Model):
    """What `wgtui get pulls -o json` prints."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["PullList"] = "PullList"
    repository: str
    items: list[Pull]


class Credential(Model):
    """An identity of an infrastructure provider. What is secret of it is not read."""

    kind: str = Field(description="`AWSClusterRoleIdentity`, `AWSClusterStaticIdentity`, …")
    apiVersion: str
    name: str
    namespace: str = Field(description="empty of one that is cluster-scoped")
    detail: str = Field(description="the role, or the name of the Secret")
    source: str = Field(description="the identity it is taken on by, as `Kind/name`; often empty")
    allowed: str = Field(description="namespaces whose clusters may have it, in words; empty where it does not say")
    age_seconds: int | None


class Credentials(Model):
    """What `wgtui get credentials -o json` prints."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["CredentialList"] = "CredentialList"
    items: list[Credential]


class InvolvedObject(Model):
    kind: str
    namespace: str
    name: str


class Event(Model):
    name: str
    namespace: str
    type: str = Field(description="`Normal` or `Warning`")
    reason: str
    message: str
    object: InvolvedObject = Field(description="what it is about")
    count: int
    reporter: str
    last_seen: datetime | None
    age_seconds: int | None = Field(description="since it was last seen")
    uid: str


class Gap(Model):
    """Something that could not be read: it is missing from the items, or only part of it is there."""

    cluster: str = Field(description="`namespace/name` of a leaf; empty: the management cluster")
    resource: str = Field(description="`clusters.cluster.x-k8s.io`, as kubectl writes it; empty: all of the cluster")
    state: Literal["denied", "absent", "unreachable", "unreadable"]
    namespaces: list[str] = Field(description="where it was read nevertheless; empty: nowhere")
    message: str


I = TypeVar("I", bound=BaseModel)  # noqa: E741


class List(Model, Generic[I]):
    """`kind` is `ClusterList`, `ApplicationList`, `SourceList` or `EventList`."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: str
    context: str = Field(description="of the kubeconfig")
    incomplete: list[Gap] = Field(description="what could not be read; empty: this is everything")
    items: list[I]


class Change(Model, Generic[I]):
    """With `--watch`, one line each. `kind` is `ClusterChange`, `ApplicationChange`, `SourceChange`, `EventChange`."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: str
    context: str
    type: Literal["added", "changed", "deleted"] = Field(description="`deleted` too where it matches no more")
    item: I


class WatchState(Model):
    """With `--watch`, a line once all that is there was told, and whenever `incomplete` changes after that."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["WatchState"] = "WatchState"
    context: str
    incomplete: list[Gap] = Field(description="what cannot be read now; empty: everything is followed live")


class Condition(Model):
    type: str
    status: Literal["True", "False", "Unknown"]
    reason: str
    message: str
    severity: str = Field(description="`Error`, `Warning`, `Info` of the older form of Cluster API, else empty")
    since: datetime | None


class MachineCounts(Model):
    """null where nobody counts."""

    replicas: int | None
    wanted: int | None
    available: int | None
    ready: int | None
    up_to_date: int | None


class TreeNode(Model):
    """An object, a group of equal ones (`members`), or a heading, which has a name and no kind."""

    kind: str
    namespace: str
    name: str = Field(description="empty for a group")
    version: str = Field(description="of Kubernetes, where the object has one")
    members: list[str] = Field(description="names of the objects of a group")
    deleting: bool
    machines: MachineCounts
    status: StatusWord | None = Field(description="what the condition means; null where none is shown")
    condition: Condition | None = Field(description="the one that is shown: Available, or Ready")
    age_seconds: int | None = Field(description="since the condition last turned")
    conditions: list[Condition] = Field(description="all of the object's")
    children: list[TreeNode]


class RenderedFile(Model):
    path: str = Field(description="from the root of the repository")
    group: str = Field(description="`resources`, `profiles` or `kustomizations`")
    text: str


class RenderedFiles(Model):
    """Of `wgtui render -o json`."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["RenderedFiles"] = "RenderedFiles"
    files: list[RenderedFile]


class Check(Model):
    group: str = Field(
        description="`cluster`, `kinds`, `rights`, `leaf clusters`, `configuration`, `GitHub`, `terminal`"
    )
    name: str
    result: Literal["ok", "warn", "fail"] = Field(description="`fail`: something needed does not work")
    detail: str
    advice: str = Field(description="what to do; empty where nothing is to be done")


class DoctorReport(Model):
    """Of `wgtui doctor -o json`."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["DoctorReport"] = "DoctorReport"
    context: str
    healthy: bool = Field(description="no check failed")
    checks: list[Check]


class ClientVersion(Model):
    version: str
    python: str
    textual: str
    kubernetes_asyncio: str


class ServerVersion(Model):
    context: str
    server: str = Field(description="its address")
    version: str = Field(description="such as `v1.35.0`")


class VersionReport(Model):
    """Of `wgtui version -o json`."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["VersionReport"] = "VersionReport"
    client: ClientVersion
    server: ServerVersion | None = Field(description="null where no server was asked or none answered")
