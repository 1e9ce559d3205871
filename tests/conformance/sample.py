"""A kind made for these tests, with everything in its schema that they are about."""

from __future__ import annotations

from typing import Any

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, Resource

GROUP = "conformance.wgtui.example"
PLURAL = "samples"
DEFINITION = f"{PLURAL}.{GROUP}"
ROOT = f"/apis/{GROUP}/v1"

Json = dict[str, Any]


class SampleSpec(Resource, frozen=True):
    size: int = 0
    note: str = ""


class Sample(Resource, frozen=True):
    metadata: ObjectMeta
    spec: SampleSpec = SampleSpec()


SAMPLE = Kind(GROUP, "Sample", PLURAL, Sample, ("v1",))

_STRING = {"type": "string"}
_SPEC: Json = {
    "type": "object",
    "required": ["size"],
    "properties": {
        "size": {"type": "integer", "minimum": 0},
        "note": _STRING,
        "mode": {"type": "string", "enum": ["slow", "fast"], "default": "slow"},
        "tags": {"type": "array", "items": _STRING, "x-kubernetes-list-type": "set"},
        "parts": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": _STRING, "value": _STRING},
            },
        },
        "secretRef": {"type": "object", "required": ["name"], "properties": {"name": _STRING}},
        "otherRef": {"type": "object", "required": ["name"], "properties": {"name": _STRING}},
    },
    "x-kubernetes-validations": [
        {"rule": "!(has(self.secretRef) && has(self.otherRef))", "message": "cannot provide both"}
    ],
}
_STATUS: Json = {
    "type": "object",
    "properties": {
        "replicas": {"type": "integer"},
        "conditions": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["type"],
            "items": {
                "type": "object",
                "required": ["type", "status"],
                "properties": {"type": _STRING, "status": _STRING, "message": _STRING},
            },
        },
    },
}


def definition() -> Json:
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": DEFINITION},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {"plural": PLURAL, "singular": "sample", "kind": "Sample", "listKind": "SampleList"},
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": _SPEC, "status": _STATUS}}},
                    "subresources": {
                        "status": {},
                        "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.replicas"},
                    },
                    "additionalPrinterColumns": [
                        {"name": "Size", "type": "integer", "jsonPath": ".spec.size"},
                        {
                            "name": "Ready",
                            "type": "string",
                            "jsonPath": '.status.conditions[?(@.type=="Ready")].status',
                        },
                        {"name": "Note", "type": "string", "jsonPath": ".spec.note", "priority": 1},
                    ],
                }
            ],
        },
    }


def sample(name: str, *, labels: dict[str, str] | None = None, **spec: Any) -> Json:
    metadata: Json = {"name": name}
    if labels:
        metadata["labels"] = labels
    return {"apiVersion": f"{GROUP}/v1", "kind": "Sample", "metadata": metadata, "spec": {"size": 1, **spec}}
