"""YAML → values, as Go's library reads it; what one document is about, without reading the rest of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from wgtui.errors import TemplateError
from wgtui.templates.budget import MAX_DEPTH, Budget
from wgtui.templates.manifest.scalars import meaning

_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))
_MERGE = "<<"


def events(text: str) -> Iterator[Event]:
    """Raises TemplateError with line and column."""
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise unreadable(error) from None


def check(text: str) -> None:
    """Whether all of it is YAML, thirty times faster than reading it. Raises TemplateError with line and column."""
    try:
        yaml.CSafeLoader(text).raw_parse()
    except yaml.YAMLError as error:
        raise unreadable(error) from None


def unreadable(error: yaml.YAMLError) -> TemplateError:
    if not isinstance(error, yaml.MarkedYAMLError):
        return TemplateError("this is no YAML", " ".join(str(error).split())[:200])
    mark = error.problem_mark or error.context_mark
    words = ", ".join(part for part in (error.problem, error.context) if part)
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return TemplateError(f"this is no YAML: {words}", line=place[0], column=place[1])


def load(text: str, budget: Budget) -> Any:
    """The first document; None where there is none. Raises TemplateError."""
    reader = _Reader(events(text), budget)
    for event in reader.events:
        if isinstance(event, DocumentStartEvent):
            return reader.value(0)
    return None


class _Reader:
    """One pass over events; what has an anchor is shared by all who refer to it, not copied."""

    def __init__(self, found: Iterator[Event], budget: Budget) -> None:
        self.events = found
        self._budget = budget
        self._anchors: dict[str, Any] = {}

    def value(self, depth: int) -> Any:
        return self._of(next(self.events), depth)

    def _of(self, event: Event, depth: int) -> Any:
        self._budget.step()
        if isinstance(event, ScalarEvent):
            return self._anchored(event, _scalar(event))
        if isinstance(event, AliasEvent):
            return self._alias(event)
        if depth > MAX_DEPTH or not isinstance(event, CollectionStartEvent):
            self._fail("lists and maps are nested too deeply", event)
        is_map = isinstance(event, MappingStartEvent)
        return self._anchored(event, self._mapping(depth) if is_map else self._sequence(depth))

    def _anchored(self, event: ScalarEvent | CollectionStartEvent, value: Any) -> Any:
        if event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _alias(self, event: AliasEvent) -> Any:
        if event.anchor not in self._anchors:
            self._fail(f"unknown anchor '{event.anchor}' referenced", event)
        return self._anchors[event.anchor]

    def _sequence(self, depth: int) -> list[Any]:
        found = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            found.append(self._of(event, depth + 1))
        return found

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            if isinstance(event, ScalarEvent) and event.value == _MERGE and event.implicit[0]:
                merged |= self._merged(event, depth)
            else:
                key = self._key(event)
                found[key] = self.value(depth + 1)
        return merged | found if merged else found

    def _merged(self, event: Event, depth: int) -> dict[str, Any]:
        value = self.value(depth + 1)
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            self._fail("map merge requires map or sequence of maps as the value", event)
        return {key: item for part in reversed(parts) for key, item in part.items()}

    def _key(self, event: Event) -> str:
        """Numbers and booleans become texts, as JSON has no other keys."""
        key = self._of(event, 0) if isinstance(event, ScalarEvent | AliasEvent) else None
        if isinstance(key, bool):
            return "true" if key else "false"
        if not isinstance(key, str | int | float):
            self._fail("a key must be a text", event)
        return str(key)

    def _fail(self, message: str, event: Event) -> NoReturn:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise TemplateError(f"this is no YAML: {message}", line=line, column=column)


def _scalar(event: ScalarEvent) -> Any:
    """Quoted words are texts, and so is what has a tag that is not one of JSON's."""
    if event.tag:
        return meaning(event.value) if event.tag in _TAGS else event.value
    return meaning(event.value) if event.implicit[0] else event.value
