"""What `-o json` and `-o yaml` print: documented models. Fields may be added to `wgtui/v1`, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar

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
    "paused",
    "suspended",
    "unknown",
    "ready",
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Count(_Model):
    """`ready` of `wanted`; null where nothing is known."""

    ready: int | None
    wanted: int | None


class Item(_Model):
    """What every item has. `age_seconds` counts from the creation of a cluster and the last change of the others."""

    name: str
    namespace: str
    status: StatusWord
    reason: str
    message: str
    age_seconds: int | None
    uid: str
    labels: dict[str, str]
    stale: bool = Field(description="The server could not be asked lately: this was true before.")


class Cluster(Item):
    provider: str
    region: str
    version: str = Field(description="Kubernetes version, empty where it is not known.")
    control_plane: Count
    workers: Count
    applications: Count
    connectivity: StatusWord | None = Field(description="`ready` or `unreachable`; null where it was never checked.")
    bootstrap: StatusWord | None = Field(description="null where no ClusterBootstrapConfig selects the cluster.")
    created: datetime | None
    management: bool
    gitops: bool = Field(description="Known by a GitopsCluster.")
    capi: bool = Field(description="Known by a Cluster API Cluster.")
    paused: bool
    deleting: bool


class Application(Item):
    kind: Literal["Kustomization", "HelmRelease"]
    cluster: str = Field(description="`namespace/name` of the leaf it was read from, empty for the management cluster.")
    source: str = Field(description="`Kind/namespace/name`.")
    revision: str = Field(description="Last applied; hex cut to 8 characters.")
    changed: datetime | None
    suspended: bool
    target: str = Field(description="The leaf it is applied to by spec.kubeConfig, as `namespace/name`.")


class Source(Item):
    kind: str
    cluster: str
    url: str
    reference: str
    revision: str
    updated: datetime | None
    suspended: bool


class InvolvedObject(_Model):
    kind: str
    namespace: str
    name: str


class Event(_Model):
    name: str
    namespace: str
    type: str
    reason: str
    message: str
    object: InvolvedObject
    count: int
    reporter: str
    last_seen: datetime | None
    age_seconds: int | None
    uid: str


I = TypeVar("I", bound=BaseModel)  # noqa: E741


class List(_Model, Generic[I]):
    """`kind` is ClusterList, ApplicationList, SourceList or EventList."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: str
    context: str
    warnings: list[str] = Field(description="What could not be read: the items are those that could.")
    items: list[I]


class Change(_Model, Generic[I]):
    """One line of `--watch -o json`. `kind` is ClusterChange, ApplicationChange, SourceChange or EventChange."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: str
    context: str
    type: Literal["added", "changed", "deleted"]
    item: I


class Check(_Model):
    """One line of the doctor. `fail` means that something needed does not work."""

    group: str
    name: str
    result: Literal["ok", "warn", "fail", "skip"]
    detail: str
    advice: str


class Report(_Model):
    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["DoctorReport"] = "DoctorReport"
    context: str
    healthy: bool
    checks: list[Check]


def dumped(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json")
