"""Go's regular expressions (RE2 syntax) → a tree. Without backreferences and lookaround they take linear time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from wgtui.templates.gotemplate.values import CallError
from wgtui.templates.regexp.letters import PERL, POSIX, fold, is_any, other_than, unicode_class
from wgtui.templates.regexp.tree import Assertion, Choice, Group, Letters, Repeat, Sequence, Tree

MAX_REPEAT = 1000
MAX_NESTING = 100
_LONGEST = 4096

_COUNT = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_FLAGS = "imsU"


def parsed(text: str) -> tuple[Tree, int, dict[str, list[int]]]:
    """The tree, the number of groups and the names of those that have one. Raises CallError."""
    if len(text) > _LONGEST:
        raise CallError(f"the pattern is longer than {_LONGEST} characters")
    reader = _Reader(text)
    return reader.whole(), reader.groups, reader.names


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._flags = frozenset[str]()
        self._depth = 0
        self.groups = 0
        self.names: dict[str, list[int]] = {}

    def _fail(self, message: str) -> NoReturn:
        raise CallError(f"error parsing regexp: {message}: {self._text[:60]!r}")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        character = self._peek()
        self._at += 1
        return character

    def _accept(self, expected: str) -> bool:
        if self._text.startswith(expected, self._at):
            self._at += len(expected)
            return True
        return False

    def whole(self) -> Tree:
        tree = self._choice()
        if self._at < len(self._text):
            self._fail("unexpected )")
        return tree

    def _choice(self) -> Tree:
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._fail("nested too deeply")
        options = [self._sequence()]
        while self._accept("|"):
            options.append(self._sequence())
        self._depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self._peek() not in ("", "|", ")"):
            atom = self._atom()
            if atom is not None:
                parts.append(self._repeated(atom))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, atom: Tree) -> Tree:
        bounds = self._bounds()
        count = 0
        while bounds is not None:
            count += 1
            if count > 1:
                self._fail("invalid nested repetition operator")
            lazy = self._accept("?")
            atom = Repeat(atom, bounds[0], bounds[1], greedy=lazy == ("U" in self._flags))
            bounds = self._bounds()
        return atom

    def _bounds(self) -> tuple[int, int | None] | None:
        """How often the atom before repeats, if something says so here."""
        simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(self._peek())
        if simple is not None:
            self._at += 1
            return simple
        match = _COUNT.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        least, comma, most = match.groups()
        highest = int(most) if most else None if comma else int(least)
        if int(least) > MAX_REPEAT or (highest is not None and not int(least) <= highest <= MAX_REPEAT):
            self._fail("invalid repeat count")
        return int(least), highest

    def _atom(self) -> Tree | None:
        character = self._take()
        match character:
            case "(":
                return self._group()
            case "[":
                return Letters(self._class())
            case ".":
                return Letters(is_any) if "s" in self._flags else Letters(lambda c: c != "\n")
            case "^":
                return Assertion("line start" if "m" in self._flags else "start")
            case "$":
                return Assertion("line end" if "m" in self._flags else "end")
            case "\\":
                return self._escape()
            case "*" | "+" | "?":
                self._fail(f"missing argument to repetition operator {character}")
        return self._literal(character)

    def _literal(self, character: str) -> Letters:
        if "i" in self._flags:
            folded = fold(character)
            return Letters(lambda c: fold(c) == folded)
        return Letters(character.__eq__)

    def _folded(self, matches: Callable[[str], bool]) -> Callable[[str], bool]:
        if "i" not in self._flags:
            return matches
        return lambda c: matches(c) or matches(fold(c)) or matches(c.upper()[:1])

    def _group(self) -> Tree | None:
        index, outer = 0, self._flags
        if self._accept("?"):
            named = re.compile(r"P?<([A-Za-z_]\w*)>").match(self._text, self._at)
            if named:
                self._at = named.end()
                index = self._name(named.group(1))
            elif self._set_flags():
                return None
        else:
            self.groups += 1
            index = self.groups
        body = self._choice()
        if not self._accept(")"):
            self._fail("missing closing )")
        self._flags = outer
        return Group(body, index)

    def _name(self, name: str) -> int:
        self.groups += 1
        self.names.setdefault(name, []).append(self.groups)
        return self.groups

    def _set_flags(self) -> bool:
        """`(?i)` changes the rest of its group and is True; `(?i:` opens a group and is False."""
        switched_on = True
        flags = set(self._flags)
        while (character := self._take()) not in (":", ")"):
            if character == "-" and switched_on:
                switched_on = False
            elif character and character in _FLAGS:
                (flags.add if switched_on else flags.discard)(character)
            else:
                self._fail("invalid or unsupported Perl syntax")
        self._flags = frozenset(flags)
        return character == ")"

    def _escape(self) -> Tree:
        character = self._take()
        match character:
            case "A":
                return Assertion("start")
            case "z":
                return Assertion("end")
            case "b":
                return Assertion("boundary")
            case "B":
                return Assertion("inside")
            case "Q":
                return self._quoted()
        matches = self._escaped_class(character)
        if matches is not None:
            return Letters(self._folded(matches))
        return self._literal(self._escaped_letter(character))

    def _quoted(self) -> Tree:
        ends = self._text.find("\\E", self._at)
        body = self._text[self._at : ends if ends >= 0 else None]
        self._at = ends + 2 if ends >= 0 else len(self._text)
        return Sequence(tuple(self._literal(character) for character in body))

    def _escaped_class(self, character: str) -> Callable[[str], bool] | None:
        if character.lower() in PERL and character:
            matches = PERL[character.lower()]
            return matches if character.islower() else other_than(matches)
        if character in ("p", "P"):
            return self._category(negated=character == "P")
        return None

    def _category(self, *, negated: bool) -> Callable[[str], bool]:
        """`\\pL`, `\\p{Lu}`: Unicode categories; scripts only Latin, Greek, Cyrillic and Han."""
        name = self._take()
        if name == "{":
            ends = self._text.find("}", self._at)
            name, self._at = self._text[self._at : ends], ends + 1
            negated ^= name.startswith("^")
            name = name.lstrip("^")
        matches = unicode_class(name)
        if matches is None:
            self._fail("invalid character class range")
        return other_than(matches) if negated else matches

    def _escaped_letter(self, character: str) -> str:
        if character in _CONTROLS and character:
            return _CONTROLS[character]
        if character == "x":
            return self._hexadecimal()
        if "0" <= character <= "7":
            digits = re.compile(r"[0-7]{1,3}" if character == "0" else r"[0-7]{3}").match(self._text, self._at - 1)
            if digits is None:
                self._fail("invalid escape sequence")
            self._at = digits.end()
            return chr(int(digits.group(), 8))
        if not character or character.isalnum() or ord(character) > 127:
            self._fail("trailing backslash" if not character else "invalid escape sequence")
        return character

    def _hexadecimal(self) -> str:
        digits = re.compile(r"([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\}").match(self._text, self._at)
        code = int(digits.group(1) or digits.group(2), 16) if digits else -1
        if digits is None or code > 0x10FFFF:
            self._fail("invalid escape sequence")
        self._at = digits.end()
        return chr(code)

    def _class(self) -> Callable[[str], bool]:
        negated = self._accept("^")
        singles: set[str] = set()
        ranges: list[tuple[str, str]] = []
        classes: list[Callable[[str], bool]] = []
        first = True
        while first or self._peek() != "]":
            first = False
            matches = self._named_class()
            if matches is not None:
                classes.append(matches)
                continue
            low = self._class_letter()
            if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                high = self._class_letter()
                if high < low:
                    self._fail("invalid character class range")
                ranges.append((low, high))
            else:
                singles.add(low)
        self._at += 1

        def is_listed(c: str) -> bool:
            return c in singles or any(low <= c <= high for low, high in ranges) or any(one(c) for one in classes)

        matches = self._folded(is_listed)
        return other_than(matches) if negated else matches

    def _named_class(self) -> Callable[[str], bool] | None:
        posix = re.compile(r"\[:(\^?)(\w+):\]").match(self._text, self._at)
        if posix:
            self._at = posix.end()
            matches = POSIX.get(posix.group(2))
            if matches is None:
                self._fail("invalid character class range")
            return other_than(matches) if posix.group(1) else matches
        if self._peek() == "\\":
            following = self._text[self._at + 1 : self._at + 2]
            if following and following in "dDwWsSpP":
                self._at += 2
                return self._escaped_class(following)
        return None

    def _class_letter(self) -> str:
        character = self._take()
        if not character:
            self._fail("missing closing ]")
        return self._escaped_letter(self._take()) if character == "\\" else character
