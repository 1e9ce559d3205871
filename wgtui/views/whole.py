"""What only the whole object tells: notes and links, owners, and the conditions of kinds that have no struct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, OwnerReference
from wgtui.views.cells import text_cell
from wgtui.views.described import object_sections
from wgtui.views.page import Fact, Facts, Section

NOTES = "metadata.weave.works/"
"""Annotations that are meant for people."""

Target = Callable[[OwnerReference, str], Any]
"""What Enter opens for an owner of an object in this namespace."""


def note_sections(whole: Mapping[str, Any], stale: bool) -> list[Section]:
    """Dashboards and other notes of the annotations; none where there are none."""
    annotations = (whole.get("metadata") or {}).get("annotations") or {}
    notes = sorted((key.removeprefix(NOTES), str(text)) for key, text in annotations.items() if key.startswith(NOTES))
    facts = tuple(Fact(_words(name), text_cell(text), link=text) for name, text in notes)
    return [Facts("Notes", facts, stale)] if facts else []


def whole_sections(kind: Kind[Any], whole: Mapping[str, Any], target: Target, stale: bool) -> list[Section]:
    """All that can be told of an object of any kind."""
    metadata = _read(whole.get("metadata"), ObjectMeta, ObjectMeta())
    status = whole.get("status")
    listed = status.get("conditions") if isinstance(status, Mapping) else ()
    first, *others = object_sections(kind, metadata, _read(listed, tuple[Condition, ...], ()), stale)
    return [first, *owner_sections(metadata, target, stale), *note_sections(whole, stale), *others]


def owner_sections(metadata: ObjectMeta, target: Target, stale: bool) -> list[Section]:
    owners = tuple(
        Fact(owner.kind, text_cell(owner.name), target=target(owner, metadata.namespace))
        for owner in metadata.owner_references
    )
    return [Facts("Owned by", owners, stale)] if owners else []


def _words(name: str) -> str:
    """`suspended-by` reads suspended by, `dashboard.grafana` dashboard grafana."""
    return name.replace("-", " ").replace(".", " ")


def _read(value: Any, wanted: Any, otherwise: Any) -> Any:
    """Another kind's field of the same name may be anything."""
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return otherwise
