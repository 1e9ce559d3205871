"""How lists of built-in kinds merge: by which keys, in server-side apply and strategic patches alike."""

from __future__ import annotations

from wgtui.demo.schema.structure import LIST_KEYS, LIST_TYPE, PRESERVE, Schema, of_object


def _open(**properties: Schema) -> Schema:
    """An object of which these members are known, and others taken as they are."""
    return {"type": "object", PRESERVE: True, "properties": properties}


def _by(*keys: str, **properties: Schema) -> Schema:
    """A list whose items are told apart by keys; the first one counts for strategic patches."""
    return {"type": "array", LIST_TYPE: "map", LIST_KEYS: list(keys), "items": _open(**properties)}


def _set() -> Schema:
    return {"type": "array", LIST_TYPE: "set", "items": {"type": "string"}}


_PORT = {"containerPort": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}}
_CONTAINERS = _by(
    "name",
    ports=_by("containerPort", "protocol", **_PORT),
    env=_by("name"),
    volumeMounts=_by("mountPath"),
    volumeDevices=_by("devicePath"),
)
_POD_SPEC = _open(
    containers=_CONTAINERS,
    initContainers=_CONTAINERS,
    ephemeralContainers=_CONTAINERS,
    volumes=_by("name"),
    imagePullSecrets=_by("name"),
    hostAliases=_by("ip"),
    topologySpreadConstraints=_by("topologyKey", "whenUnsatisfiable"),
)
_STATUS = _open(conditions=_by("type"))
_TEMPLATED = _open(spec=_open(template=_open(spec=_POD_SPEC)), status=_STATUS)
_SERVICE_PORT = {"port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}}
_ANYTHING = _open(spec=_open(), status=_STATUS)

_WITH_TEMPLATES = ("deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch")

_BY_RESOURCE: dict[str, Schema] = {
    "pods": _open(spec=_POD_SPEC, status=_open(conditions=_by("type"), podIPs=_by("ip"), hostIPs=_by("ip"))),
    "services": _open(spec=_open(ports=_by("port", "protocol", **_SERVICE_PORT)), status=_STATUS),
    "serviceaccounts": _open(secrets=_by("name"), imagePullSecrets=_by("name")),
    "nodes": _open(spec=_open(podCIDRs=_set()), status=_open(conditions=_by("type"), addresses=_by("type"))),
    "customresourcedefinitions.apiextensions.k8s.io": _open(
        spec=_open(names=_open(), versions=_by("name", schema=_open(openAPIV3Schema=_open()))), status=_STATUS
    ),
    "cronjobs.batch": _open(spec=_open(jobTemplate=_TEMPLATED)),
    **dict.fromkeys(_WITH_TEMPLATES, _TEMPLATED),
}


def builtin_schema(resource: str) -> Schema:
    return of_object(_BY_RESOURCE.get(resource, _ANYTHING))
