"""How Go prints values: `print`, `println` and the default format of every type."""

from __future__ import annotations

import math
from collections.abc import Iterable

from wgtui.errors import TemplateError
from wgtui.templates.budget import MAX_DEPTH, Budget
from wgtui.templates.gotemplate.values import Struct, Value, type_name


def shortest(value: float, largest_exponent: int = 6) -> str:
    """A float with as few digits as read back the same; with an exponent when it is very small or large."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    digits, exponent = _digits(value)
    sign = "-" if math.copysign(1, value) < 0 else ""
    if exponent < -4 or exponent >= largest_exponent:
        fraction = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{fraction}e{exponent:+03d}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    fraction = digits[exponent + 1 :]
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


def _digits(value: float) -> tuple[str, int]:
    """Significant digits, and the power of ten of the first."""
    mantissa, _, power = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    exponent = int(power or 0) + len(whole) - 1 if whole.strip("0") else int(power or 0) - 1
    if not whole.strip("0"):
        exponent -= len(fraction) - len(fraction.lstrip("0"))
    digits = digits.rstrip("0")
    return (digits, exponent) if digits else ("0", 0)


def quoted(text: str, ascii_only: bool = False) -> str:
    """As Go's `%q` and `quote`: double quotes, Go's escapes."""
    pieces = ['"']
    for character in text:
        pieces.append(_escape(character, '"', ascii_only))
    pieces.append('"')
    return "".join(pieces)


_ESCAPES = {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\",
}  # fmt: skip


def _escape(character: str, quote: str, ascii_only: bool) -> str:
    if character == quote:
        return "\\" + character
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if character.isprintable() and (code < 128 or not ascii_only):
        return character
    if code < 32 or code == 127:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quoted_character(code: int, ascii_only: bool = False) -> str:
    return f"'{_escape(chr(code), chr(39), ascii_only)}'"


def plain(value: Value, budget: Budget, depth: int = 0) -> str:
    """The default format, `%v`; nil inside a list or map is `<nil>`."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is bool:
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if kind is float:
        return shortest(value)
    if value is None:
        return "<nil>"
    if kind is complex:
        return f"({shortest(value.real)}{_signed(shortest(value.imag))}i)"
    if isinstance(value, Struct):
        return str(value)
    return _composite(value, budget, depth)


def _signed(text: str) -> str:
    return text if text[0] in "+-" else "+" + text


def _composite(value: Value, budget: Budget, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise TemplateError("a value is nested too deeply to print", "does it contain itself?")
    pieces = []
    if isinstance(value, dict):
        for key in sorted(value):
            pieces.append(f"{key}:{plain(value[key], budget, depth + 1)}")
            budget.reserve(len(pieces[-1]))
        return f"map[{' '.join(pieces)}]"
    for element in value:
        pieces.append(plain(element, budget, depth + 1))
        budget.reserve(len(pieces[-1]))
    return f"[{' '.join(pieces)}]"


def bare(value: Value, budget: Budget) -> str:
    """What an action writes: a missing value is `<no value>`."""
    return "<no value>" if value is None else plain(value, budget)


def sprint(values: Iterable[Value], budget: Budget) -> str:
    """`print`: a space between two operands when neither is a string."""
    pieces: list[str] = []
    before_was_text = True
    for value in values:
        is_text = type(value) is str
        if pieces and not is_text and not before_was_text:
            pieces.append(" ")
        pieces.append(plain(value, budget))
        before_was_text = is_text
    return "".join(pieces)


def sprintln(values: Iterable[Value], budget: Budget) -> str:
    return " ".join(plain(value, budget) for value in values) + "\n"


def described(value: Value, budget: Budget) -> str:
    """`type=value`, as a wrong verb prints it."""
    return "<nil>" if value is None else f"{type_name(value)}={plain(value, budget)}"
