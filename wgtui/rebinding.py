"""Other keys for the bindings of the registry, as a user chose them by their ids."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.keys import Keys, _character_to_key

from wgtui.errors import ConfigError
from wgtui.keys import Key, Where

Chosen = Mapping[str, tuple[str, ...]]
"""Keys by the id of a binding; empty for none."""

FIXED = "leave"
"""Its key ends a program that hangs: the terminal's driver knows it."""

NO_KEY = "no_key"
"""No terminal sends it."""

_KEY = re.compile(r"(?P<modifiers>(?:(?:ctrl|alt|shift)\+)*)(?P<name>.|\w+)\Z", re.DOTALL)
_MODIFIERS = {"ctrl": "^", "alt": "Alt-", "shift": "Shift-"}
_NAMES = {
    "enter": "⏎",
    "escape": "Esc",
    "tab": "⇥",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Ins",
    "delete": "Del",
    "backspace": "BS",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
"""How a person writes a key."""


def rebound(keys: Sequence[Key], chosen: Chosen) -> tuple[Key, ...]:
    """The registry as the user wants it, without what has no key any more. Raises ConfigError."""
    _check_ids(keys, chosen)
    changed = tuple(_with_keys(key, chosen[key.id]) if key.id in chosen else key for key in keys)
    found = tuple(key for key in changed if key.keys)
    _check_clashes(found, chosen)
    return found


def keymap(keys: Sequence[Key], chosen: Chosen) -> dict[str, str]:
    """The same for Textual, from the registry that `rebound` made."""
    taken = {key.id: key.keys for key in keys}
    return {id: taken.get(id, NO_KEY) for id in chosen}


def _check_ids(keys: Sequence[Key], chosen: Chosen) -> None:
    ids = [key.id for key in keys]
    for id in chosen:
        if id == FIXED:
            raise ConfigError(f"keys.{id} cannot be changed", "^c leaves, whatever happens")
        if id not in ids:
            near = difflib.get_close_matches(id, ids, n=1)
            raise ConfigError(f"keys.{id} is not a binding", f"did you mean {near[0]}?" if near else "see docs/keys.md")


def _with_keys(key: Key, chosen: tuple[str, ...]) -> Key:
    typed = [_understood(key.id, one) for one in chosen]
    return replace(key, keys=",".join(name for name, _ in typed), shown=" ".join(shown for _, shown in typed))


def _understood(id: str, typed: str) -> tuple[str, str]:
    """As Textual names the key, and as a person writes it."""
    found = _KEY.match(typed)
    name = found["name"] if found else ""
    name = name.lower() if len(name) > 1 else name
    if found is None or not (name in _KNOWN or (len(name) == 1 and name.isprintable())):
        hint = 'expected a character, or a name such as "ctrl+p", "f5", "pagedown"'
        raise ConfigError(f"keys.{id}: {typed!r} is not a key", hint)
    modifiers = [modifier for modifier in found["modifiers"].split("+") if modifier]
    written = "".join(_MODIFIERS[modifier] for modifier in modifiers) + _NAMES.get(name, name)
    return "+".join([*modifiers, _character_to_key(name) if len(name) == 1 else name]), written


_KNOWN = {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")} & _NAMES.keys()


def _check_clashes(keys: Sequence[Key], chosen: Chosen) -> None:
    for key in (key for key in keys if key.id in chosen):
        own = set(key.keys.split(","))
        for other in keys:
            if other is not key and own & set(other.keys.split(",")) and _meet(key, other):
                raise ConfigError(
                    f"keys.{key.id}: {key.shown} is already the key of {other.id}",
                    f"give {other.id} another one, or false for none",
                )


def _meet(key: Key, other: Key) -> bool:
    """Whether both can be live at once: what a widget binds is not while another has the keyboard."""
    if Where.FIELD in (key.where, other.where):
        return key.where is other.where or Where.APP in (key.where, other.where)
    if Where.REPLAY in (key.where, other.where):
        # A recording is played once in a while: who has another use for its keys keeps that.
        return key.where is other.where
    if {key.where, other.where} & _ALONE:
        return key.where is other.where or FIXED in (key.id, other.id)
    return key.where is other.where or not {key.where, other.where} <= _WIDGETS


_ALONE = {Where.FORM, Where.REVIEW}
"""Screens whose own keys come first: only what ends the program is taken before."""

_WIDGETS = {Where.TABLE, Where.TREE, Where.TEXT}
