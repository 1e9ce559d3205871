"""Kinds as people type them behind a verb: `cluster`, `cl`, `app`, `ks`, `HelmRelease`, `pr`."""

from __future__ import annotations

from wgtui.errors import ConfigError
from wgtui.mistakes import APPLICATION_KINDS, hint, kind_named


def application_kind(typed: str) -> str:
    """Of a word that means one kind of application; empty for any other."""
    wanted = typed.casefold()
    return next((kind for kind, words in APPLICATION_KINDS.items() if wanted in words), "")


def subject(verb: str, typed: str, wanted: tuple[str, ...]) -> tuple[str, str]:
    """One of `wanted`, and which kind of application it is where the word says so. Raises ConfigError."""
    known = (kind_named(typed) or "").removesuffix("s")
    if known in wanted:
        return known, ""
    kind = application_kind(typed)
    if kind and "application" in wanted:
        return "application", kind
    words = [*wanted, *(word for names in APPLICATION_KINDS.values() for word in names if "application" in wanted)]
    there = ", ".join(f"{one} (ks, hr)" if one == "application" else one for one in wanted)
    are = "there is" if len(wanted) == 1 else "there are"
    does = "wait for" if verb == "wait" else verb
    raise ConfigError(f"cannot {does} {typed!r}", f"{are} {there}{hint(typed.casefold(), words)}")
