"""What an application is configured with, in the order in which it is merged: values of a release, substitutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.views.yaml import redacted, yaml_lines

ALL_KEYS = ""

Content = Mapping[str, Any] | str
"""The data of a ConfigMap, or why it could not be read."""


class Reference(NamedTuple):
    """One entry of valuesFrom or substituteFrom; `key` is empty where all of them count."""

    kind: str
    ref: ObjectRef
    key: str
    path: str
    """Where in the values it goes; empty: it is values itself."""
    optional: bool


def references(kind: Kind[Any], whole: Mapping[str, Any]) -> list[Reference]:
    """What is configured elsewhere, in its order; what cannot be read as such is left out."""
    spec = _mapping(whole.get("spec"))
    namespace = str(_mapping(whole.get("metadata")).get("namespace", ""))
    if kind == HELM_RELEASE:
        listed, key = spec.get("valuesFrom"), "values.yaml"
    else:
        listed, key = _mapping(spec.get("postBuild")).get("substituteFrom"), ALL_KEYS
    return [
        Reference(
            str(one.get("kind", "")),
            ObjectRef(namespace, str(one.get("name", ""))),
            str(one.get("valuesKey") or key),
            str(one.get("targetPath") or ""),
            bool(one.get("optional")),
        )
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, Mapping)
    ]


def value_lines(kind: Kind[Any], whole: Mapping[str, Any], contents: Mapping[ObjectRef, Content]) -> list[str]:
    """Empty where nothing is configured. Of a Secret nothing but its name is known here."""
    blocks = [[_title(one), *_content(one, contents)] for one in references(kind, whole)]
    spec = _mapping(whole.get("spec"))
    own = spec.get("values") if kind == HELM_RELEASE else _mapping(spec.get("postBuild")).get("substitute")
    if own:
        blocks.append(["# spec.values" if kind == HELM_RELEASE else "# spec.postBuild.substitute", *_yaml(own)])
    if len(blocks) > 1:
        blocks.insert(0, ["# What comes later wins."])
    return [line for block in blocks for line in (*([""] if block is not blocks[0] else []), *block)]


def _title(reference: Reference) -> str:
    key = f", key {reference.key}" if reference.key else ""
    path = f", at {reference.path}" if reference.path else ""
    return f"# {reference.kind} {reference.ref}{key}{path}{' (optional)' if reference.optional else ''}"


def _content(reference: Reference, contents: Mapping[ObjectRef, Content]) -> Iterator[str]:
    if reference.kind != "ConfigMap":
        yield "# (what a Secret holds is not shown)"
        return
    found = contents.get(reference.ref, "not read")
    if isinstance(found, str):
        yield f"# {found}"
    elif reference.key == ALL_KEYS:
        yield from _yaml(found)
    elif reference.key not in found:
        yield f"# it has no key {reference.key}"
    else:
        yield from str(redacted({"text": str(found[reference.key])})["text"]).splitlines()


def _yaml(value: Any) -> list[str]:
    return yaml_lines(value if isinstance(value, Mapping) else {"values": value})


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
