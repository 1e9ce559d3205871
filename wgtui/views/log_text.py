"""One line of a log as a person reads it: when, who, how bad, what; without what is secret."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from wgtui.fleet.logging import Written, fields_of

_SECRETS = re.compile(
    r"""gh[pousr]_\w{8,} | github_pat_\w{8,} | glpat-[\w-]{8,} | xox[abprs]-[\w-]{8,}
        | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
        | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*
        | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----.*
        | (?<=//)[^/@\s:]*:[^/@\s]+(?=@)
        | (?i:(?<=bearer\ )|(?<=basic\ ))[\w.~+/=-]{8,}
        | (?P<name>(?i:password|passwd|passphrase|token|api[_-]?key|secret[_-]?key|access[_-]?key|client[_-]?secret)
          (?:\\?["'])?\s?[=:]\s?)(?:(?P<quote>\\?["'])[^"'\\]{3,}|(?<==)[^\s"',;&]{3,})
        | ^[A-Za-z0-9+/]{64}$""",
    re.VERBOSE,
)
HIDDEN = "***"

_OF_EVERY_LINE = frozenset(
    {"ts", "time", "timestamp", "level", "severity", "msg", "message", "logger", "caller", "v", "reconcileID"}
    | {"controller", "controllerGroup", "controllerKind", "namespace", "name"}
)
"""Fields that are shown in their own place, or that say of which object the line is."""


def short_names(names: Sequence[str]) -> dict[str, str]:
    """What tells `pod/container` names apart: without what all of them begin with, and the container all have."""
    pods = [name.partition("/")[0] for name in names]
    if len(set(pods)) == 1 and len(names) > 1:
        return {name: name.partition("/")[2] for name in names}
    begin = _begin_alike(pods).rfind("-") + 1 if len(pods) > 1 else 0
    one_container = len({name.partition("/")[2] for name in names}) == 1
    return {name: (pod if one_container else name)[begin:] for name, pod in zip(names, pods, strict=True)}


def _begin_alike(names: Sequence[str]) -> str:
    """The first and the last in the order of the alphabet differ soonest."""
    first, last = min(names), max(names)
    alike = next((at for at, letter in enumerate(first) if not last.startswith(letter, at)), len(first))
    return first[:alike]


def masked(text: str) -> str:
    """Without what looks like a password, a token or a private key: logs are shown, copied and recorded."""
    return _SECRETS.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    return f"{match['name'] or ''}{match['quote'] or ''}{HIDDEN}"


def log_line(line: Written, *, who: str = "", plain: bool, clock: Callable[[datetime], str]) -> str:
    """`plain`: as it was written; else structured lines are put into words. `who` wrote it, where that is shown."""
    text = line.text if plain else worded(line.text)
    return masked(f"{_clocked(line.at, clock)}{f'{who} ' if who else ''}{text}")


def _clocked(at: str, clock: Callable[[datetime], str]) -> str:
    return f"{clock(datetime.fromisoformat(at[:19] + '+00:00'))} " if at else ""


def worded(text: str) -> str:
    """`error  cannot build  error="no such file"` of a line of JSON; any other line as it is."""
    fields = fields_of(text)
    if fields is None:
        return text
    level = str(fields.get("level") or fields.get("severity") or "").lower()
    message = fields.get("msg", fields.get("message", ""))
    others = [
        f"{key}={_value(value)}"
        for key, value in fields.items()
        if key not in _OF_EVERY_LINE and not _names_object(key, value, fields)
    ]
    return "  ".join(part for part in (f"{level:<5}" if level else "", _value(message), *others) if part)


def _names_object(key: str, value: Any, fields: Mapping[str, Any]) -> bool:
    return isinstance(value, dict) and key == fields.get("controllerKind")


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
