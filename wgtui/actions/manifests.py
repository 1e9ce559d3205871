"""Objects in files of a repository: found among documents, changed where they stand, every other byte left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from wgtui.actions.scalars import block, flow
from wgtui.errors import ConfigError
from wgtui.resources.meta import ObjectRef

LARGEST_FILE: Final = 1024 * 1024
"""Bytes of a file that is looked through."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object by its group, kind and name; the version in the file may be another than the served one."""

    group: str
    kind: str
    ref: ObjectRef


@dataclass(frozen=True, slots=True)
class Located:
    """`index` counts the YAML documents of the file from 0."""

    path: str
    index: int
    exact: bool
    """Whether the file names the namespace too; otherwise the Kustomization adds it."""


def locate(files: Mapping[str, bytes], wanted: Wanted) -> tuple[Located, ...]:
    """Where the object stands: those with its namespace if there are any, else those that name none."""
    found = [one for path in sorted(files) for one in _located(path, files[path], wanted)]
    exact = tuple(one for one in found if one.exact)
    return exact or tuple(found)


def _located(path: str, content: bytes, wanted: Wanted) -> Iterator[Located]:
    if not path.endswith((".yaml", ".yml")) or len(content) > LARGEST_FILE or wanted.ref.name.encode() not in content:
        return
    try:
        for index, node in enumerate(yaml.compose_all(content, Loader=_LOADER)):
            if _is(node, wanted):
                namespace = _text(node, "metadata", "namespace")
                if namespace in ("", wanted.ref.namespace):
                    yield Located(path, index, namespace == wanted.ref.namespace)
    except yaml.YAMLError:
        return


def _is(node: yaml.Node | None, wanted: Wanted) -> bool:
    return (
        _text(node, "kind") == wanted.kind
        and _text(node, "apiVersion").rpartition("/")[0] == wanted.group
        and _text(node, "metadata", "name") == wanted.ref.name
    )


def changed(text: str, index: int, path: tuple[str, ...], value: Any) -> str:
    """The text with one field of one document set to `value`; None takes the field away.

    Raises ConfigError where the document is written in a way that cannot be changed in place.
    """
    root = _documents(text)[index]
    return _set(text, _mapping(root, path), path, value)


def scalar_at(text: str, index: int, path: tuple[str, ...]) -> str:
    """A value as it is written, `1.10` with its nought; empty where there is none."""
    return _text(_documents(text)[index], *path)


def block_at(text: str, index: int, path: tuple[str, ...]) -> str:
    """The mapping at a path as it is written, comments too, moved to the left; empty where there is none.

    One that is written on a line, with braces, comes as a block.
    """
    root = _documents(text)[index]
    found = _found(_mapping(root, path), path)
    if found is None or not isinstance(found[1], yaml.MappingNode) or not found[1].value:
        return ""
    value = found[1]
    if value.flow_style:
        return block(yaml.safe_load(text[value.start_mark.index : value.end_mark.index]), 0) + "\n"
    start, end = _lines_of(text, found)
    column = value.start_mark.column
    return "".join(_moved_left(line, column) for line in _lines(text[start:end]))


def with_block(text: str, index: int, path: tuple[str, ...], written: str) -> str:
    """The text with the mapping at a path as it is written. Raises ConfigError as `changed` does."""
    found = _found(_mapping(_documents(text)[index], path), path)
    is_block = found is not None and isinstance(found[1], yaml.MappingNode) and not found[1].flow_style
    value = yaml.safe_load(written)
    if found is None or not is_block or not value:
        return changed(text, index, path, value or {})
    start, end = _lines_of(text, found)
    margin = " " * found[1].start_mark.column
    lines = [margin + line if line.strip() else line for line in _lines(written.rstrip("\n") + "\n")]
    return text[:start] + "".join(lines).removesuffix("\n") + text[end:]


