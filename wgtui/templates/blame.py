"""Whose fault it is when what was rendered cannot be read: the parameters of the line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wgtui.errors import TemplateError
from wgtui.templates.language import Language

_WIDEST_EXCERPT = 120


@contextmanager
def blaming(language: Language, template: str, rendered: str) -> Iterator[None]:
    """An error of `rendered` gets the line it is in to show, and the first parameter that stands there in `template`.

    Where values of several lines were put in, nobody can tell which line of the template it was.
    """
    try:
        yield
    except TemplateError as error:
        lines = rendered.split("\n")
        if 1 <= error.line <= len(lines):
            error.detail = error.detail or f"in: {lines[error.line - 1].strip()[:_WIDEST_EXCERPT]}"
            if not error.parameter and len(lines) == template.count("\n") + 1:
                error.parameter = next(iter(_parameters(language, template.split("\n")[error.line - 1])), "")
        raise


def _parameters(language: Language, line: str) -> tuple[str, ...]:
    try:
        return language.read(line).parameters
    except TemplateError:
        return ()
