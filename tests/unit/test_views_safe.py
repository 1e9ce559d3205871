"""Text from a cluster is hostile."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtui.views.safe import LIMIT, as_ascii, printable, printable_lines

ANY = st.text(st.characters(codec=None), max_size=200)
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("plain text", "plain text"),
        ("[red]markup[/] stays as it is", "[red]markup[/] stays as it is"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]52;c;ZXZpbA==\x1b\\after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("a\x1bc", "a\ufffdc"),
        ("\x1b]52;c;unfinished", "\ufffd]52;c;unfinished"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("over\rwritten", "over written"),
        ("back\x08\x08space", "back\ufffd\ufffdspace"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("line\u2028separator", "line separator"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("hangul\u3164filler", "hangulfiller"),
        ("wide\u3000space", "wide space"),
        ("Ünïcödé 集群 😀", "Ünïcödé 集群 😀"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_hostile_text_is_made_harmless(hostile: str, shown: str) -> None:
    """What it says stays readable, what it would do does not happen."""
    assert printable(hostile) == shown


@given(ANY)
def test_nothing_that_a_terminal_obeys_comes_out(text: str) -> None:
    """Whatever goes in: no control, format, surrogate or separator; and it can be encoded."""
    shown = printable(text)
    assert not {unicodedata.category(character) for character in shown} & HARMFUL
    shown.encode("utf-8")


@given(ANY)
def test_making_harmless_twice_changes_nothing(text: str) -> None:
    """Removing one sequence does not build another."""
    assert printable(printable(text)) == printable(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=LIMIT))
def test_clean_text_is_left_alone(text: str) -> None:
    """The same object even: the fast path."""
    assert printable(text) is text


def test_a_long_message_is_clipped() -> None:
    """A megabyte becomes one line of a few thousand characters that ends in an ellipsis."""
    assert printable("x" * 1_000_000) == "x" * (LIMIT - 1) + "…"
    assert len(printable("\x1b[1m" * 250_000)) <= LIMIT


def test_marks_do_not_pile_up() -> None:
    """Hundreds of accents on one letter would draw over the lines around it."""
    assert printable("a" + "\u0301" * 400) == "a" + "\u0301" * 3
    assert printable("\u0301a") == "a"


def test_lines_stay_lines() -> None:
    """For text views: line feeds split, tabs are expanded, nothing else survives."""
    assert printable_lines("a:\n\tb: 1\r\nc\x1b[2J\n") == ["a:", "    b: 1", "c"]
    assert printable_lines("") == []


@given(ANY)
def test_ascii_is_ascii(text: str) -> None:
    """For terminals without unicode."""
    assert as_ascii(printable(text)).isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("größe", "grosse"),
        ("Zürich – café…", "Zurich - cafe..."),
        ("‹ fleet-dev ›", "< fleet-dev >"),
        ("日本", "??"),
        ("plain", "plain"),
    ],
)
def test_ascii_keeps_what_has_a_likeness(text: str, shown: str) -> None:
    """Letters without their accents, `?` for the rest."""
    assert as_ascii(text) == shown
