"""What the functions of envsubst do to a value. Lengths and positions are in bytes, as in the original."""

from __future__ import annotations

import re
from collections.abc import Callable

from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.envsubst.glob import BadPattern, matches
from wgtui.templates.letters import lower, lower_letter, upper, upper_letter

Operator = Callable[[str, tuple[str, ...], Budget], str]
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def _length(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    """`#` before the name; behind it, with a pattern, it cuts."""
    if arguments:
        return _cut_prefix(value, arguments, budget)
    return str(len(value.encode(errors="replace")))


def _default(value: str, arguments: tuple[str, ...], _: Budget) -> str:
    return value or "".join(arguments)


def _upper(value: str, _: tuple[str, ...], __: Budget) -> str:
    return upper(value)


def _lower(value: str, _: tuple[str, ...], __: Budget) -> str:
    return lower(value)


def _upper_first(value: str, _: tuple[str, ...], __: Budget) -> str:
    return "".join(map(upper_letter, value[:1])) + value[1:]


def _lower_first(value: str, _: tuple[str, ...], __: Budget) -> str:
    return "".join(map(lower_letter, value[:1])) + value[1:]


def _part(value: str, arguments: tuple[str, ...], _: Budget) -> str:
    """All of the value where a position or length is no number."""
    if not all(map(_WHOLE.fullmatch, arguments)):
        return value
    data = value.encode(errors="replace")
    begin, *rest = map(int, arguments)
    if begin < 0:
        begin = max(len(data) + begin, 0)
    end = begin + rest[0] if rest else len(data)
    if end < begin and end < len(data):
        raise TemplateError(f"a part cannot be {rest[0]} bytes long", expected="a length of 0 or more")
    return data[begin:end].decode(errors="replace")


def _replace_first(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    return _replaced(value, arguments, budget, 1)


def _replace_all(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    return _replaced(value, arguments, budget, -1)


def _replaced(value: str, arguments: tuple[str, ...], budget: Budget, count: int) -> str:
    old, new = arguments[0], "".join(arguments[1:])
    most = count if count > 0 else value.count(old) if old else len(value) + 1
    budget.reserve(len(value) + most * len(new))
    return value.replace(old, new, count)


def _replace_prefix(value: str, arguments: tuple[str, ...], _: Budget) -> str:
    """Nothing changes where the replacement is empty, as in the original."""
    if len(arguments) == 2 and value.startswith(arguments[0]):
        return arguments[1] + value.removeprefix(arguments[0])
    return value


def _replace_suffix(value: str, arguments: tuple[str, ...], _: Budget) -> str:
    if len(arguments) == 2 and value.endswith(arguments[0]):
        return value.removesuffix(arguments[0]) + arguments[1]
    return value


def _matching_prefix(value: str, pattern: str, budget: Budget, *, longest: bool) -> int:
    """The length of the prefix to cut: never of an empty one."""
    lengths = range(len(value), 0, -1) if longest else range(1, len(value) + 1)
    try:
        return next((length for length in lengths if matches(pattern, value[:length], budget)), 0)
    except BadPattern:
        return 0


def _cut_prefix(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    return value[_matching_prefix(value, arguments[0], budget, longest=False) :]


def _cut_longest_prefix(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    return value[_matching_prefix(value, arguments[0], budget, longest=True) :]


def _cut_suffix(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    """The original turns value and pattern around, so that `[a-z]` is no class here."""
    return _cut_prefix(value[::-1], (arguments[0][::-1],), budget)[::-1]


def _cut_longest_suffix(value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    return _cut_longest_prefix(value[::-1], (arguments[0][::-1],), budget)[::-1]


_OPERATORS: dict[str, Operator] = {
    "#": _length,
    "##": _cut_longest_prefix,
    "%": _cut_suffix,
    "%%": _cut_longest_suffix,
    ",": _lower_first,
    ",,": _lower,
    "^": _upper_first,
    "^^": _upper,
    ":": _part,
    "/": _replace_first,
    "//": _replace_all,
    "/#": _replace_prefix,
    "/%": _replace_suffix,
}


def applied(operator: str, value: str, arguments: tuple[str, ...], budget: Budget) -> str:
    """`:=`, `:-`, `=` and, as in the original, `:?` and `:+` all give a default."""
    budget.step(1 + (len(value) >> 6))
    return _OPERATORS.get(operator, _default)(value, arguments, budget)
