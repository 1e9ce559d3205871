"""Lists that are read once and not watched, printed: as names, a document, or a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from wgtui.arguments import Get
from wgtui.errors import ConfigError
from wgtui.headless.output import Output
from wgtui.headless.table import Table
from wgtui.views.columns import Column

if TYPE_CHECKING:
    from pydantic import BaseModel

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ReadOnce(Generic[R]):
    """`name` is a row's for `-o name`, `document` makes the answer of `-o json` of all."""

    columns: Sequence[Column[R]]
    name: Callable[[R], str]
    document: Callable[[Sequence[R]], BaseModel]


def check(command: Get, what: str) -> None:
    """Raises ConfigError for flags that only lists that are watched have."""
    if command.watch or command.selector or command.clusters:
        raise ConfigError(f"{what} are read once, and have no labels", "leave --watch, -l and --clusters away")


def show(command: Get, rows: Sequence[R], how: ReadOnce[R], now: datetime, output: Output) -> None:
    match command.output:
        case "name":
            output.data("\n".join(map(how.name, rows)))
        case "json":
            output.data(json.dumps(how.document(rows).model_dump(mode="json"), indent=2))
        case "yaml":
            import yaml

            found = how.document(rows).model_dump(mode="json")
            output.data(yaml.safe_dump(found, sort_keys=False, allow_unicode=True).rstrip("\n"))
        case _ if rows:
            wide = command.output == "wide"
            columns = [column for column in how.columns if wide or not column.wide_only]
            look = replace(output.look, width=0) if wide else output.look
            lines = list(Table(columns, look).whole(rows, now))
            output.data("\n".join(lines if command.headers else lines[1:]))
