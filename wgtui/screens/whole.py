"""A whole object as YAML for people: without what only the machine keeps, and without what is secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

SECRET = "(hidden)"
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class _Dumper(yaml.CSafeDumper):
    """Keys in the server's order, long texts as blocks."""


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def as_yaml(found: Mapping[str, Any]) -> str:
    return yaml.dump(
        presentable(found),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=1_000_000,
        default_flow_style=False,
    )


def presentable(found: Mapping[str, Any]) -> dict[str, Any]:
    """managedFields and what kubectl applied last are left out; the values of a Secret are never shown."""
    shown = dict(found)
    metadata = {key: value for key, value in dict(shown.get("metadata") or {}).items() if key != "managedFields"}
    annotations = dict(metadata.get("annotations") or {})
    if annotations.pop(_LAST_APPLIED, None) is not None:
        metadata["annotations"] = annotations
    shown["metadata"] = metadata
    if shown.get("kind") == "Secret":
        for field in ("data", "stringData"):
            if isinstance(shown.get(field), dict):
                shown[field] = dict.fromkeys(shown[field], SECRET)
    first = ("apiVersion", "kind", "metadata", "spec", "status")
    return {key: shown[key] for key in (*first, *shown) if key in shown}
