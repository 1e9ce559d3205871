"""The outputs of `wgtui get`: a table, names, JSON, YAML; all at once, and line by line with `--watch`."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from wgtui.arguments import Get
from wgtui.headless.answers import Answer
from wgtui.headless.gaps import Gap
from wgtui.headless.output import Output
from wgtui.headless.table import Table

if TYPE_CHECKING:  # Only JSON and YAML need pydantic, which takes longer to import than a table to print.
    from pydantic import BaseModel

R = TypeVar("R")
Happened = Literal["added", "changed", "deleted"]


class Printer(Protocol):
    def whole(self, rows: Sequence[Any], gaps: Sequence[Gap], now: datetime) -> None:
        """Everything there is, in order."""

    def change(self, happened: Happened, row: Any, now: datetime) -> None: ...

    def state(self, gaps: Sequence[Gap]) -> None:
        """What cannot be read has changed."""


def printer(command: Get, answer: Answer[R], output: Output, context: str) -> Printer:
    match command.output:
        case "name":
            return Names(answer, output)
        case "json":
            written = _json_line if command.watch else _json
            return Documents(answer, output, context, written, command.watch)
        case "yaml":
            written = _yaml_document if command.watch else _yaml
            return Documents(answer, output, context, written, command.watch)
    wide = command.output == "wide"
    columns = [column for column in answer.listing.columns if wide or not column.wide_only]
    # Wide is never cut: lines longer than the terminal are what was asked for.
    look = replace(output.look, width=0) if wide else output.look
    return Lines(answer, Table(columns, look, more=command.watch), output, command.headers, command.watch)


class Lines(Generic[R]):
    """A table; when rows change, those whose visible cells did are printed again."""

    def __init__(self, answer: Answer[R], table: Table[R], output: Output, headers: bool, watch: bool) -> None:
        self._answer = answer
        self._table = table
        self._output = output
        self._headers = headers
        self._watch = watch
        self._begun = False
        self._printed: dict[Hashable, tuple[str, ...]] = {}

    def whole(self, rows: Sequence[R], gaps: Sequence[Gap], now: datetime) -> None:  # noqa: ARG002
        if not rows:
            return
        self._begun = True
        lines = list(self._table.whole(rows, now))
        self._output.data("\n".join(lines if self._headers else lines[1:]))
        if self._watch:
            self._printed = {self._answer.key(row): self._table.steady(row, now) for row in rows}

    def change(self, happened: Happened, row: R, now: datetime) -> None:
        if happened == "deleted":
            self._printed.pop(self._answer.key(row), None)
            if not self._answer.expires:
                self._output.data(self._table.line(row, now, "deleted"))
        elif not self._begun:
            self.whole((row,), (), now)
        elif (visible := self._table.steady(row, now)) != self._printed.get(self._answer.key(row)):
            self._printed[self._answer.key(row)] = visible
            self._output.data(self._table.line(row, now))

    def state(self, gaps: Sequence[Gap]) -> None:
        """Told in words only."""


class Names(Generic[R]):
    """`kind/namespace/name`, which `wgtui get` takes as a name again."""

    def __init__(self, answer: Answer[R], output: Output) -> None:
        self._answer = answer
        self._output = output

    def whole(self, rows: Sequence[R], gaps: Sequence[Gap], now: datetime) -> None:  # noqa: ARG002
        if rows:
            self._output.data("\n".join(map(self._name, rows)))

    def change(self, happened: Happened, row: R, now: datetime) -> None:  # noqa: ARG002
        self._output.data(self._name(row))

    def state(self, gaps: Sequence[Gap]) -> None:
        """Told in words only."""

    def _name(self, row: R) -> str:
        kind, ref = self._answer.names(row)[0]
        return f"{kind.lower()}/{ref}"


@dataclass(frozen=True, slots=True)
class Documents(Generic[R]):
    """Models of wgtui/v1: one list, or with `watch` a document for each row, each change and each state."""

    answer: Answer[R]
    output: Output
    context: str
    written: Callable[[dict[str, Any]], str]
    watch: bool

    def whole(self, rows: Sequence[R], gaps: Sequence[Gap], now: datetime) -> None:
        if self.watch:
            for row in rows:
                self.change("added", row, now)
            self.state(gaps)
            return
        from wgtui.headless import items, models

        found = models.List[Any](
            kind=f"{self.answer.model}List",
            context=self.context,
            incomplete=items.gaps(gaps),
            items=[items.item(row, now) for row in rows],
        )
        self._write(found)

    def change(self, happened: Happened, row: R, now: datetime) -> None:
        from wgtui.headless import items, models

        kind = f"{self.answer.model}Change"
        self._write(models.Change[Any](kind=kind, context=self.context, type=happened, item=items.item(row, now)))

    def state(self, gaps: Sequence[Gap]) -> None:
        from wgtui.headless import items, models

        self._write(models.WatchState(context=self.context, incomplete=items.gaps(gaps)))

    def _write(self, model: BaseModel) -> None:
        self.output.data(self.written(model.model_dump(mode="json")))


def _json(document: dict[str, Any]) -> str:
    # ASCII: what a cluster says is escaped, so that it cannot command a terminal.
    return json.dumps(document, indent=2)


def _json_line(document: dict[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"))


def _yaml(document: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False, width=1000)
    return text.rstrip("\n")


def _yaml_document(document: dict[str, Any]) -> str:
    return f"---\n{_yaml(document)}"
