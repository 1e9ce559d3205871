"""What the environment tells of the terminal."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest

from wgtui.environment import clipboard_sequence, has_light_background, is_remote, needs_ascii


@pytest.mark.parametrize(
    ("environment", "ascii_only"),
    [
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "de_DE.utf8"}, False),
        ({}, False),
        ({"LANG": "C"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "POSIX"}, True),
        ({"LANG": "en_US.ISO-8859-1"}, True),
    ],
)
def test_a_locale_that_is_not_utf_8_means_ascii(environment: dict[str, str], ascii_only: bool) -> None:
    """In the order of the C library, and not misled by Python, which replaces the locale C by UTF-8."""
    assert needs_ascii({"TERM": "xterm", **environment}) is ascii_only


@pytest.mark.parametrize("term", ["linux", "dumb", "vt100", None])
def test_consoles_without_our_glyphs_get_ascii(term: str | None) -> None:
    """Whatever the locale says."""
    assert needs_ascii({"LANG": "C.UTF-8"} | ({"TERM": term} if term else {}))


@pytest.mark.parametrize(("told", "light"), [("0;15", True), ("0;default;7", True), ("15;0", False), ("", False)])
def test_the_background_is_known_where_the_terminal_tells_it(told: str, light: bool) -> None:
    """The last of the colours is the background."""
    assert has_light_background({"COLORFGBG": told}) is light


def test_a_session_over_ssh_is_remote() -> None:
    """With or without a terminal of its own."""
    assert is_remote({"SSH_TTY": "/dev/pts/1"})
    assert is_remote({"SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"})
    assert not is_remote({"TERM": "xterm"})


TEXT = "fleet/prød " * 60


def _copied(sequence: str) -> str:
    found = re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", sequence)
    assert found, sequence
    return b64decode(found[1]).decode()


def test_a_copy_reaches_a_plain_terminal() -> None:
    """As one sequence and nothing else."""
    sequence = clipboard_sequence(TEXT, {"TERM": "xterm"})
    assert _copied(sequence) == TEXT
    assert sequence.startswith("\x1b]52;")


def test_a_copy_reaches_the_terminal_around_tmux() -> None:
    """Every ESC inside the envelope is doubled, as tmux undoes it."""
    sequence = clipboard_sequence(TEXT, {"TMUX": "/tmp/tmux-0/default,1,0"})
    envelope = re.search(r"\x1bPtmux;(.*)\x1b\\\Z", sequence, re.DOTALL)
    assert envelope
    assert _copied(envelope[1].replace("\x1b\x1b", "\x1b")) == TEXT
    assert _copied(sequence[: envelope.start()]) == TEXT


def test_a_copy_reaches_the_terminal_around_screen() -> None:
    """In pieces that screen puts together again."""
    sequence = clipboard_sequence(TEXT, {"STY": "1.pts"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sequence, re.DOTALL)
    assert len(pieces) > 1
    assert all(len(piece) <= 240 for piece in pieces)
    assert _copied("".join(pieces)) == TEXT
