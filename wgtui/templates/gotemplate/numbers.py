"""printf's verbs for whole and floating numbers."""

from __future__ import annotations

import math

from wgtui.templates.gotemplate.formatting import quoted_character, shortest
from wgtui.templates.gotemplate.spec import Spec

_BASES = {"d": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}
_PREFIXES = {"b": "0b", "o": "0", "O": "0o", "x": "0x", "X": "0X"}


def integer_text(value: int, verb: str, spec: Spec, *, unsigned: bool) -> str | None:
    """None where the verb is not for whole numbers."""
    if verb == "v":
        return _hexadecimal(value) if spec.sharp and unsigned else _in_base(value, "d", spec)
    if verb in _BASES:
        return _in_base(value, verb, spec)
    if verb == "c":
        return spec.pad(_character(value))
    if verb == "q":
        return spec.pad(quoted_character(ord(_character(value)), ascii_only=spec.plus))
    if verb == "U":
        return _unicode(value, spec)
    return None


def _hexadecimal(value: int) -> str:
    return f"0x{value:x}"


def _character(value: int) -> str:
    return chr(value) if 0 <= value <= 0x10FFFF and not 0xD800 <= value < 0xE000 else "\ufffd"


def _unicode(value: int, spec: Spec) -> str:
    text = f"U+{value & (2**64 - 1):0{max(spec.precision, 4)}X}"
    if spec.sharp and _character(value).isprintable():
        text += f" '{_character(value)}'"
    return spec.pad_spaces(text)


def _in_base(value: int, verb: str, spec: Spec) -> str:
    if spec.precision == 0 and value == 0:
        return " " * spec.width
    sign = "-" if value < 0 else "+" if spec.plus else " " if spec.space else ""
    digits = format(abs(value), _BASES[verb])
    if spec.precision >= 0:
        digits = digits.rjust(spec.precision, "0")
    elif spec.zero and spec.has_width and not spec.minus:
        digits = digits.rjust(spec.width - len(sign), "0")
    if (spec.sharp or verb == "O") and not (verb == "o" and digits.startswith("0")):
        digits = _PREFIXES.get(verb, "") + digits
    return spec.pad_spaces(sign + digits)


def float_text(value: float, verb: str, spec: Spec) -> str | None:
    """None where the verb is not for floats."""
    digits = _float_digits(value, verb, spec)
    if digits is None:
        return None
    sign = "-" if digits.startswith("-") else "+" if spec.plus else ""
    digits = digits.lstrip("+-")
    if spec.sharp and verb in "eEfFgGxX" and math.isfinite(value):
        digits = _with_point(digits, verb, spec.precision)
    sign = sign or (" " if spec.space else "")
    if math.isinf(value) and not sign.strip():
        sign = "+"
    if spec.zero and spec.has_width and not spec.minus and math.isfinite(value):
        return sign + digits.rjust(spec.width - len(sign), "0")
    return spec.pad_spaces(sign + digits)


def _float_digits(value: float, verb: str, spec: Spec) -> str | None:
    if not math.isfinite(value) and verb in "vgGeEfFbxX":
        return shortest(value)
    if verb in "vgG":
        text = shortest(value) if spec.precision < 0 else format(value, f".{max(spec.precision, 1)}g")
        return text.upper() if verb == "G" else text
    if verb in "eEfF":
        return format(value, f".{6 if spec.precision < 0 else spec.precision}{verb}")
    if verb in "xX":
        return _hexadecimal_float(value, verb, spec.precision)
    if verb == "b":
        mantissa, exponent = math.frexp(value)
        return f"{int(mantissa * 2**53)}p{exponent - 53:+d}"
    return None


def _with_point(digits: str, verb: str, precision: int) -> str:
    """`#` keeps a decimal point, and for `g` the zeros up to the precision."""
    exponent = max(digits.rfind(letter) for letter in ("pP" if verb in "xX" else "eE"))
    number, tail = (digits, "") if exponent < 0 else (digits[:exponent], digits[exponent:])
    significant = number.replace(".", "").lstrip("0") if number != "0" else "0"
    if "." not in number:
        number += "."
    if verb in "gGx":
        number += "0" * ((6 if precision < 0 else precision) - len(significant))
    return number + tail


def _hexadecimal_float(value: float, verb: str, precision: int) -> str:
    sign, _, rest = value.hex().rpartition("0x")
    mantissa, _, exponent = rest.partition("p")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction.rstrip("0") if precision < 0 else fraction[:precision].ljust(precision, "0")
    power = int(exponent)
    text = f"{sign}0x{whole}{'.' + fraction if fraction else ''}p{power:+03d}"
    return text.upper() if verb == "X" else text
