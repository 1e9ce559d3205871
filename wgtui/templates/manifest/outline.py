"""What a document is about and where its annotations stand, read only as far as needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    StreamStartEvent,
)

from wgtui.templates.manifest.reading import events


@dataclass(frozen=True, slots=True)
class Block:
    """Entries on lines of their own: the first begins at `line` (from 0) and `column`."""

    line: int
    column: int


@dataclass(slots=True)
class Outline:
    """`metadata` and `annotations` are None where they are not in a block; `lines` are those each annotation takes.

    `has_annotations` says that there is a map of them, `names_annotations` that there is at least the key.
    """

    api_version: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""
    is_map: bool = False
    has_annotations: bool = False
    names_annotations: bool = False
    metadata: Block | None = None
    annotations: Block | None = None
    lines: dict[str, tuple[int, int] | None] | None = None

    @property
    def is_object(self) -> bool:
        return bool(self.api_version and self.kind)


def outline(text: str) -> Outline:
    """Of the first document of `text`. Raises TemplateError."""
    found = Outline()
    stream = events(text)
    for event in stream:
        if isinstance(event, MappingStartEvent):
            found.is_map = True
            _read_top(stream, found)
        if not isinstance(event, StreamStartEvent | DocumentStartEvent):
            break
    return found


def _read_top(stream: Iterator[Event], found: Outline) -> None:
    wanted = {"apiVersion", "kind", "metadata"}
    for key, value in _entries(stream):
        if not wanted:
            return
        wanted.discard(key.value)
        match key.value:
            case "apiVersion":
                found.api_version = _word(value)
            case "kind":
                found.kind = _word(value)
            case "metadata" if isinstance(value, MappingStartEvent):
                found.metadata = _block(key, value)
                _read_metadata(stream, found)
                continue
        _skip(value, stream)


def _read_metadata(stream: Iterator[Event], found: Outline) -> None:
    for key, value in _entries(stream):
        found.names_annotations |= key.value == "annotations"
        match key.value:
            case "name":
                found.name = _word(value)
            case "namespace":
                found.namespace = _word(value)
            case "annotations" if isinstance(value, MappingStartEvent):
                found.has_annotations = True
                found.annotations = _block(key, value)
                found.lines = {one.value: _lines(one, its) for one, its in _entries(stream) if _skip(its, stream)}
                continue
        _skip(value, stream)


def _entries(stream: Iterator[Event]) -> Iterator[tuple[ScalarEvent, Event]]:
    """Keys of the map that has just begun, and what their values begin with: to be read to its end by who asks."""
    for key in stream:
        if isinstance(key, MappingEndEvent):
            return
        if isinstance(key, ScalarEvent):
            yield key, next(stream)
        else:
            _skip(key, stream)
            _skip(next(stream), stream)


def _skip(event: Event, stream: Iterator[Event]) -> bool:
    """Read the value that begins with `event` to its end."""
    depth = int(isinstance(event, CollectionStartEvent))
    while depth:
        following = next(stream)
        depth += isinstance(following, CollectionStartEvent) - isinstance(following, CollectionEndEvent)
    return True


def _word(event: Event) -> str:
    return str(event.value) if isinstance(event, ScalarEvent) else ""


def _block(key: ScalarEvent, value: MappingStartEvent) -> Block | None:
    begins, above = value.start_mark, key.start_mark
    if value.flow_style or begins is None or above is None or begins.line <= above.line:
        return None
    return Block(begins.line, begins.column)


def _lines(key: ScalarEvent, value: Event) -> tuple[int, int] | None:
    """None where the value is no word on lines that are its own."""
    begins, ends = key.start_mark, value.end_mark
    if begins is None or ends is None or not isinstance(value, ScalarEvent) or value.style in ("|", ">"):
        return None
    return begins.line, ends.line
