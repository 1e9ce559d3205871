"""Who has written what: `managedFields` of what came by GitOps, as timelines and conflicts depend on them."""

from __future__ import annotations

from wgtui.demo.applying.fields import applied, to_json
from wgtui.demo.served import ServedKind
from wgtui.demo.world.draft import Json

APPLIER = "kustomize-controller"

CONTROLLER = "manager"
"""What Cluster API's controllers are called, and those of its providers."""

CONTROLLERS = {
    "Kustomization": "kustomize-controller",
    "HelmRelease": "helm-controller",
    "GitRepository": "source-controller",
    "OCIRepository": "source-controller",
    "HelmRepository": "source-controller",
    "Bucket": "source-controller",
    "GitopsCluster": "cluster-controller",
    "Cluster": CONTROLLER,
}
"""Kinds that are applied from git, and who writes their status."""


def owned(kind: ServedKind, body: Json) -> Json:
    """The object with its field owners, as it is first stored."""
    return written(kind, body) if kind.kind in CONTROLLERS else body


def written(kind: ServedKind, body: Json) -> Json:
    """As `owned`, of any kind: what git does not hold a controller has made, and writes in one piece."""
    metadata = body["metadata"]
    created = metadata["creationTimestamp"]
    schema = kind.schema()
    wanted = {"metadata": {"labels": metadata.get("labels", {})}, "spec": body.get("spec", {})}
    author = (APPLIER, "Apply") if kind.kind in CONTROLLERS else (CONTROLLER, "Update")
    entries = [_entry(*author, body, created, to_json(applied(schema, wanted)))]
    if body.get("status"):
        controller = CONTROLLERS.get(kind.kind, CONTROLLER)
        fields = to_json(applied(schema, {"status": body["status"]}))
        entries.append(_entry(controller, "Update", body, _latest(body), fields) | {"subresource": "status"})
    return body | {"metadata": metadata | {"managedFields": entries}}


def touched(live: Json, moment: str) -> None:
    """The controller has written the status again, in place."""
    entries = live["metadata"].get("managedFields")
    if entries:
        live["metadata"]["managedFields"] = [
            entry | {"time": moment} if entry.get("subresource") == "status" else entry for entry in entries
        ]


def _entry(manager: str, operation: str, body: Json, time: str, fields: Json) -> Json:
    return {
        "manager": manager,
        "operation": operation,
        "apiVersion": body["apiVersion"],
        "time": time,
        "fieldsType": "FieldsV1",
        "fieldsV1": fields,
    }


def _latest(body: Json) -> str:
    times = [each["lastTransitionTime"] for each in body["status"].get("conditions", ())]
    return max(times, default=str(body["metadata"]["creationTimestamp"]))
