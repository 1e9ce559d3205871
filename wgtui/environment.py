"""What the environment tells of the terminal: its letters, its background, who holds its mouse and its clipboard."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

_WITHOUT_OUR_GLYPHS = ("linux", "dumb", "vt100", "vt220")
"""Consoles whose fonts lack them."""

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python itself sets LC_CTYPE to where the locale is C (PEP 538)."""

LONGEST_COPY = 74_994
"""Bytes that terminals take at once: 100,000 when they are encoded."""

_SCREEN_PIECE = 240
"""Characters that GNU screen hands on at once."""


def needs_ascii(environment: Mapping[str, str]) -> bool:
    """Where the locale is named and is not UTF-8, and on terminals that have no glyphs but ASCII."""
    locale = _locale(environment)
    utf8 = not locale or "utf" in locale.lower()
    return not utf8 or environment.get("TERM", "dumb") in _WITHOUT_OUR_GLYPHS


def _locale(environment: Mapping[str, str]) -> str:
    everything, letters, language = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if letters in _COERCED and language in ("C", "POSIX"):
        letters = ""
    return everything or letters or language


def has_light_background(environment: Mapping[str, str]) -> bool:
    """By COLORFGBG, where a terminal sets it: `0;15` is black on white."""
    return environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def is_remote(environment: Mapping[str, str]) -> bool:
    """Over SSH the terminal's own selection is worth more than clicks."""
    return "SSH_CONNECTION" in environment or "SSH_TTY" in environment


def clipboard_sequence(text: str, environment: Mapping[str, str]) -> str:
    """What puts `text` on the clipboard of the terminal in front of the user (OSC 52).

    tmux takes it itself or hands it on, as it is configured: it gets both forms. screen only hands it on.
    """
    plain = f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"
    if "TMUX" in environment:
        doubled = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{doubled}\x1b\\"
    if "STY" in environment:
        pieces = (plain[start : start + _SCREEN_PIECE] for start in range(0, len(plain), _SCREEN_PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain
