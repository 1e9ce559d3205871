"""CustomResourceDefinitions: what the kinds of the demo look like as such, and the kinds that clients bring along."""

from __future__ import annotations

from typing import Any

from wgtui.demo.answers import Cause, Json, invalid
from wgtui.demo.schema.structure import of_object
from wgtui.demo.served import PrinterColumn, Scale, ServedKind

DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io"
GROUP = "apiextensions.k8s.io"
KIND = "CustomResourceDefinition"


def definition_of(kind: ServedKind, established: str) -> Json:
    """The definition of a served kind; `established` is since when, as a timestamp."""
    names = _names(kind)
    body: Json = {
        "apiVersion": f"{GROUP}/v1",
        "kind": KIND,
        "metadata": {"name": kind.resource, "creationTimestamp": established, "generation": 1},
        "spec": {
            "conversion": {"strategy": "None"},
            "group": kind.group,
            "names": names,
            "scope": "Namespaced" if kind.namespaced else "Cluster",
            "versions": [_version(kind, version) for version in kind.versions],
        },
    }
    establish(body, established)
    return body


def establish(body: Json, since: str) -> None:
    """Writes, in place, the status that the server gives a definition it accepts."""
    spec = body["spec"]
    names = spec["names"]
    names.setdefault("singular", names["kind"].lower())
    names.setdefault("listKind", f"{names['kind']}List")
    spec.setdefault("conversion", {"strategy": "None"})
    body["status"] = {
        "acceptedNames": names,
        "conditions": [
            _condition("NamesAccepted", "NoConflicts", "no conflicts found", since),
            _condition("Established", "InitialNamesAccepted", "the initial names have been accepted", since),
        ],
        "storedVersions": [version["name"] for version in spec["versions"] if version["storage"]],
    }


def _condition(kind: str, reason: str, message: str, since: str) -> Json:
    return {"lastTransitionTime": since, "message": message, "reason": reason, "status": "True", "type": kind}


def _names(kind: ServedKind) -> Json:
    names: Json = {"kind": kind.kind, "listKind": f"{kind.kind}List", "plural": kind.plural}
    if kind.categories:
        names["categories"] = list(kind.categories)
    if kind.short_names:
        names["shortNames"] = list(kind.short_names)
    return names | {"singular": kind.kind.lower()}


def _version(kind: ServedKind, version: str) -> Json:
    below: Json = {"status": {}} if kind.status else {}
    if kind.scale:
        paths = kind.scale
        below["scale"] = {"specReplicasPath": paths.wanted, "statusReplicasPath": paths.actual}
        below["scale"] |= {"labelSelectorPath": paths.selector} if paths.selector else {}
    body: Json = {
        "name": version,
        "schema": {"openAPIV3Schema": kind.schema(version)},
        "served": True,
        "storage": version == kind.stored_version,
        "subresources": below,
    }
    columns = [_column(column) for column in kind.columns_of(version)]
    return {"additionalPrinterColumns": columns, **body} if columns else body


def _column(column: PrinterColumn) -> Json:
    body: Json = {"jsonPath": column.path, "name": column.name, "type": column.type}
    return body | {"priority": column.priority} if column.priority else body


def check_definition(body: Json) -> None:
    """Raises Refusal (422) for a definition that cannot be served."""
    name, spec = body["metadata"].get("name", ""), body.get("spec") or {}
    names, versions = spec.get("names") or {}, spec.get("versions") or []
    missing = [
        field
        for field, value in (
            ("spec.group", spec.get("group")),
            ("spec.scope", spec.get("scope")),
            ("spec.names.plural", names.get("plural")),
            ("spec.names.kind", names.get("kind")),
            ("spec.versions", versions),
        )
        if not value
    ]
    causes = [Cause("FieldValueRequired", "Required value", field) for field in missing]
    wanted = f"{names.get('plural')}.{spec.get('group')}"
    if not missing and name != wanted:
        message = f'Invalid value: "{name}": must be spec.names.plural+"."+spec.group'
        causes.append(Cause("FieldValueInvalid", message, "metadata.name"))
    if versions and sum(bool(version.get("storage")) for version in versions) != 1:
        message = "Invalid value: must have exactly one version marked as storage version"
        causes.append(Cause("FieldValueInvalid", message, "spec.versions"))
    if causes:
        raise invalid(GROUP, KIND, name, causes)


def kind_of(body: Json) -> ServedKind:
    """What a server serves once this definition is established: its stored version first."""
    spec = body["spec"]
    names = spec["names"]
    served = [version for version in spec["versions"] if version.get("served")]
    served.sort(key=lambda version: not version.get("storage"))
    columns = {version["name"]: _columns(version) for version in served}
    below = served[0].get("subresources") or {}
    return ServedKind(
        spec["group"],
        names["plural"],
        names["kind"],
        tuple(columns),
        namespaced=spec["scope"] == "Namespaced",
        short_names=tuple(names.get("shortNames", ())),
        categories=tuple(names.get("categories", ())),
        status="status" in below,
        scale=_scale(below.get("scale")),
        columns=next(iter(columns.values())),
        schemas={version["name"]: of_object(_schema(version)) for version in served},
        other_columns=columns,
    )


def _schema(version: Json) -> Json:
    found: Json = (version.get("schema") or {}).get("openAPIV3Schema") or {}
    return found


def _scale(paths: Json | None) -> Scale | None:
    if paths is None:
        return None
    return Scale(paths["specReplicasPath"], paths["statusReplicasPath"], paths.get("labelSelectorPath", ""))


def _columns(version: Json) -> tuple[PrinterColumn, ...]:
    listed: list[Any] = version.get("additionalPrinterColumns") or []
    return tuple(
        PrinterColumn(each["name"], each["jsonPath"], each["type"], each.get("priority", 0)) for each in listed
    )
