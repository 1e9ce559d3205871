"""Offsets in a text → line, column and the line itself, for a person to find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wgtui.errors import TemplateError

_WIDEST_EXCERPT = 120


def located(error: TemplateError, text: str, position: int) -> TemplateError:
    """The same error with the place in `text`; an error that already knows its place keeps it."""
    if error.line:
        return error
    begins = text.rfind("\n", 0, position) + 1
    ends = text.find("\n", position)
    error.line = text.count("\n", 0, position) + 1
    error.column = position - begins + 1
    excerpt = text[begins : ends if ends >= 0 else len(text)].strip()
    if excerpt and not error.detail:
        error.detail = f"in: {excerpt[:_WIDEST_EXCERPT]}"
    return error


@contextmanager
def at(source: str) -> Iterator[None]:
    """Errors from inside belong to this part of the template, unless they name one already."""
    try:
        yield
    except TemplateError as error:
        error.source = error.source or source
        raise
