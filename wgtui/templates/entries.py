"""One entry of `spec.resourcetemplates`: a path, and objects or a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wgtui.errors import TemplateError
from wgtui.resources.templates import Template
from wgtui.templates.blame import blaming
from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.injection import Additions, add
from wgtui.templates.language import Language, Text, Values
from wgtui.templates.objectlist import ObjectList
from wgtui.templates.objects import Document, ObjectTemplate
from wgtui.templates.places import at
from wgtui.templates.rawtext import RawText
from wgtui.templates.slots import Read

Json = dict[str, Any]
Body = ObjectList | RawText


@dataclass(frozen=True, slots=True)
class Entry:
    """As read from the template, v1alpha1's flat objects in the form of v1alpha2. `source` names its place."""

    source: str
    path: str
    content: tuple[tuple[str, Json], ...]
    raw: str


def entries_of(template: Template) -> Iterator[Entry]:
    """Raises TemplateError. Without conversion a server hands out what is stored: the form decides, not the version."""
    flat: list[tuple[str, Json]] = []
    for index, entry in enumerate(template.spec.resourcetemplates):
        source = f"spec.resourcetemplates[{index}]"
        if "kind" in entry and "apiVersion" in entry:
            flat.append((source, entry))
        else:
            yield _entry(template, source, entry)
    if flat:
        yield Entry(flat[0][0], "", tuple(flat), "")


def _entry(template: Template, source: str, entry: Json) -> Entry:
    path, content, raw = entry.get("path") or "", entry.get("content"), entry.get("raw") or ""
    if raw and content is not None:
        meta = template.metadata
        name = f"{meta.name}/{meta.namespace}"
        raise TemplateError(f"cannot specify both raw and content in the same resource template: {name}", source=source)
    if not isinstance(path, str) or not isinstance(raw, str) or not isinstance(content or [], list):
        raise TemplateError(
            "the entry cannot be read", source=source, expected="path and raw as texts, content as a list"
        )
    found = [(f"{source}.content[{index}]", value) for index, value in enumerate(content or [])]
    for place, value in found:
        if not isinstance(value, dict):
            raise TemplateError("what stands in content is no object", source=place, expected="a map")
    return Entry(source, path, tuple(found), raw)


class EntryTemplate:
    """Raises TemplateError where one of its texts is no template."""

    def __init__(self, entry: Entry, language: Language, read: Read, budget: Budget) -> None:
        self.source = entry.source
        self._entry = entry
        self._language = language
        self._path = self._read(f"{entry.source}.path", entry.path, language) if entry.path else None
        self._raw = self._read(f"{entry.source}.raw", entry.raw, language) if entry.raw else None
        self._objects: list[tuple[str, ObjectTemplate]] = []
        for source, value in entry.content:
            with at(source):
                self._objects.append((source, ObjectTemplate(value, language, read, budget)))

    def _read(self, source: str, text: str, language: Language) -> Text:
        with at(source):
            return language.read(text)

    @property
    def parameters(self) -> tuple[str, ...]:
        texts = [text for text in (self._path, self._raw) if text is not None]
        found = [text.parameters for text in texts] + [value.parameters for _, value in self._objects]
        return tuple(dict.fromkeys(name for names in found for name in names))

    def path(self, values: Values, context: Context) -> str:
        """Empty where the entry has none."""
        with at(f"{self.source}.path"):
            return self._path.render(values, context) if self._path else ""

    def render(self, values: Values, context: Context, additions: Additions) -> Body:
        """Raises TemplateError naming the part of the template and the line."""
        if self._raw is None:
            return ObjectList([self._document(*one, values, context, additions) for one in self._objects])
        with at(f"{self.source}.raw"):
            rendered = self._raw.render(values, context)
            with blaming(self._language, self._entry.raw, rendered):
                text = RawText(rendered)
            if additions.identity is not None:
                text.identify(additions.identity)
            return text

    def _document(
        self, source: str, template: ObjectTemplate, values: Values, context: Context, additions: Additions
    ) -> Document:
        with at(source):
            document = template.render(values, context)
            try:
                document.check(context.budget)
            except TemplateError as error:
                error.parameter = template.name_parameter
                raise
            add(document, additions, context.budget)
            return document
