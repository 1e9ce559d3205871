"""What a table is: columns, and a function from an object to its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Cells = Callable[[Json, datetime], list[Any]]


@dataclass(frozen=True)
class Column:
    """`priority` above 0 is shown with `-o wide` only."""

    name: str
    type: str = "string"
    priority: int = 0
    description: str = ""

    def definition(self) -> Json:
        return {
            "name": self.name,
            "type": self.type,
            "format": "name" if self.name == "Name" else "",
            "description": self.description,
            "priority": self.priority,
        }


@dataclass(frozen=True)
class Printer:
    """The columns after the name, which every table begins with."""

    columns: tuple[Column, ...]
    cells: Cells
    name: Callable[[Json], str] = lambda body: str(body["metadata"].get("name", ""))
    named: bool = True

    def definitions(self) -> list[Json]:
        first = (Column("Name"),) if self.named else ()
        return [column.definition() for column in (*first, *self.columns)]

    def row(self, body: Json, now: datetime, included: Json | None) -> Json:
        first = [self.name(body)] if self.named else []
        return {"cells": [*first, *self.cells(body, now)], "object": included}


def table(version: str, metadata: Json, definitions: list[Json] | None, rows: Iterable[Json]) -> Json:
    """A `meta.k8s.io` Table; `definitions` None where they were sent before."""
    return {
        "kind": "Table",
        "apiVersion": f"meta.k8s.io/{version}",
        "metadata": metadata,
        "columnDefinitions": definitions,
        "rows": list(rows),
    }
