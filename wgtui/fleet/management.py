"""The management cluster itself, as a row of its own fleet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.core import NODE, Node
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Health, Store

MANAGEMENT = ObjectRef("", "management")
"""Not an object: no cluster of the fleet has a ref without a namespace."""

UID = str(MANAGEMENT)

CONTROL_PLANE_LABELS = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")

_PROVIDERS = {
    "aws": "aws",
    "azure": "azure",
    "gce": "gcp",
    "kind": "kind",
    "k3s": "k3s",
    "digitalocean": "digitalocean",
}
_REGION_LABEL = "topology.kubernetes.io/region"


def management_summary(store: Store, kinds: Iterable[Kind[Any]], applications: Count) -> ClusterSummary | None:
    """None before the server has answered: an empty list then says what is the matter. Nodes count where readable."""
    freshness = [store.freshness(kind) for kind in kinds]
    if all(one.since is None for one in freshness):
        return None
    live = any(one.health is Health.LIVE for one in freshness)
    nodes = list(store.objects(NODE).values())
    verdict = _verdict(nodes)
    first = nodes[0] if nodes else None
    return ClusterSummary(
        uid=UID,
        ref=MANAGEMENT,
        management=True,
        gitops=False,
        capi=False,
        status=verdict.status,
        reason=verdict.reason,
        message=verdict.message,
        provider=node_provider(first) if first else "",
        region=first.metadata.labels.get(_REGION_LABEL, "") if first else "",
        version=store.server_version,
        control_plane=_count([node for node in nodes if is_control_plane(node)], managed=True),
        workers=_count([node for node in nodes if not is_control_plane(node)], managed=not nodes),
        connectivity=Status.READY if live else Status.UNREACHABLE,
        bootstrap=None,
        applications=applications,
        created=None,
        labels={},
        stale=not live,
    )


def is_control_plane(node: Node) -> bool:
    return any(label in node.metadata.labels for label in CONTROL_PLANE_LABELS)


def is_ready(node: Node) -> bool:
    return conditions.is_true(node.status.conditions, "Ready")


def node_trouble(node: Node) -> Verdict:
    """Ready, pressure, and whether pods may come: what `kubectl get nodes` and `describe` tell."""
    ready = conditions.find(node.status.conditions, "Ready")
    if ready is None or not conditions.good(ready):
        return Verdict(
            Status.FAILED, ready.reason if ready else "", conditions.told(ready) if ready else "not ready yet"
        )
    bad = next(
        (one for one in node.status.conditions if one.type in conditions.NEGATIVE and conditions.good(one) is False),
        None,
    )
    if bad is not None:
        return Verdict(Status.DEGRADED, bad.reason, conditions.told(bad))
    if node.spec.unschedulable:
        return Verdict(Status.PAUSED, "Unschedulable", "cordoned: no new pods come to it")
    return Verdict(Status.READY)


def node_provider(node: Node) -> str:
    """From the scheme of `spec.providerID`; an EKS node is known by its labels."""
    if any(name.startswith("eks.amazonaws.com/") for name in node.metadata.labels):
        return "eks"
    scheme = node.spec.provider_id.partition(":")[0]
    return _PROVIDERS.get(scheme, scheme)


def _verdict(nodes: list[Node]) -> Verdict:
    for node in nodes:
        trouble = node_trouble(node)
        if trouble.status in (Status.FAILED, Status.DEGRADED):
            return Verdict(Status.DEGRADED, trouble.reason, f"Node {node.metadata.name} {trouble.message}")
    return Verdict(Status.READY)


def _count(nodes: list[Node], managed: bool) -> Count:
    """A managed control plane shows no nodes: that is not none."""
    if managed and not nodes:
        return Count()
    return Count(sum(is_ready(node) for node in nodes), len(nodes))
