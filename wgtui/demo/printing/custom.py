"""Rows of custom kinds, by the printer columns of their definition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wgtui.demo.printing.ages import age
from wgtui.demo.printing.paths import find
from wgtui.demo.printing.table import Column, Printer
from wgtui.demo.served import PrinterColumn, ServedKind

Json = dict[str, Any]

_AGE = PrinterColumn("Age", ".metadata.creationTimestamp", "date")


def custom_printer(kind: ServedKind, version: str) -> Printer:
    """A kind that defines no columns shows its age."""
    columns = kind.columns_of(version) or (_AGE,)
    heads = [Column(each.name, each.type, each.priority, f"JSONPath {each.path}") for each in columns]

    def cells(body: Json, now: datetime) -> list[Any]:
        return [_cell(each, body, now) for each in columns]

    return Printer(tuple(heads), cells)


def _cell(column: PrinterColumn, body: Json, now: datetime) -> Any:
    found = find(column.path, body)
    if not found or found[0] is None:
        return None
    value = found[0]
    if column.type == "date":
        return age(value, now) if isinstance(value, str) else None
    if column.type == "integer":
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if column.type == "boolean":
        return value if isinstance(value, bool) else None
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"map[{' '.join(f'{key}:{_text(child)}' for key, child in sorted(value.items()))}]"
    if isinstance(value, list):
        return f"[{' '.join(map(_text, value))}]"
    return str(value)
