"""The managers of an object: who owns which fields, read from and written to `metadata.managedFields`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from wgtui.demo.answers import Cause, Refusal
from wgtui.demo.applying.fields import Fields, Path, compare, from_json, shown, to_json
from wgtui.demo.schema.structure import Schema

Json = dict[str, Any]

APPLY = "Apply"
UPDATE = "Update"

WHOLE = "*"
"""In place of a subresource: all of an object, its status too."""

_SERVERS_OWN: tuple[Path, ...] = (
    ("f:apiVersion",),
    ("f:kind",),
    ("f:metadata",),
    *(
        ("f:metadata", f"f:{name}")
        for name in (
            "name", "namespace", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
            "selfLink", "uid", "generation", "managedFields", "resourceVersion",
        )
    ),
)  # fmt: skip


class Manager(NamedTuple):
    """Its operation, version and subresource are part of what a manager is."""

    name: str
    operation: str
    api_version: str
    subresource: str = ""

    @property
    def shown(self) -> str:
        words = f'"{self.name}"'
        if self.subresource:
            words += f' with subresource "{self.subresource}"'
        if self.operation == UPDATE:
            words += f" using {self.api_version}"
        return words


@dataclass(frozen=True)
class Owned:
    fields: Fields
    time: str = ""


Managers = dict[Manager, Owned]


def tracked(fields: Iterable[Path], subresource: str) -> Fields:
    """Without what the server itself owns, and what a request of this kind does not change."""
    unchanged = "f:spec" if subresource == "status" else "f:status" if subresource != WHOLE else ""
    return frozenset(path for path in fields if path[0] != unchanged and not _is_servers(path))


def _is_servers(path: Path) -> bool:
    return path in _SERVERS_OWN or path[:2] == ("f:metadata", "f:managedFields")


def read(metadata: Json) -> Managers:
    """Entries that cannot be read are left out: `[{}]` is how a client starts anew."""
    managers: Managers = {}
    for entry in metadata.get("managedFields") or ():
        if isinstance(entry, dict) and entry.get("operation") in (APPLY, UPDATE):
            manager = Manager(
                entry.get("manager", ""), entry["operation"], entry.get("apiVersion", ""), entry.get("subresource", "")
            )
            managers[manager] = Owned(from_json(entry.get("fieldsV1") or {}), entry.get("time", ""))
    return managers


def write(metadata: Json, managers: Mapping[Manager, Owned]) -> None:
    """In place; applying managers come first, then those that changed something longest ago, then by name."""
    entries = [_entry(manager, owned) for manager, owned in sorted(managers.items(), key=_age) if owned.fields]
    if entries:
        metadata["managedFields"] = entries
    else:
        metadata.pop("managedFields", None)


def _age(pair: tuple[Manager, Owned]) -> tuple[str, str, Manager]:
    manager, owned = pair
    return manager.operation, owned.time, manager


def settled(before: Owned, fields: Fields, time: str) -> Owned:
    """What a manager owns now: since before, where that is what it owned before."""
    return before if fields == before.fields else Owned(fields, time)


def _entry(manager: Manager, owned: Owned) -> Json:
    entry: Json = {
        "manager": manager.name,
        "operation": manager.operation,
        "apiVersion": manager.api_version,
        "fieldsType": "FieldsV1",
        "fieldsV1": to_json(owned.fields),
    }
    if owned.time:
        entry["time"] = owned.time
    if manager.subresource:
        entry["subresource"] = manager.subresource
    return entry


def updated(
    schema: Schema, managers: Managers, manager: Manager, old: Json, new: Json, time: str, subresource: str
) -> Managers:
    """After an update: what was changed belongs to who changed it, what is gone to nobody."""
    changed, gone = compare(schema, old, new)
    mine, removed = tracked(changed, subresource), tracked(gone, subresource)
    before = managers.get(manager, Owned(frozenset()))
    after: Managers = {}
    for other, owned in managers.items():
        left = owned.fields - removed - (mine if other != manager else frozenset())
        if left:
            after[other] = Owned(left, owned.time)
    after[manager] = settled(before, (before.fields - removed) | mine, time)
    return after


def conflicts(managers: Managers, manager: Manager, changed: Iterable[Path]) -> list[tuple[Manager, Path]]:
    touched = frozenset(changed)
    return [
        (other, path)
        for other, owned in sorted(managers.items())
        if other != manager
        for path in sorted(owned.fields & touched)
    ]


def conflict(found: list[tuple[Manager, Path]]) -> Refusal:
    words = [(other.shown, shown(path)) for other, path in found]
    causes = [Cause("FieldManagerConflict", f"conflict with {who}", where).as_json() for who, where in words]
    return Refusal(409, "Conflict", _conflict_message(words), {"causes": causes})


def _conflict_message(words: list[tuple[str, str]]) -> str:
    if len(words) == 1:
        return f"Apply failed with 1 conflict: conflict with {words[0][0]}: {words[0][1]}"
    lines = []
    for who in sorted({who for who, _ in words}):
        lines += [f"conflicts with {who}:", *(f"- {where}" for other, where in words if other == who)]
    return f"Apply failed with {len(words)} conflicts: " + "\n".join(lines)
