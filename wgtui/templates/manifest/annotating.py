"""An annotation or credentials put into a document whose text and comments are kept."""

from __future__ import annotations

import io
from typing import Any

from wgtui.errors import TemplateError
from wgtui.templates.manifest.outline import Outline
from wgtui.templates.manifest.writing import is_printable, scalar

_LONGEST_REWRITTEN = 256 * 1024


def annotated(text: str, found: Outline, key: str, value: str) -> str:
    """`found` is the outline of `text`. Where metadata is not written in blocks the document is written anew."""
    lines = text.splitlines(keepends=True)
    existing = (found.lines or {}).get(key)
    if found.annotations is not None and (existing is not None or key not in (found.lines or {})):
        first, last = existing or (found.annotations.line, found.annotations.line - 1)
        lines[first : last + 1] = [_line(found.annotations.column, key, value)]
    elif found.metadata is not None and not found.names_annotations:
        column = found.metadata.column
        lines[found.metadata.line : found.metadata.line] = [
            " " * column + "annotations:\n",
            _line(column + 2, key, value),
        ]
    else:
        return _rewritten(text, ("metadata", "annotations", key), value)
    return "".join(lines)


def _line(column: int, key: str, value: str) -> str:
    return f"{' ' * column}{key}: {scalar(value, ' ' * (column + 2))}\n"


def _rewritten(text: str, path: tuple[str, ...], value: Any) -> str:
    """`path` set to `value`, with comments kept; the maps on the way are made where they are missing."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if len(text) > _LONGEST_REWRITTEN:
        raise TemplateError(
            "a large document has no place to write into", expected=f"{path[0]} as a map on lines of its own"
        )
    parser = YAML(typ="rt")
    parser.preserve_quotes = True
    parser.width = 2**20
    parser.explicit_start = any(line.startswith("---") for line in text.splitlines())
    body = target = parser.load(text)
    for name in path[:-1]:
        if not isinstance(target.get(name), dict):
            target[name] = {}
        target = target[name]
    target[path[-1]] = value if not isinstance(value, str) or is_printable(value) else DoubleQuotedScalarString(value)
    written = io.StringIO()
    parser.dump(body, written)
    return written.getvalue()


def with_identity(text: str, identity: dict[str, Any]) -> str:
    """`spec.identityRef` of the document replaced."""
    return _rewritten(text, ("spec", "identityRef"), identity)
