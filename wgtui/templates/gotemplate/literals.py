"""Go's literals: quoted and raw strings, characters, whole, floating and complex numbers."""

from __future__ import annotations

import re

from wgtui.templates.gotemplate.nodes import Constant

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)", re.DOTALL)
_SEPARATED = re.compile(r"^[+-]?(?:0[xXoObB]?_?)?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$")
_HEX_FLOAT = re.compile(r"^[+-]?0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$")
_FLOAT = re.compile(r"^[+-]?(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$")
_BASES = {"x": 16, "o": 8, "b": 2}
MAX_INT = 2**63 - 1


class BadLiteral(ValueError):
    """What is wrong with a literal; the parser adds where."""


def unquote(text: str) -> str:
    """The value of a `"…"` or a raw string. Raises BadLiteral."""
    if text.startswith("`"):
        return text[1:-1].replace("\r", "")
    return _unescape(text[1:-1], '"')


def _unescape(text: str, quote: str) -> str:
    if "\\" not in text:
        return text
    pieces = bytearray()
    position = 0
    for match in _ESCAPE.finditer(text):
        pieces += text[position : match.start()].encode()
        pieces += _escaped(match.group(1), quote)
        position = match.end()
    pieces += text[position:].encode()
    return pieces.decode(errors="replace")


def _escaped(escape: str, quote: str) -> bytes:
    if escape in _SIMPLE and escape in "abfnrtv\\" + quote:
        return _SIMPLE[escape].encode()
    if escape[0] == "x" and len(escape) == 3:
        return bytes((int(escape[1:], 16),))
    if escape[0] in "uU" and len(escape) > 1:
        code = int(escape[1:], 16)
        if code <= 0x10FFFF and not 0xD800 <= code < 0xE000:
            return chr(code).encode()
    if len(escape) == 3 and int(escape, 8) < 256:
        return bytes((int(escape, 8),))
    raise BadLiteral("invalid syntax")


def character(position: int, text: str) -> Constant:
    """A constant such as `'a'`: a whole number. Raises BadLiteral."""
    body = text[1:-1]
    escaped = _ESCAPE.fullmatch(body)
    if escaped and escaped.group(1)[0] in "x01234567":
        code = int(escaped.group(1).lstrip("x"), 16 if escaped.group(1)[0] == "x" else 8)
        if code > 255:
            raise BadLiteral("invalid syntax")
        return _whole(position, text, code)
    value = _unescape(body, "'")
    if len(value) != 1:
        raise BadLiteral(f"malformed character constant: {text}" if value else "invalid syntax")
    return _whole(position, text, ord(value))


def _whole(position: int, text: str, value: int) -> Constant:
    return Constant(position, value, text, as_integer=value, as_float=float(value))


def number(position: int, text: str) -> Constant:
    """A number as Go's templates read it. Raises BadLiteral."""
    if text.endswith("i"):
        return _complex(position, text)
    whole = _integer(text)
    if whole is not None:
        if not -MAX_INT - 1 <= whole <= MAX_INT:
            raise BadLiteral(f'integer overflow: "{text}"' if whole >= 2**64 or whole < 0 else f"{text} overflows int")
        return _whole(position, text, whole)
    value = _float(text)
    if value is None:
        raise BadLiteral(f'illegal number syntax: "{text}"')
    if not set(text) & set(".eEpP"):
        raise BadLiteral(f'integer overflow: "{text}"')
    whole = int(value) if value.is_integer() and abs(value) <= MAX_INT else None
    return Constant(position, value, text, is_float=True, as_integer=whole, as_float=value)


def _integer(text: str) -> int | None:
    if not _SEPARATED.match(text):
        return None
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-").replace("_", "")
    prefix = digits[1:2].lower() if digits.startswith("0") else ""
    base = _BASES.get(prefix, 8 if len(digits) > 1 and digits[0] == "0" else 10)
    try:
        return sign * int(digits[2:] if prefix in _BASES else digits, base)
    except ValueError:
        return None


def _float(text: str) -> float | None:
    match = _HEX_FLOAT.match(text.replace("_", ""))
    if match and (match.group(1) or match.group(2)):
        return float.fromhex(text.replace("_", ""))
    if not _FLOAT.match(text):
        return None
    value = float(text.replace("_", ""))
    return None if value in (float("inf"), float("-inf")) else value


def _complex(position: int, text: str) -> Constant:
    body = text[:-1]
    split = max(
        (i for i in range(1, len(body)) if body[i] in "+-" and body[i - 1] not in "eEpP"),
        default=0,
    )
    parts = [_any_float(part) for part in ((body[:split] or "0"), body[split:])]
    if parts[0] is None or parts[1] is None:
        raise BadLiteral(f'illegal number syntax: "{text}"')
    return Constant(position, complex(parts[0], parts[1]), text)


def _any_float(text: str) -> float | None:
    whole = _integer(text)
    return float(whole) if whole is not None else _float(text)
