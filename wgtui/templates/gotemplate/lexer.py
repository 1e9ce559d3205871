"""Go template text → tokens; the trimming of `{{-` and `-}}` is done here and the parser never sees it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from wgtui.errors import TemplateError

MAX_TOKENS = 250_000
SPACES = " \t\r\n"
KEYWORDS = frozenset(
    ("block", "break", "continue", "define", "else", "end", "if", "range", "nil", "template", "with"),
)


class Kind(Enum):
    """PATH is a whole action of fields alone, `{{ .params.NAME }}`: most actions are, and need no parser."""

    TEXT = auto()
    PATH = auto()
    LEFT = auto()
    RIGHT = auto()
    SPACE = auto()
    DECLARE = auto()
    ASSIGN = auto()
    PIPE = auto()
    OPEN = auto()
    CLOSE = auto()
    STRING = auto()
    RAW = auto()
    CHARACTER = auto()
    NUMBER = auto()
    VARIABLE = auto()
    FIELD = auto()
    DOT = auto()
    BOOL = auto()
    KEYWORD = auto()
    IDENTIFIER = auto()
    OTHER = auto()
    ERROR = auto()
    END = auto()


@dataclass(slots=True)
class Token:
    kind: Kind
    text: str
    position: int


_NUMBER = (
    r"[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?"
    r"|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?"
    r"|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?"
)
_TOKENS = (
    ("SPACE", r"(?:(?!{trim})[ \t\r\n])+"),
    ("DECLARE", r":="),
    ("ASSIGN", r"="),
    ("PIPE", r"\|"),
    ("STRING", r'"(?:[^"\\\n]|\\[^\n])*"'),
    ("RAW", r"`[^`]*`"),
    ("CHARACTER", r"'(?:[^'\\\n]|\\[^\n])*'"),
    ("VARIABLE", r"\$\w*"),
    ("NUMBER", r"(?=[+-]|\.?[0-9])" + _NUMBER + "(?:(?=[+-])" + _NUMBER + ")?"),
    ("FIELD", r"\.\w+"),
    ("DOT", r"\."),
    ("IDENTIFIER", r"\w+"),
    ("OPEN", r"\("),
    ("CLOSE", r"\)"),
    ("OTHER", r"[!#%&*,/;<>?@\[\\\]^{}~]"),
)
_UNFINISHED = {
    '"': "unterminated quoted string",
    "`": "unterminated raw quoted string",
    "'": "unterminated character constant",
}
_NAMES = (Kind.VARIABLE, Kind.FIELD, Kind.IDENTIFIER, Kind.DOT)


@lru_cache(maxsize=32)
def _scanner(right: str) -> re.Pattern[str]:
    trim = r"[ \t\r\n]-" + re.escape(right)
    words = [f"(?P<{name}>{pattern.replace('{trim}', trim)})" for name, pattern in _TOKENS]
    return re.compile(f"(?P<RIGHT>{trim}|{re.escape(right)})|" + "|".join(words))


@lru_cache(maxsize=32)
def _path(left: str, right: str) -> re.Pattern[str]:
    """Matches nothing where a delimiter has letters, dots or spaces, which only the scanner tells apart."""
    if re.search(r"[\w. \t\r\n]", left + right):
        return re.compile(r"(?!)")
    return re.compile(rf"{re.escape(left)}[ \t\r\n]*((?:\.(?![0-9])\w+)+)[ \t\r\n]*{re.escape(right)}")


def _trims_left(text: str, position: int) -> bool:
    return text[position : position + 1] == "-" and text[position + 1 : position + 2] in tuple(SPACES)


def _is_half_complex(word: str) -> bool:
    """`1+2` was meant as a sum, or is half of the complex number `1+2i`."""
    return not word.endswith("i") and any(
        sign in "+-" and before not in "eEpP" for before, sign in itertools.pairwise(word)
    )


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}" + (f" '{character}'" if character.isprintable() else "")


class Lexer:
    """One pass over `text`; an unreadable place becomes an ERROR token, the last one."""

    def __init__(self, text: str, left: str, right: str) -> None:
        self._text = text
        self._left = left
        self._right = right
        self._scanner = _scanner(right)
        self._path = _path(left, right)
        self._tokens: list[Token] = []

    def tokens(self) -> list[Token]:
        position = 0
        while position >= 0:
            position = self._outside(position)
        return self._tokens

    def _add(self, kind: Kind, text: str, position: int) -> None:
        if len(self._tokens) >= MAX_TOKENS:
            raise TemplateError("the template is too long", f"more than {MAX_TOKENS:,} words inside of its actions")
        self._tokens.append(Token(kind, text, position))

    def _fail(self, message: str, position: int) -> int:
        self._add(Kind.ERROR, message, position)
        return -1

    def _outside(self, position: int) -> int:
        """Text up to the next action, then that action; returns where to go on, or -1 at the end."""
        found = self._text.find(self._left, position)
        if found < 0:
            if position < len(self._text):
                self._add(Kind.TEXT, self._text[position:], position)
            self._add(Kind.END, "", len(self._text))
            return -1
        if path := self._path.match(self._text, found):
            if found > position:
                self._add(Kind.TEXT, self._text[position:found], position)
            self._add(Kind.PATH, path[1], path.start(1))
            return path.end()
        after = found + len(self._left)
        trims = _trims_left(self._text, after)
        text = self._text[position:found]
        if trims:
            text = text.rstrip(SPACES)
            after += 2
        if text:
            self._add(Kind.TEXT, text, position)
        if self._text.startswith("/*", after):
            return self._comment(after)
        self._add(Kind.LEFT, self._left, found)
        return self._inside(after, found)

    def _comment(self, position: int) -> int:
        ends = self._text.find("*/", position + 2)
        if ends < 0:
            return self._fail("unclosed comment", position)
        ends += 2
        if self._text.startswith(self._right, ends):
            return ends + len(self._right)
        if self._text[ends : ends + 1] in tuple(SPACES) and self._text.startswith("-" + self._right, ends + 1):
            return self._skip_spaces(ends + 2 + len(self._right))
        return self._fail("comment ends before closing delimiter", position)

    def _skip_spaces(self, position: int) -> int:
        while position < len(self._text) and self._text[position] in SPACES:
            position += 1
        return position

    def _inside(self, position: int, opened: int) -> int:
        text = self._text
        parentheses = 0
        while True:
            match = self._scanner.match(text, position)
            if match is None:
                return self._unreadable(position, opened)
            name = match.lastgroup or ""
            ends = match.end()
            if name == "RIGHT":
                if parentheses:
                    return self._fail("unclosed left paren", position)
                self._add(Kind.RIGHT, self._right, position)
                return self._skip_spaces(ends) if text[position] in SPACES and match.group() != self._right else ends
            parentheses += (name == "OPEN") - (name == "CLOSE")
            if parentheses < 0:
                return self._fail("unexpected right paren", position)
            if not self._add_word(Kind[name], match.group(), position, ends):
                return -1
            position = ends

    def _add_word(self, kind: Kind, word: str, position: int, ends: int) -> bool:
        """Add one token of an action; False if what follows it makes it unreadable."""
        following = self._text[ends : ends + 1]
        if kind is Kind.NUMBER and (following.isalnum() or following == "_" or _is_half_complex(word)):
            shown = word + (following if following.isalnum() or following == "_" else "")
            self._fail(f'bad number syntax: "{shown}"', position)
            return False
        if kind in _NAMES and not self._terminated(ends, following):
            self._fail(f"bad character {_code_point(following)}", ends)
            return False
        if kind is Kind.IDENTIFIER:
            kind = Kind.KEYWORD if word in KEYWORDS else Kind.BOOL if word in ("true", "false") else kind
        self._add(kind, word, position)
        return True

    def _terminated(self, position: int, following: str) -> bool:
        return following in ("", " ", "\t", "\r", "\n", ".", ",", "|", ":", ")", "(") or self._text.startswith(
            self._right, position
        )

    def _unreadable(self, position: int, opened: int) -> int:
        character = self._text[position : position + 1]
        if not character:
            return self._fail("unclosed action", opened)
        if character in _UNFINISHED:
            return self._fail(_UNFINISHED[character], position)
        if character == ":":
            return self._fail("expected :=", position)
        return self._fail(f"unrecognized character in action: {_code_point(character)}", position)
