"""Text → nodes. What the original takes for a part of a function, and which of its five errors it gives, is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from wgtui.errors import TemplateError
from wgtui.templates.budget import MAX_DEPTH
from wgtui.templates.envsubst.nodes import Node, Substitution, Text
from wgtui.templates.places import located

BAD_SUBSTITUTION = "bad substitution"
MISSING_BRACE = "missing closing brace"
NO_NAME = "unable to parse variable name"
BAD_ARGUMENT = "unable to parse substitution within function"

MAX_TEXT = 4 * 1024 * 1024
_OPEN = "${"
_NAME = re.compile(r"\w+")
_REPLACE = re.compile(r"/[/#%]?")
_REMOVE = re.compile(r"##?|%%?")
_CASE = re.compile(r"[,^]{1,2}")
_COLONS = re.compile(":+")
_SLASHES = re.compile("/+")


@dataclass(frozen=True, slots=True)
class _Part:
    """How a text inside a function ends (`${` ends each), and whether `\\/`, `\\\\` and `$$` are escapes in it."""

    pattern: re.Pattern[str]
    has_escapes: bool = False


_UP_TO_BRACE = _Part(re.compile(r"(?:(?!\$\{)[^}])+"))
_UP_TO_COLON = _Part(re.compile(r"(?:(?!\$\{)[^:}])+"))
_PATTERN = _Part(re.compile(r"(?:\\[/\\]|\$\$|(?!\$\{)[^/])+"), has_escapes=True)
_REPLACEMENT = _Part(re.compile(r"(?:\\[/\\]|\$\$|(?!\$\{)[^}])+"), has_escapes=True)
_ESCAPE = re.compile(r"\\([/\\])|\$(\$)")


def parse(text: str) -> tuple[Node, ...]:
    """Raises TemplateError with line and column."""
    if len(text) > MAX_TEXT:
        raise TemplateError("the template is too long", f"more than {MAX_TEXT:,} characters")
    return _Parser(text).nodes()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._opened = 0

    def nodes(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self._at < len(self._text):
            literal = self._literal()
            if literal:
                found.append(Text(literal))
            if self._text.startswith(_OPEN, self._at):
                self._opened = self._at
                self._at += len(_OPEN)
                found.append(self._function(0))
        return tuple(found)

    def _literal(self) -> str:
        """Up to the next `${`; of `$$` one dollar stays, and opens nothing."""
        pieces: list[str] = []
        while True:
            dollar = self._text.find("$", self._at)
            following = self._text[dollar + 1 : dollar + 2] if dollar >= 0 else ""
            if not following:
                pieces.append(self._text[self._at :])
                self._at = len(self._text)
                return "".join(pieces)
            pieces.append(self._text[self._at : dollar])
            self._at = dollar
            if following == "{":
                return "".join(pieces)
            pieces.append("$")
            self._at += 2 if following == "$" else 1

    def _fail(self, message: str, expected: str = "") -> NoReturn:
        raise located(TemplateError(message, expected=expected), self._text, self._opened)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        """What matches here, or nothing."""
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()

    def _close(self, error: str = BAD_SUBSTITUTION) -> None:
        if self._peek() != "}":
            self._fail(error, "}")
        self._at += 1

    def _function(self, depth: int) -> Substitution:
        """What follows `${`."""
        if depth > MAX_DEPTH:
            self._fail("substitutions are nested too deeply", f"at most {MAX_DEPTH} levels")
        position = self._at
        if self._peek() == "#":
            return self._length(position)
        name = self._take(_NAME)
        if not name:
            self._fail(NO_NAME, "letters, digits and _")
        operator, arguments = self._operation(depth)
        return Substitution(position, name, operator, arguments)

    def _length(self, position: int) -> Substitution:
        self._at += 1
        name = self._take(_NAME)
        if not name:
            self._fail(BAD_SUBSTITUTION, "the name of a variable after #")
        self._close()
        return Substitution(position, name, "#")

    def _operation(self, depth: int) -> tuple[str, tuple[Node, ...]]:
        match self._peek():
            case ":" | "=":
                return self._default_or_part(depth)
            case "," | "^":
                operator = self._take(_CASE)
                self._close()
                return operator, ()
            case "/":
                return self._replace(depth)
            case "#" | "%":
                operator = self._take(_REMOVE)
                argument = self._argument(_UP_TO_BRACE, depth)
                self._close()
                return operator, (argument,)
        self._close(MISSING_BRACE)
        return "", ()

    def _default_or_part(self, depth: int) -> tuple[str, tuple[Node, ...]]:
        following = self._text[self._at + 1 : self._at + 2]
        if self._peek() == "=" or (following and following in "=-?+"):
            operator = "=" if self._peek() == "=" else ":" + following
            self._at += len(operator)
            return operator, self._default(depth)
        if not following.isascii() or not following:
            self._fail(BAD_SUBSTITUTION, "a number after :")
        self._at += 1
        return ":", self._part(depth)

    def _default(self, depth: int) -> tuple[Node, ...]:
        arguments: list[Node] = []
        while self._peek() != "}":
            arguments.append(self._argument(_UP_TO_BRACE, depth))
        self._close()
        return tuple(arguments)

    def _part(self, depth: int) -> tuple[Node, ...]:
        """`pos` or `pos:len`."""
        begin = self._argument(_UP_TO_COLON, depth)
        if self._peek() == "}":
            self._close()
            return (begin,)
        if not self._take(_COLONS):
            self._fail(BAD_SUBSTITUTION, ": or }")
        length = self._argument(_UP_TO_BRACE, depth)
        self._close()
        return begin, length

    def _replace(self, depth: int) -> tuple[str, tuple[Node, ...]]:
        operator = self._take(_REPLACE)
        pattern = self._argument(_PATTERN, depth)
        if not self._take(_SLASHES):
            self._fail(BAD_SUBSTITUTION, "/ between what is replaced and what replaces it")
        if self._peek() == "}":
            self._close()
            return operator, (pattern,)
        replacement = self._argument(_REPLACEMENT, depth)
        self._close()
        return operator, (pattern, replacement)

    def _argument(self, part: _Part, depth: int) -> Node:
        """One text, or one `${…}`."""
        if self._text.startswith(_OPEN, self._at):
            self._at += len(_OPEN)
            return self._function(depth + 1)
        text = self._take(part.pattern)
        if not text:
            self._fail(BAD_ARGUMENT)
        return Text(_ESCAPE.sub(r"\1\2", text) if part.has_escapes else text)
