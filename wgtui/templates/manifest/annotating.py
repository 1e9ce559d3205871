"""One annotation put into a document whose text and comments are kept."""

from __future__ import annotations

import io

from wgtui.errors import TemplateError
from wgtui.templates.manifest.outline import Outline
from wgtui.templates.manifest.writing import scalar

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
        return _rewritten(text, key, value)
    return "".join(lines)


def _line(column: int, key: str, value: str) -> str:
    return f"{' ' * column}{key}: {scalar(value, ' ' * (column + 2))}\n"


def _rewritten(text: str, key: str, value: str) -> str:
    from ruamel.yaml import YAML

    if len(text) > _LONGEST_REWRITTEN:
        raise TemplateError(
            "a large document has no metadata that could be annotated", expected="metadata on lines of its own"
        )
    parser = YAML(typ="rt")
    parser.preserve_quotes = True
    parser.width = 2**20
    body = parser.load(text)
    for name in ("metadata", "annotations"):
        parent = body if name == "metadata" else body["metadata"]
        if not isinstance(parent.get(name), dict):
            parent[name] = {}
    body["metadata"]["annotations"][key] = value
    written = io.StringIO()
    parser.dump(body, written)
    return written.getvalue()
