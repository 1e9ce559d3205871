"""Long texts as lines of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wgtui.widgets.sections_view import is_harmless_link, wrapped


def test_words_stay_whole_where_they_fit() -> None:
    """Cut between words."""
    assert wrapped("one two three four", 9) == ["one two", "three", "four"]


def test_a_word_longer_than_a_line_begins_right_behind_the_one_before() -> None:
    """A digest leaves no line half empty."""
    assert wrapped("at sha256:0123456789", 10) == ["at sha256:", "0123456789"]


def test_what_is_left_out_is_told_by_an_ellipsis() -> None:
    """In the last line that is shown, within its width."""
    assert wrapped("one two three", 8, most=1) == ["one two…"]
    assert wrapped("a" * 30, 8, "~", most=2) == ["a" * 8, "a" * 7 + "~"]


@given(st.text(max_size=300), st.integers(8, 40), st.integers(1, 5))
def test_no_line_is_wider_than_it_may_be_nor_any_character_harmful(text: str, width: int, most: int) -> None:
    """Whatever the text."""
    lines = wrapped(text, width, most=most)
    assert 1 <= len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)
    assert all(character.isprintable() or character == "\ufffd" for line in lines for character in line)


def test_a_megabyte_costs_no_more_than_what_is_shown_of_it() -> None:
    """The rest is never looked at."""
    assert wrapped("x" * 1_000_000, 80, most=2)[1].endswith("…")


@pytest.mark.parametrize(
    ("url", "harmless"),
    [
        ("https://grafana.example.com/d/1?a=b", True),
        ("https://example.com/\x1b\\\x1b]52;c;aGk=\x07", False),
        ("https://example.com/a b", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https://exámple.com", False),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str, harmless: bool) -> None:
    """It stands in an escape sequence, which nothing in it may end."""
    assert is_harmless_link(url) is harmless
