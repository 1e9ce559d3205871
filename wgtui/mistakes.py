"""What is told about a word on the command line that is not known, and what was probably meant."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable
from typing import Any

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

APPLICATION_KINDS = {
    "Kustomization": ("kustomization", "kustomizations", "ks"),
    "HelmRelease": ("helmrelease", "helmreleases", "hr"),
}
"""Of an application, and how they are typed."""


def hint(typed: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(typed, tuple(known), n=1)
    return f"; did you mean {found[0]}?" if found else ""


def kind_named(typed: str) -> str | None:
    wanted = typed.casefold()
    return next((kind for kind, aliases in KINDS.items() if wanted == kind or wanted in aliases), None)


def wrong_kind(typed: str) -> ConfigError:
    for kind, words in APPLICATION_KINDS.items():
        if typed.casefold() in words:
            return ConfigError(f"cannot get {typed!r}", f"try wgtui get applications --filter kind={kind}")
    return ConfigError(f"cannot get {typed!r}", f"there are {', '.join(KINDS)}{hint(typed.casefold(), KINDS)}")


def wrong_command(typed: str, known: list[str]) -> ConfigError:
    title = f"{typed!r} is not a command"
    if kind_named(typed):
        return ConfigError(title, f"did you mean wgtui get {typed}?")
    return ConfigError(title, f"there are {', '.join(known)}{hint(typed, known)}")


def wrong_flag(typed: str, known: Iterable[str]) -> ConfigError:
    near = hint(typed, known).removeprefix("; ")
    return ConfigError(f"unknown flag {typed}", near or "see wgtui --help")


def one_of(choices: tuple[str, ...]) -> dict[str, Any]:
    """An argument that is one of these words; the first is the default."""

    def chosen(typed: str) -> str:
        if typed not in choices:
            raise argparse.ArgumentTypeError(f"{typed!r} is not one of {', '.join(choices)}{hint(typed, choices)}")
        return typed

    return {"type": chosen, "metavar": "|".join(choices), "default": choices[0], "help": f"(default: {choices[0]})"}
