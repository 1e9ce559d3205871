"""sprig's functions that know words: case conversions, wrapping, abbreviations.

The original cuts some of these by bytes and so breaks letters outside ASCII; here `nospace`, `initials` and `wrap`
keep them whole.
"""

from __future__ import annotations

import re
import unicodedata

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import text_from
from wgtui.templates.letters import SPACES, lower_letter, upper_letter

TABLE = FunctionTable()

_UPPER, _LETTER, _NUMBER, _CONNECTOR, _PUNCTUATION = "U", "a", "9", "-", "."
_WORD = re.compile(r"[ -]+|\.[.-]*|U+(?!a)|Ua+|a+|9+|o+")


@TABLE.add("nospace", "string", slow=True)
def nospace(text: str) -> str:
    return "".join(letter for letter in text if letter not in SPACES)


@TABLE.add("untitle", "string", slow=True)
def untitle(text: str) -> str:
    before_is_gap = True
    pieces = []
    for letter in text:
        is_gap = letter in SPACES
        pieces.append(lower_letter(letter) if before_is_gap and not is_gap else letter)
        before_is_gap = is_gap
    return "".join(pieces)


@TABLE.add("initials", "string", slow=True)
def initials(text: str) -> str:
    return "".join(word[0] for word in text.split())


@TABLE.add("swapcase", "string", slow=True)
def swapcase(text: str) -> str:
    return "".join(lower_letter(letter) if letter.isupper() else upper_letter(letter) for letter in text)


@TABLE.add("abbrev", "int string")
def abbrev(width: int, text: str) -> str:
    return text if width < 4 else _abbreviated(text, 0, width)


@TABLE.add("abbrevboth", "int int string")
def abbrevboth(left: int, right: int, text: str) -> str:
    return text if right < 4 or (left > 0 and right < 7) else _abbreviated(text, left, right)


def _abbreviated(text: str, offset: int, width: int) -> str:
    """Dots for what is cut, in front too when enough is left out there."""
    data = text.encode(errors="replace")
    if len(data) <= width:
        return text
    offset = min(offset, len(data))
    if len(data) - offset < width - 3:
        offset = len(data) - (width - 3)
    if offset <= 4:
        return text_from(data[: width - 3]) + "..."
    if width < 7:
        return ""
    if offset + width - 3 < len(data):
        return "..." + _abbreviated(text_from(data[offset:]), 0, width - 3)
    return "..." + text_from(data[len(data) - (width - 3) :])


@TABLE.add("wrap", "int string", context=True)
def wrap(context: Context, width: int, text: str) -> str:
    """Words that are longer stay whole."""
    return _wrapped(context, max(width, 1), "\n", text, cuts_words=False)


@TABLE.add("wrapWith", "int string string", context=True)
def wrap_with(context: Context, width: int, separator: str, text: str) -> str:
    return _wrapped(context, max(width, 1), separator or "\n", text, cuts_words=True)


def _wrapped(context: Context, width: int, separator: str, text: str, *, cuts_words: bool) -> str:
    context.budget.reserve(len(text) + len(separator) * (len(text) // width + text.count(" ") + 1))
    pieces = []
    at = 0
    while len(text) - at > width:
        if text[at] == " ":
            at += 1
            continue
        space = text.rfind(" ", at, at + width + 1)
        if space < 0 and not cuts_words:
            space = text.find(" ", at + width)
            if space < 0:
                break
        ends = space if space >= at else at + width
        pieces.append(text[at:ends] + separator)
        at = ends + 1 if space >= at else ends
    return "".join([*pieces, text[at:]])


@TABLE.add("camelcase", "string", slow=True)
def camelcase(text: str) -> str:
    """Leading and doubled connectors stay; a text of connectors alone repeats its last, as in the original."""
    body = text.lstrip("-_" + SPACES)
    leading = text[: len(text) - len(body)]
    if not body:
        return leading + leading[-1:]
    pieces = [leading]
    before = upper_letter(body[0])
    for letter in body[1:]:
        after_gap, is_gap = _is_connector(before), _is_connector(letter)
        if not after_gap or is_gap:
            pieces.append(before)
        changed = upper_letter if after_gap else lower_letter
        before = letter if is_gap else changed(letter)
    return "".join([*pieces, before])


def _is_connector(letter: str) -> bool:
    return letter in "-_" or letter in SPACES


@TABLE.add("snakecase", "string", slow=True)
def snakecase(text: str) -> str:
    return _Separated(text, "_").text()


@TABLE.add("kebabcase", "string", slow=True)
def kebabcase(text: str) -> str:
    return _Separated(text, "-").text()


def _class_of(letter: str) -> str:
    if letter in "-_":
        return _CONNECTOR
    if letter in SPACES:
        return " "
    category = unicodedata.category(letter)
    if category == "Lu":
        return _UPPER
    if category[0] == "L":
        return "o" if "\u3400" <= letter <= "\u9fff" else _LETTER
    return {"N": _NUMBER, "P": _PUNCTUATION}.get(category[0], "o")


class _Separated:
    """`HTTPServer2xx` → `http_server_2xx`: words by letter case, numbers joined to the word they belong to."""

    def __init__(self, text: str, connector: str) -> None:
        self._connector = connector
        classes = "".join(map(_class_of, text))
        self._words = [(match.group()[0], text[match.start() : match.end()]) for match in _WORD.finditer(classes)]
        self._pieces: list[str] = []

    def text(self) -> str:
        at = 0
        while at < len(self._words):
            at = self._write_from(at)
        return "".join(self._pieces)

    def _write_from(self, at: int) -> int:
        kind = self._kind(at)
        self._write(at)
        if kind in (_CONNECTOR, " ", _PUNCTUATION):
            return at + 1
        if kind == _NUMBER:
            return self._write_run(at + 1)
        if self._kind(at + 1) == _NUMBER:
            return self._write_number(at + 1)
        self._connect(at + 1)
        return at + 1

    def _write_number(self, at: int) -> int:
        """A number after a word: part of it (`bld4_floor`), unless small letters follow (`http_2xx`)."""
        if self._kind(at + 1) == _LETTER:
            self._pieces.append(self._connector)
            self._write(at)
            return self._write_run(at + 1)
        self._write(at)
        self._connect(at + 1)
        return at + 1

    def _write_run(self, at: int) -> int:
        while self._kind(at) in (_LETTER, _NUMBER):
            self._write(at)
            at += 1
        self._connect(at)
        return at

    def _kind(self, at: int) -> str:
        return self._words[at][0] if at < len(self._words) else ""

    def _connect(self, at: int) -> None:
        if self._kind(at) not in ("", _CONNECTOR, " ", _PUNCTUATION):
            self._pieces.append(self._connector)

    def _write(self, at: int) -> None:
        kind, word = self._words[at]
        if kind in (_CONNECTOR, " "):
            word = self._connector * len(word)
        elif kind == _UPPER:
            word = "".join(map(lower_letter, word))
        self._pieces.append(word)
