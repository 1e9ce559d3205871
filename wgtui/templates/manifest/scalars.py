"""What an unquoted word of YAML means (YAML 1.1, as Go's library reads it), and which texts need quotes."""

from __future__ import annotations

import re
from datetime import date
from math import inf, isinf
from typing import Any

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_MAYBE_WORDS = frozenset("yYnNtTfFoO~")
_MAYBE_NUMBERS = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_LONGEST_NUMBER = 400


def meaning(text: str) -> Any:
    """Text, int, float, bool or None. Dates are texts, as Kubernetes takes them."""
    first = text[:1]
    if first in _MAYBE_NUMBERS and text not in _WORDS:
        return _number(text)
    if not first or first in _MAYBE_WORDS or first in _MAYBE_NUMBERS:
        return _WORDS.get(text, text)
    return text


def _number(text: str) -> Any:
    if len(text) > _LONGEST_NUMBER or _DATE.fullmatch(text):
        return text
    plain = text.replace("_", "") if text[0] != "." else text
    if _INTEGER.fullmatch(plain):
        return _integer(plain, text)
    return _float(plain, text)


def _float(plain: str, text: str) -> Any:
    number = float(plain) if _FLOAT.fullmatch(plain) else inf
    return text if isinf(number) else whole(number)


def _integer(plain: str, text: str) -> Any:
    """Beyond 64 bits it is a float, or a text where it is not decimal."""
    digits = plain.lstrip("+-")
    is_old_octal = len(digits) > 1 and digits[1].isdigit() and digits[0] == "0"
    number = int(plain, 8) if is_old_octal else int(plain, 0)
    if -(2**63) <= number < 2**64:
        return number
    return _float(plain, text)


def whole(number: float) -> int | float:
    """JSON knows no difference between 5.0 and 5, and what was JSON in between is written without."""
    return int(number) if abs(number) < 1e21 and number.is_integer() else number


def is_ambiguous(text: str) -> bool:
    """Whether it would be read as something else than this text if it stood without quotes."""
    first = text[:1]
    if first in _MAYBE_NUMBERS and first:
        return not isinstance(meaning(text), str) or _is_date(text) or bool(_BASE_60.fullmatch(text))
    return not isinstance(meaning(text), str)


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    try:
        date(*map(int, match.groups()))
    except ValueError:
        return False
    return True
