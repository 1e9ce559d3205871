"""JSONPath as printer columns use it: members, quoted members, indexes, `[*]` and filters on equality."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

Step = tuple[str, str, str]
"""(kind, name, value): a member, an item, all items, or those whose member has a value."""

_STEP = re.compile(
    r"""\.?\[\?\(@\.([\w./-]+)\s*==\s*["']([^"']*)["']\)\]   # a filter
    |\.?\[\*\]|\.\*                                          # everything
    |\.?\[(-?\d+)\]                                          # an item
    |\.?\[["']((?:[^"'\\]|\\.)+)["']\]                       # a quoted member
    |\.((?:[^.\[\\]|\\.)+)                                   # a member, its dots behind backslashes
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=1024)
def parse(path: str) -> tuple[Step, ...]:
    """Steps of a path; what cannot be read ends it."""
    steps: list[Step] = []
    position = 0
    text = path.strip("{}")
    while position < len(text) and (match := _STEP.match(text, position)):
        name, value, index, quoted, member = match.groups()
        if name is not None:
            steps.append(("where", name, value))
        elif index is not None:
            steps.append(("item", index, ""))
        elif quoted is not None or member is not None:
            steps.append(("member", re.sub(r"\\(.)", r"\1", quoted or member), ""))
        else:
            steps.append(("all", "", ""))
        position = match.end()
    return tuple(steps)


def find(path: str, value: Any) -> list[Any]:
    """Everything the path leads to."""
    found = [value]
    for step in parse(path):
        found = [child for each in found for child in _step(step, each)]
    return found


def _step(step: Step, value: Any) -> list[Any]:
    kind, name, wanted = step
    if kind == "member":
        return [value[name]] if isinstance(value, dict) and name in value else []
    if kind == "all":
        return list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []
    if not isinstance(value, list):
        return []
    if kind == "where":
        return [item for item in value if str(_member(item, name)) == wanted]
    index = int(name)
    return [value[index]] if -len(value) <= index < len(value) else []


def _member(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
