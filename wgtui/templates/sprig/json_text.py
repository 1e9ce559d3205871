"""JSON in and out, as Go's `encoding/json` writes it: sorted keys, `<`, `>` and `&` escaped, no needless `.0`."""

from __future__ import annotations

import json
import math

from wgtui.templates.budget import MAX_DEPTH
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.formatting import shortest
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, Struct, Value

TABLE = FunctionTable()

_ALWAYS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}
_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", **_ALWAYS})
_RAW = str.maketrans(_ALWAYS)


@TABLE.add("mustFromJson", "string", context=True)
def must_from_json(context: Context, text: str) -> Value:
    context.budget.reserve(16 * len(text))
    try:
        return json.loads(text, parse_int=float, parse_float=_finite, parse_constant=_refuse)
    except (ValueError, RecursionError, OverflowError) as error:
        raise CallError(f"this is no JSON: {error}") from None


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:40]} is too big")
    return number


def _refuse(word: str) -> Value:
    raise ValueError(f"unexpected {word}")


@TABLE.add("fromJson", "string", context=True)
def from_json(context: Context, text: str) -> Value:
    """nil where the text is no JSON."""
    try:
        return must_from_json(context, text)
    except CallError:
        return None


@TABLE.add("toJson mustToJson", "any", context=True)
def to_json(context: Context, value: Value) -> str:
    """What has no JSON is an error; the original's functions without `must` wrote nothing then, and said nothing."""
    return _Writer(context, _HTML).text(value, 0)


@TABLE.add("toRawJson mustToRawJson", "any", context=True)
def to_raw_json(context: Context, value: Value) -> str:
    return _Writer(context, _RAW).text(value, 0)


@TABLE.add("toPrettyJson mustToPrettyJson", "any", context=True)
def to_pretty_json(context: Context, value: Value) -> str:
    return _Writer(context, _HTML, indent="  ").text(value, 0)


class _Writer:
    def __init__(self, context: Context, escapes: dict[int, str], indent: str = "") -> None:
        self._budget = context.budget
        self._escapes = escapes
        self._indent = indent

    def text(self, value: Value, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise CallError("a value is nested too deeply for JSON; does it contain itself?")
        written = self._scalar(value) if not isinstance(value, list | dict) else self._composite(value, depth)
        self._budget.reserve(len(written))
        return written

    def _scalar(self, value: Value) -> str:
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return int.__repr__(value)
        if isinstance(value, float):
            return json_float(value)
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, Struct):
            return self._string(value.json_text())
        raise CallError("a complex number has no JSON")

    def _string(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False).translate(self._escapes)

    def _composite(self, value: Value, depth: int) -> str:
        if isinstance(value, dict):
            colon = ": " if self._indent else ":"
            pieces = [self._string(key) + colon + self.text(value[key], depth + 1) for key in sorted(value)]
            return self._wrapped("{", pieces, "}", depth)
        return self._wrapped("[", [self.text(element, depth + 1) for element in value], "]", depth)

    def _wrapped(self, opens: str, pieces: list[str], closes: str, depth: int) -> str:
        if not self._indent or not pieces:
            return opens + ",".join(pieces) + closes
        margin = "\n" + self._indent * (depth + 1)
        return opens + margin + ("," + margin).join(pieces) + "\n" + self._indent * depth + closes


def json_float(value: float) -> str:
    """Plain digits from a millionth up to 10²¹, an exponent outside of it."""
    if not math.isfinite(value):
        raise CallError("a number that is not finite has no JSON")
    size = abs(value)
    if size == 0 or 1e-6 <= size < 1e21:
        text = f"{value:.0f}" if value.is_integer() else shortest(value, largest_exponent=21)
        return text if "e" not in text else f"{value:.20f}".rstrip("0")
    text = shortest(value)
    return text.replace("e-0", "e-")
