"""Tables as kubectl prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wgtui.demo.answers import Json
from wgtui.demo.served import ServedKind


def table(_kind: ServedKind, objects: Sequence[Json], metadata: Json, include: str, *, headed: bool = True) -> Json:
    """A meta.k8s.io/v1 Table; `include` says how much of each object its row carries."""
    columns = [{"name": "Name", "type": "string", "format": "name", "description": "", "priority": 0}]
    rows: list[dict[str, Any]] = [
        {"cells": [body["metadata"]["name"]], "object": _included(body, include)} for body in objects
    ]
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": metadata,
        "columnDefinitions": columns if headed else [],
        "rows": rows,
    }


def _included(body: Json, include: str) -> Json | None:
    if include == "None":
        return None
    if include == "Object":
        return body
    return {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": body["metadata"]}
