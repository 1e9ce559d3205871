"""Rows of the kinds every API server has, in the columns that kubectl is known for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wgtui.demo.printing.ages import age
from wgtui.demo.printing.table import Column, Json, Printer
from wgtui.demo.printing.workloads import (
    container_columns,
    cron_job,
    daemon_set,
    deployment,
    job,
    labels,
    pod,
    replica_set,
    stateful_set,
)

NONE = "<none>"


def _age(body: Json, now: datetime) -> str:
    return age(body["metadata"].get("creationTimestamp"), now)


def _created(body: Json, _: datetime) -> list[Any]:
    return [body["metadata"].get("creationTimestamp")]


def _columns(*names: str, wide: Iterable[str] = ()) -> tuple[Column, ...]:
    numbers = ("Desired", "Current", "Ready", "Up-to-date", "Available", "Data", "Secrets", "Count")
    shown = [Column(name, "integer" if name in numbers else "string") for name in names]
    return (*shown, *(Column(name, priority=1) for name in wide))


def _namespace(body: Json, now: datetime) -> list[Any]:
    return [body.get("status", {}).get("phase", ""), _age(body, now)]


def _config_map(body: Json, now: datetime) -> list[Any]:
    return [len(body.get("data") or {}) + len(body.get("binaryData") or {}), _age(body, now)]


def _secret(body: Json, now: datetime) -> list[Any]:
    return [body.get("type", "Opaque"), len(body.get("data") or {}), _age(body, now)]


def _service_account(body: Json, now: datetime) -> list[Any]:
    return [len(body.get("secrets") or ()), _age(body, now)]


def _service(body: Json, now: datetime) -> list[Any]:
    spec = body.get("spec", {})
    ports = [f"{port.get('port')}/{port.get('protocol', 'TCP')}" for port in spec.get("ports", ())]
    ingress = body.get("status", {}).get("loadBalancer", {}).get("ingress", ())
    external = ",".join(each.get("ip") or each.get("hostname", "") for each in ingress) or NONE
    return [
        spec.get("type", "ClusterIP"), spec.get("clusterIP") or NONE, external, ",".join(ports) or NONE,
        _age(body, now), labels(spec.get("selector")),
    ]  # fmt: skip


def _node(body: Json, now: datetime) -> list[Any]:
    metadata, status = body["metadata"], body.get("status", {})
    ready = next((each for each in status.get("conditions", ()) if each["type"] == "Ready"), None)
    words = ["Unknown" if ready is None else "Ready" if ready["status"] == "True" else "NotReady"]
    if body.get("spec", {}).get("unschedulable"):
        words.append("SchedulingDisabled")
    prefix = "node-role.kubernetes.io/"
    roles = sorted(key.removeprefix(prefix) for key in metadata.get("labels", {}) if key.startswith(prefix))
    addresses = {each["type"]: each["address"] for each in status.get("addresses", ())}
    info = status.get("nodeInfo", {})
    return [
        ",".join(words), ",".join(roles) or NONE, _age(body, now), info.get("kubeletVersion", ""),
        addresses.get("InternalIP", NONE), addresses.get("ExternalIP", NONE), info.get("osImage", "<unknown>"),
        info.get("kernelVersion", "<unknown>"), info.get("containerRuntimeVersion", "<unknown>"),
    ]  # fmt: skip


def _event(body: Json, now: datetime) -> list[Any]:
    involved = body.get("involvedObject", {})
    last = body.get("lastTimestamp") or body.get("eventTime") or body["metadata"].get("creationTimestamp")
    first = body.get("firstTimestamp") or last
    source = body.get("source") or {}
    return [
        age(last, now), body.get("type", ""), body.get("reason", ""),
        f"{involved.get('kind', '').lower()}/{involved.get('name', '')}",
        involved.get("fieldPath", ""), source.get("component") or body.get("reportingComponent", ""),
        str(body.get("message", "")).strip(), age(first, now), body.get("count", 1), body["metadata"].get("name", ""),
    ]  # fmt: skip


def _lease(body: Json, now: datetime) -> list[Any]:
    return [body.get("spec", {}).get("holderIdentity", ""), _age(body, now)]


def _binding(body: Json, now: datetime) -> list[Any]:
    role = body.get("roleRef", {})
    subjects = body.get("subjects") or ()

    def named(kind: str) -> str:
        found = [each for each in subjects if each.get("kind") == kind]
        return ", ".join(
            f"{each['namespace']}/{each['name']}" if "namespace" in each else each["name"] for each in found
        )

    return [
        f"{role.get('kind', '')}/{role.get('name', '')}", _age(body, now),
        named("User"), named("Group"), named("ServiceAccount"),
    ]  # fmt: skip


_BINDING = Printer(_columns("Role", "Age", wide=("Users", "Groups", "ServiceAccounts")), _binding)
_CREATED = Printer((Column("Created At"),), _created)

PRINTERS: dict[str, Printer] = {
    "namespaces": Printer(_columns("Status", "Age"), _namespace),
    "nodes": Printer(
        _columns(
            "Status", "Roles", "Age", "Version",
            wide=("Internal-IP", "External-IP", "OS-Image", "Kernel-Version", "Container-Runtime"),
        ),
        _node,
    ),
    "pods": Printer(
        _columns(
            "Ready", "Status", "Restarts", "Age", wide=("IP", "Node", "Nominated Node", "Readiness Gates"),
        ),
        pod,
    ),
    "events": Printer(
        (
            *_columns("Last Seen", "Type", "Reason", "Object"),
            *(Column(name, priority=1) for name in ("Subobject", "Source")),
            Column("Message"),
            *(Column(name, priority=1) for name in ("First Seen", "Count", "Name")),
        ),
        _event,
        named=False,
    ),
    "secrets": Printer(_columns("Type", "Data", "Age"), _secret),
    "configmaps": Printer(_columns("Data", "Age"), _config_map),
    "serviceaccounts": Printer(_columns("Secrets", "Age"), _service_account),
    "services": Printer(
        _columns("Type", "Cluster-IP", "External-IP", "Port(s)", "Age", wide=("Selector",)), _service
    ),
    "deployments.apps": Printer(
        _columns("Ready", "Up-to-date", "Available", "Age", wide=(*container_columns, "Selector")), deployment
    ),
    "replicasets.apps": Printer(
        _columns("Desired", "Current", "Ready", "Age", wide=(*container_columns, "Selector")), replica_set
    ),
    "statefulsets.apps": Printer(_columns("Ready", "Age", wide=container_columns), stateful_set),
    "daemonsets.apps": Printer(
        _columns(
            "Desired", "Current", "Ready", "Up-to-date", "Available", "Node Selector", "Age",
            wide=(*container_columns, "Selector"),
        ),
        daemon_set,
    ),
    "jobs.batch": Printer(
        _columns("Status", "Completions", "Duration", "Age", wide=(*container_columns, "Selector")), job
    ),
    "cronjobs.batch": Printer(
        _columns(
            "Schedule", "Timezone", "Suspend", "Active", "Last Schedule", "Age", wide=(*container_columns, "Selector")
        ),
        cron_job,
    ),
    "leases.coordination.k8s.io": Printer(_columns("Holder", "Age"), _lease),
    "rolebindings.rbac.authorization.k8s.io": _BINDING,
    "clusterrolebindings.rbac.authorization.k8s.io": _BINDING,
}  # fmt: skip


def builtin_printer(resource: str) -> Printer:
    """Kinds without columns of their own show when they were created."""
    return PRINTERS.get(resource, _CREATED)
