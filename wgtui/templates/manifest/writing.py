"""Values → YAML to the letter as Go's library writes it: keys sorted, lists at the level of their key, no folding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cmp_to_key, lru_cache
from typing import Any

from wgtui.errors import TemplateError
from wgtui.templates.budget import MAX_DEPTH, Budget
from wgtui.templates.gotemplate.formatting import shortest
from wgtui.templates.manifest.scalars import is_ambiguous

_NOT_PLAIN = re.compile(
    r"^(?:[ #,\[\]{}&*!|>'\"%@`]|[?:-](?: |\Z)|---|\.\.\.|\Z)|:(?: |\Z)| (?:#|\Z)",
)
_SHORT = 40
_SPECIAL = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_ESCAPES = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r",
    "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip
_ESCAPED = re.compile(r"[\"\\\n]|" + _SPECIAL.pattern + "")


def dump(value: Any, budget: Budget) -> str:
    """A whole document, ending with a line break."""
    writer = Writer(budget)
    writer.write("", value, "")
    return "".join(writer.lines)


class Writer:
    """Collects lines; `write("", {...}, "")` at the top, or one entry at a time by `entry`."""

    def __init__(self, budget: Budget) -> None:
        self.lines: list[str] = []
        self._budget = budget

    def write(self, head: str, value: Any, indent: str) -> None:
        """`head` is what stands on the line already (`name:`, `-`), without the space behind it."""
        if isinstance(value, dict) and value:
            self._mapping(head, value, indent)
        elif isinstance(value, list) and value:
            self._sequence(head, value, indent)
        else:
            self.leaf(head, value, indent)

    def entry(self, key: str, value: Any, indent: str) -> None:
        """`key: value` in a mapping at `indent`."""
        self._budget.step()
        head = f"{indent}{scalar(key, indent, is_key=True)}:"
        if isinstance(value, dict) and value:
            self.lines.append(head + "\n")
            self._mapping("", value, indent + "  ")
        elif isinstance(value, list) and value:
            self.lines.append(head + "\n")
            self._sequence("", value, indent)
        else:
            self.leaf(head, value, indent + "  ")

    def leaf(self, head: str, value: Any, indent: str) -> None:
        text = scalar(value, indent)
        self._budget.write(len(text) + len(head))
        self.lines.append(f"{head} {text}\n" if head and text else f"{head}{text}\n")

    def _mapping(self, head: str, value: dict[str, Any], indent: str) -> None:
        self._check_depth(indent)
        at = len(self.lines)
        for key in sorted_keys(value):
            self.entry(key, value[key], indent)
        self.join(head, at, indent)

    def _sequence(self, head: str, value: list[Any], indent: str) -> None:
        self._check_depth(indent)
        at = len(self.lines)
        for item in value:
            self._budget.step()
            self.write(f"{indent}-", item, indent + "  ")
        self.join(head, at, indent)

    def join(self, head: str, at: int, indent: str) -> None:
        """The first line of a nested value goes on the line of its dash."""
        if head:
            self.lines[at] = f"{head} {self.lines[at][len(indent) :]}"

    def _check_depth(self, indent: str) -> None:
        if len(indent) > 2 * MAX_DEPTH:
            raise TemplateError("a value is nested too deeply", "does it contain itself?")


def scalar(value: Any, indent: str, *, is_key: bool = False) -> str:
    """One value that is no filled list or map; `indent` is where the lines of a block stand."""
    if isinstance(value, str):
        return _text(value, indent, is_key)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return shortest(value)
    return "{}" if isinstance(value, dict) else "[]"


def is_printable(text: str) -> bool:
    """Whether nothing of it must be escaped."""
    return _SPECIAL.search(text) is None


def is_plain(text: str) -> bool:
    """Whether it can stand without quotes, and is read as one word then."""
    return "\n" not in text and is_printable(text) and _NOT_PLAIN.search(text) is None


def _text(text: str, indent: str, is_key: bool) -> str:
    if "\n" in text and not is_key and _fits_block(text):
        return _block(text, indent)
    return _remembered(text) if len(text) < _SHORT else _line(text)


def _line(text: str) -> str:
    if is_ambiguous(text) or not is_printable(text) or "\n" in text:
        return _double_quoted(text)
    return text if is_plain(text) else "'" + text.replace("'", "''") + "'"


_remembered = lru_cache(maxsize=4096)(_line)
"""Keys and many values come again and again."""


def _fits_block(text: str) -> bool:
    return not text.endswith(" ") and " \n" not in text and is_printable(text)


def _block(text: str, indent: str) -> str:
    hint = "2" if text[0] in " \n" else ""
    chomp = "" if text.endswith("\n") else "-"
    if text.endswith("\n\n") or text == "\n":
        chomp = "+"
    lines = text.removesuffix("\n").split("\n")
    return f"|{hint}{chomp}\n" + "\n".join(indent + line if line else "" for line in lines)


def _double_quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda match: _escape(match.group()), text) + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    return f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}"


def sorted_keys(value: Iterable[str]) -> list[str]:
    """Numbers in names by their size, letters after everything else."""
    keys = list(value)
    if all(key.isalpha() for key in keys):
        return sorted(keys)
    return sorted(keys, key=cmp_to_key(_compare))


def _compare(left: str, right: str) -> int:
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), -1)
    if at < 0:
        return len(left) - len(right)
    mine, other = left[at], right[at]
    if mine.isalpha() or other.isalpha():
        both = mine.isalpha() and other.isalpha()
        return (-1 if mine < other else 1) if both else (-1 if other.isalpha() else 1)
    return _compare_numbers(left, right, at)


def _compare_numbers(left: str, right: str, at: int) -> int:
    mine, other = (re.match(r"\d*", text[at:]) for text in (left, right))
    digits, other_digits = (match.group() if match else "" for match in (mine, other))
    is_inside = "0" in (left[at], right[at]) and _is_inside_number(left, at)
    numbers = [int(("1" if is_inside else "0") + digits_) for digits_ in (digits, other_digits)]
    order = (numbers[0], len(digits), left[at]) < (numbers[1], len(other_digits), right[at])
    return -1 if order else 1


def _is_inside_number(text: str, at: int) -> bool:
    before = re.search(r"\d*\Z", text[:at])
    return bool(before and before.group().strip("0"))
