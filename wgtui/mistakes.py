"""What is told about a word on the command line that is not known, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from wgtui.errors import ConfigError

KINDS = {
    "clusters": ("cluster", "cl"),
    "applications": ("application", "apps", "app"),
    "sources": ("source", "src"),
    "templates": ("template", "tpl"),
    "credentials": ("credential", "identities", "identity", "cred"),
    "pulls": ("pull", "prs", "pr"),
    "events": ("event", "ev"),
}
"""What `get` prints, and the shorter names of it."""


def hint(typed: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(typed, tuple(known), n=1)
    return f"; did you mean {found[0]}?" if found else ""


def kind_named(typed: str) -> str | None:
    wanted = typed.casefold()
    return next((kind for kind, aliases in KINDS.items() if wanted == kind or wanted in aliases), None)


def wrong_kind(typed: str) -> ConfigError:
    return ConfigError(f"cannot get {typed!r}", f"there are {', '.join(KINDS)}{hint(typed.casefold(), KINDS)}")


def wrong_command(typed: str, known: list[str]) -> ConfigError:
    title = f"{typed!r} is not a command"
    if kind_named(typed):
        return ConfigError(title, f"did you mean wgtui get {typed}?")
    return ConfigError(title, f"there are {', '.join(known)}{hint(typed, known)}")


def wrong_flag(typed: str, known: Iterable[str]) -> ConfigError:
    near = hint(typed, known).removeprefix("; ")
    return ConfigError(f"unknown flag {typed}", near or "see wgtui --help")
