"""Keys of the user's own choice."""

from __future__ import annotations

import pytest

from wgtui.errors import ConfigError
from wgtui.keys import KEYS, Key
from wgtui.rebinding import Chosen, keymap, rebound


def key(id: str, chosen: Chosen) -> Key:
    return next(one for one in rebound(KEYS, chosen) if one.id == id)


@pytest.mark.parametrize(
    ("typed", "keys", "shown"),
    [
        (("ctrl+p",), "ctrl+p", "^p"),
        (("P", "f9"), "P,f9", "P F9"),
        (("%",), "percent_sign", "%"),
        ((",",), "comma", ","),
        (("+",), "plus", "+"),
        (("ctrl+shift+f5",), "ctrl+shift+f5", "^Shift-F5"),
        (("alt+enter",), "alt+enter", "Alt-⏎"),
        (("PageDown",), "pagedown", "PgDn"),
    ],
)
def test_a_key_is_understood_and_written_as_a_person_does(typed: tuple[str, ...], keys: str, shown: str) -> None:
    """In Textual's names on one side, in the footer's on the other."""
    found = key("palette", {"palette": typed, "lines.page_down": ("ctrl+f",)})
    assert (found.keys, found.shown) == (keys, shown)


def test_what_is_not_chosen_stays() -> None:
    """Every other key of the registry."""
    before = {one.id: one for one in KEYS}
    after = {one.id: one for one in rebound(KEYS, {"palette": ("ctrl+p",)})}
    assert {id for id, one in after.items() if one != before[id]} == {"palette"}


def test_a_binding_can_lose_its_key() -> None:
    """It is in no footer and no help any more, and no key does it."""
    chosen: Chosen = {"unwell": ()}
    found = rebound(KEYS, chosen)
    assert "unwell" not in {one.id for one in found}
    assert keymap(found, chosen) == {"unwell": "no_key"}


def test_two_bindings_can_change_places() -> None:
    """Neither is in the way of the other."""
    chosen = {"describe": ("y",), "yaml": ("d",)}
    assert keymap(rebound(KEYS, chosen), chosen) == {"describe": "y", "yaml": "d"}


def test_a_key_may_be_used_where_the_other_binding_is_never_live() -> None:
    """`w` wraps a text; in a table it is free."""
    assert key("sort", {"sort": ("w",)}).keys == "w"


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"palete": ("x",)}, "keys.palete is not a binding: did you mean palette?"),
        ({"xyzzy": ("x",)}, "keys.xyzzy is not a binding: see docs/keys.md"),
        ({"palette": ("ctrl+",)}, "keys.palette: 'ctrl\\+' is not a key: expected a character, or a name"),
        ({"palette": ("pagedwn",)}, "keys.palette: 'pagedwn' is not a key"),
        ({"palette": ("",)}, "keys.palette: '' is not a key"),
        ({"palette": ("\x1b",)}, "keys.palette: .* is not a key"),
        ({"palette": ("d",)}, "keys.palette: d is already the key of describe: give describe another one, or false"),
        ({"sort": ("j",)}, "keys.sort: j is already the key of lines.down"),
        ({"leave": ("q",)}, "keys.leave cannot be changed: \\^c leaves, whatever happens"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(chosen: Chosen, told: str) -> None:
    """Before the screen opens."""
    with pytest.raises(ConfigError, match=told):
        rebound(KEYS, chosen)


def test_the_keys_of_a_recording_are_free_for_everything_else() -> None:
    """They count only while one is played; among themselves they may not clash."""
    by_id = {key.id: key for key in rebound(KEYS, {"palette": (",",)})}
    assert by_id["palette"].keys == by_id["play-back"].keys == "comma"
    with pytest.raises(ConfigError, match="already the key of play-next"):
        rebound(KEYS, {"play": (".",)})
