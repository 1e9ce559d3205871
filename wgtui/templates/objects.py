"""One object of a template's `content`: rendered as YAML and handed on with its metadata open for changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wgtui.errors import TemplateError
from wgtui.templates.blame import blaming
from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.language import Language, Text, Values
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import Writer, dump, sorted_keys
from wgtui.templates.names import check_name
from wgtui.templates.slots import Piece, Read, Slot, SlotWriter, Unfit

_METADATA = "metadata"
Json = dict[str, Any]


@dataclass(slots=True)
class Document:
    """A rendered object: `metadata` as values, everything else as the YAML text it will be, by key."""

    metadata: Json
    sections: dict[str, str]
    had_annotations: bool = False
    """Before the one against pruning, which every object gets and which says nothing about it."""

    def __post_init__(self) -> None:
        self.had_annotations = self.annotations is not None

    def check(self, budget: Budget) -> None:
        """Raises TemplateError where it is no object that Kubernetes could hold."""
        for key in ("apiVersion", "kind"):
            if not isinstance(self.value(key, budget), str):
                raise TemplateError(f"the rendered object has no {key}", expected="apiVersion, kind and metadata")
        check_name(self.metadata.get("name"))

    def value(self, key: str, budget: Budget) -> Any:
        section = load(self.sections[key], budget) if key in self.sections else {}
        return section.get(key)

    def replace(self, key: str, value: Any, budget: Budget) -> None:
        self.sections[key] = _section(key, value, budget)

    def text(self, budget: Budget) -> str:
        sections = (
            {**self.sections, _METADATA: _section(_METADATA, self.metadata, budget)} if self.metadata else self.sections
        )
        return "".join(sections[key] for key in sorted_keys(sections))

    @property
    def annotations(self) -> dict[str, str] | None:
        found = self.metadata.get("annotations")
        return found if isinstance(found, dict) else None


def document(value: Json, budget: Budget) -> Document:
    """Of an object that is there as values. Raises TemplateError."""
    metadata = _metadata(value)
    rest = {key: _section(key, part, budget) for key, part in value.items() if key != _METADATA}
    return Document(metadata, rest)


def _metadata(value: Json) -> Json:
    found = value.get(_METADATA)
    if found is not None and not isinstance(found, dict):
        raise TemplateError("the rendered metadata is no map", expected="name, namespace, labels, annotations")
    return found or {}


def _section(key: str, value: Any, budget: Budget) -> str:
    writer = Writer(budget)
    writer.entry(key, value, "")
    return "".join(writer.lines)


class ObjectTemplate:
    """Raises TemplateError where a text in the object is no template. `read` may remember texts it has read."""

    def __init__(self, value: Json, language: Language, read: Read, budget: Budget) -> None:
        self._language = language
        self._value = value
        self._read = read
        self._text: Text | None = None
        self._sections = self._in_slots(budget)
        if self._sections is None:
            self._text = language.read(dump(value, budget))
        self.parameters = self._text.parameters if self._text else _parameters(self._sections or {})

    @property
    def name_parameter(self) -> str:
        """What the name of the object is made of, first; empty where it is always the same."""
        name = (self._value.get(_METADATA) or {}).get("name")
        found = self._read(name).parameters if isinstance(name, str) else ()
        return next(iter(found), "")

    def _in_slots(self, budget: Budget) -> dict[str, tuple[Piece, ...]] | None:
        try:
            return {key: self._pieces(key, value, budget) for key, value in self._value.items()}
        except (Unfit, TemplateError):
            # The whole text is read instead: it may be one that only makes sense as a whole, or its error has a line.
            return None

    def _pieces(self, key: str, value: Any, budget: Budget) -> tuple[Piece, ...]:
        writer = SlotWriter(budget, self._language, self._read)
        writer.entry(key, value, "")
        return writer.pieces()

    def render(self, values: Values, context: Context) -> Document:
        """Raises TemplateError, with the line in the object's YAML."""
        if self._sections is not None:
            try:
                return self._fill(self._sections, values, context)
            except (Unfit, TemplateError):
                pass
        return self._render_whole(values, context)

    def _fill(self, sections: dict[str, tuple[Piece, ...]], values: Values, context: Context) -> Document:
        if any("\n" in value for value in values.values()):
            raise Unfit
        filled = {key: _filled(pieces, values, context) for key, pieces in sections.items()}
        metadata = load(filled.pop(_METADATA, ""), context.budget)
        return Document(_metadata(metadata or {}), filled)

    def _render_whole(self, values: Values, context: Context) -> Document:
        source = dump(self._value, context.budget)
        if self._text is None:
            self._text = self._language.read(source)
        rendered = self._text.render(values, context)
        with blaming(self._language, source, rendered):
            value = load(rendered, context.budget)
        if not isinstance(value, dict):
            raise TemplateError("what is rendered is no object", expected="a map with apiVersion, kind and metadata")
        return document(value, context.budget)


def _filled(pieces: tuple[Piece, ...], values: Values, context: Context) -> str:
    found = []
    for piece in pieces:
        if isinstance(piece, Slot):
            found.append(piece.line(values, context))
        else:
            context.budget.write(len(piece))
            found.append(piece)
    return "".join(found)


def _parameters(sections: dict[str, tuple[Piece, ...]]) -> tuple[str, ...]:
    slots = [piece for pieces in sections.values() for piece in pieces if isinstance(piece, Slot)]
    return tuple(dict.fromkeys(name for slot in slots for name in slot.text.parameters))
