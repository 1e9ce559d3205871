"""Defaults of a schema, gathered once: so that filling them in costs nothing where there are none."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from wgtui.demo.schema.structure import Schema


@dataclass(frozen=True)
class Defaults:
    """`own` by member; `below` what members have of theirs, `each` what items or further members have."""

    own: dict[str, Any] = field(default_factory=dict)
    below: dict[str, Defaults] = field(default_factory=dict)
    each: Defaults | None = None

    def fill(self, value: Any) -> None:
        """Fills in what is missing, in place; an object that is not there is not made for the sake of its fields."""
        if isinstance(value, list):
            if self.each is not None:
                for item in value:
                    self.each.fill(item)
            return
        if not isinstance(value, dict):
            return
        for name, default in self.own.items():
            if name not in value:
                value[name] = deepcopy(default)
        for name, below in self.below.items():
            if name in value:
                below.fill(value[name])
        if self.each is not None:
            for name in value.keys() - self.below.keys():
                self.each.fill(value[name])


NONE = Defaults()


def defaults_of(schema: Schema) -> Defaults:
    """NONE where the schema has no default at all."""
    members = schema.get("properties", {})
    own = {name: child["default"] for name, child in members.items() if "default" in child}
    below = {name: found for name, child in members.items() if (found := defaults_of(child)) is not NONE}
    many = schema.get("items", schema.get("additionalProperties"))
    each = defaults_of(many) if isinstance(many, dict) else NONE
    if not own and not below and each is NONE:
        return NONE
    return Defaults(own, below, None if each is NONE else each)
