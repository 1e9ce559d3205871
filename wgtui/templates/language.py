"""The two languages a template may be written in, behind one face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from wgtui.errors import TemplateError
from wgtui.resources.templates import ENVSUBST, TEMPLATING, Template
from wgtui.templates.envsubst.template import Envsubst
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.evaluator import Template as GoTemplate
from wgtui.templates.gotemplate.usage import PARAMETERS, parameters_of
from wgtui.templates.gotemplate.values import StringMap
from wgtui.templates.sprig import ABSENT, FUNCTIONS

DELIMITERS = "templates.weave.works/delimiters"


Values = StringMap
"""The value of every parameter."""


class Text(Protocol):
    """A text read once."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names it uses, in order of appearance."""
        ...

    def render(self, values: Values, context: Context) -> str:
        """Raises TemplateError."""
        ...


class Language(Protocol):
    @property
    def marker(self) -> str:
        """What a text must contain to be anything but itself."""
        ...

    def read(self, text: str) -> Text:
        """Raises TemplateError."""
        ...

    def reaches_out(self, text: str) -> bool:
        """Whether it takes away spaces before or behind itself."""
        ...


class _EnvsubstText:
    def __init__(self, text: str) -> None:
        self._text = Envsubst(text)
        self.parameters = self._text.variables

    def render(self, values: Values, context: Context) -> str:
        return self._text.render(values, context.budget)


@dataclass(frozen=True, slots=True)
class EnvsubstLanguage:
    marker: str = "$"

    def read(self, text: str) -> Text:
        return _EnvsubstText(text)

    def reaches_out(self, _: str) -> bool:
        return False


class _GoText:
    def __init__(self, text: str, language: TemplatingLanguage) -> None:
        self._language = language
        self._text = GoTemplate(text, FUNCTIONS, language.marker, language.right, ABSENT, language.name)
        self.parameters = parameters_of(self._text.tree)

    def render(self, values: Values, context: Context) -> str:
        language = self._language
        meta = {"name": language.name, "namespace": language.namespace}
        return self._text.render({PARAMETERS: values, "template": {"meta": meta}}, context)


@dataclass(frozen=True, slots=True)
class TemplatingLanguage:
    """`name` and `namespace` are the template's own, which it may ask for; `marker` is the left delimiter."""

    name: str
    namespace: str
    marker: str = "{{"
    right: str = "}}"

    def read(self, text: str) -> Text:
        return _GoText(text, self)

    def reaches_out(self, text: str) -> bool:
        return text.lstrip().startswith(f"{self.marker}-") or text.rstrip().endswith(f"-{self.right}")


def language_of(template: Template) -> Language:
    """Raises TemplateError for a render type nobody knows."""
    meta, render_type = template.metadata, template.spec.render_type
    if render_type in ("", ENVSUBST):
        return EnvsubstLanguage()
    if render_type != TEMPLATING:
        raise TemplateError(
            f"unknown template renderType: {render_type}",
            source="spec.renderType",
            expected=f"{ENVSUBST} or {TEMPLATING}",
        )
    delimiters = meta.all_annotations.get(DELIMITERS, "").split(",")
    left, right = delimiters if len(delimiters) == 2 else ("", "")
    return TemplatingLanguage(meta.name, meta.namespace, left or "{{", right or "}}")