def _found(node: yaml.Node, path: tuple[str, ...]) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value at a path."""
    entry = None
    for key in path:
        entry = _entry(node, key) if isinstance(node, yaml.MappingNode) else None
        if entry is None:
            return None
        node = entry[1]
    return entry


def _lines_of(text: str, entry: tuple[yaml.Node, yaml.Node]) -> tuple[int, int]:
    """From the line below the key to behind the last letter of its block, a comment on that line too."""
    key, value = entry
    start = text.index("\n", key.end_mark.index) + 1
    end = text.find("\n", _end(text, value))
    return start, len(text) if end < 0 else end


def _moved_left(line: str, columns: int) -> str:
    """A comment may stand further to the left than what it is about; an empty line stays one."""
    if line[:columns].strip():
        return line.lstrip()
    return line[columns:] or "\n"


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _set(text: str, node: yaml.MappingNode, path: tuple[str, ...], value: Any) -> str:
    key, *rest = path
    entry = _entry(node, key)
    if entry is None:
        return text if value is None else _inserted(text, node, key, _nested(rest, value))
    if not rest:
        return _removed(text, node, entry) if value is None else _replaced(text, entry, value)
    child = entry[1]
    if isinstance(child, yaml.MappingNode) and child.value:
        return _set(text, child, tuple(rest), value)
    return text if value is None else _replaced(text, entry, _nested(rest, value))


def _nested(path: list[str], value: Any) -> Any:
    for key in reversed(path):
        value = {key: value}
    return value


def _replaced(text: str, entry: tuple[yaml.Node, yaml.Node], value: Any) -> str:
    key, old = entry
    start, end = key.end_mark.index, _end(text, old)
    colon = text.index(":", start) + 1
    if isinstance(value, dict | list) and value:
        below = block(value, key.start_mark.column + 2)
        return f"{text[:colon]}\n{below}{_rest(text, end)}"
    return f"{text[:colon]} {flow(value)}{text[end:]}"


def _rest(text: str, end: int) -> str:
    """What follows a value that now ends its line: the line break, and a comment behind the old value goes with it."""
    line = text.find("\n", end)
    return "" if line < 0 else text[line:]


def _inserted(text: str, node: yaml.MappingNode, key: str, value: Any) -> str:
    """At the end of the mapping, at the indentation of its first key."""
    if node.flow_style or not node.value:
        raise ConfigError("this field cannot be changed in place", f"add {key} in the editor")
    column = node.value[0][0].start_mark.column
    end = _end(text, node.value[-1][1])
    line = text.find("\n", end)
    at = len(text) if line < 0 else line + 1
    before = text[:at] if text[:at].endswith("\n") or not text[:at] else text[:at] + "\n"
    return f"{before}{block({key: value}, column)}\n{text[at:]}"


def _removed(text: str, node: yaml.MappingNode, entry: tuple[yaml.Node, yaml.Node]) -> str:
    if node.flow_style or len(node.value) == 1:
        raise ConfigError("this field cannot be taken away in place", "change it in the editor")
    key, old = entry
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    line = text.find("\n", _end(text, old))
    return text[:start] + ("" if line < 0 else text[line + 1 :])


def _end(text: str, node: yaml.Node) -> int:
    """Behind the last letter of a value: a block's own mark is where the next thing begins."""
    end: int = node.end_mark.index
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip("\n "))
    return end


def check_yaml(text: str) -> None:
    """Raises ConfigError, with the line where it stops being YAML."""
    _documents(text)


def _documents(text: str) -> list[yaml.Node]:
    """With marks that count characters, which the quick loader's do not."""
    try:
        return list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        words = getattr(error, "problem", None) or str(error)
        raise ConfigError("the file is no YAML", " ".join(f"{where}{words}".split())[:200]) from None


def _mapping(node: yaml.Node, path: tuple[str, ...]) -> yaml.MappingNode:
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError("this document is no object", f"{'.'.join(path)} cannot be set")
    return node


def _entry(node: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next((pair for pair in node.value if pair[0].value == key), None)


def _text(node: yaml.Node | None, *path: str) -> str:
    """The scalar at a path, empty where there is none."""
    for key in path:
        entry = _entry(node, key) if isinstance(node, yaml.MappingNode) else None
        if entry is None:
            return ""
        node = entry[1]
    return node.value if isinstance(node, yaml.ScalarNode) else ""
