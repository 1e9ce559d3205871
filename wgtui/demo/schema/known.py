"""Schemas of the custom kinds that are served from the beginning: their most telling fields, everything else open.

A kind whose CustomResourceDefinition a client brings along has the whole schema of that definition instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from wgtui.demo.schema.facts import FACTS, KEYED_CONDITIONS, Facts
from wgtui.demo.schema.structure import LIST_KEYS, LIST_TYPE, PRESERVE, Schema

_SEGMENT = re.compile(r"(\w+)((?:\[\])?)(!?)")


def known_schema(resource: str, version: str) -> Schema:
    """Of a version of a served kind; what the demo does not know of is left to the client."""
    schema: Schema = {"type": "object", "properties": {"spec": _open(), "status": _open()}}
    for facts in (FACTS.get(resource, {}), FACTS.get(f"{resource}/{version}", {})):
        add_facts(schema, facts)
    group = resource.partition(".")[2]
    if group in KEYED_CONDITIONS:
        where = "status.v1beta2.conditions[]" if version == "v1beta1" else "status.conditions[]"
        add_facts(schema, {where: {LIST_KEYS: ["type"]}})
    return schema


def add_facts(schema: Schema, facts: Facts) -> None:
    """In place. A path as `spec.items[].name!`: `[]` for a list's items, `!` for a field that must be there."""
    for path, fact in facts.items():
        node = schema
        for name, listed, required in _SEGMENT.findall(path):
            if required and name not in node.setdefault("required", []):
                node["required"].append(name)
            node = node.setdefault("properties", {}).setdefault(name, {"type": "array"} if listed else _open())
            if listed:
                parent, node = node, node.setdefault("items", _open())
        if LIST_KEYS in fact:
            parent |= {LIST_TYPE: "map", **fact}
        else:
            _set(node, fact)


def _set(node: Schema, fact: Mapping[str, object]) -> None:
    if fact.get("type", "object") != "object":
        node.pop(PRESERVE, None)
    node.update(deepcopy(dict(fact)))


def _open() -> Schema:
    return {"type": "object", PRESERVE: True}
