"""sprig's numbers. Whole ones are int64 and wrap around; the `…f` ones compute in decimal."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Context as Precision
from decimal import Decimal, DivisionByZero, InvalidOperation

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.formatting import plain
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, Int64, IntList, Value, int64
from wgtui.templates.sprig.casting import to_float, to_int, to_int64

TABLE = FunctionTable()

_PRECISION = Precision(prec=400)
_QUOTIENT_DIGITS = Decimal(1).scaleb(-16)


@TABLE.add("int", "any")
def int_(value: Value) -> int:
    return to_int(value)


@TABLE.add("int64", "any")
def int64_(value: Value) -> Int64:
    return to_int64(value)


@TABLE.add("float64", "any")
def float64(value: Value) -> float:
    return to_float(value)


@TABLE.add("atoi", "string")
def atoi(text: str) -> int:
    digits = text.removeprefix("-") if text.startswith("-") else text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 40):
        return 0
    return max(min(int(text), 2**63 - 1), -(2**63))


@TABLE.add("toDecimal", "any", context=True)
def to_decimal(context: Context, value: Value) -> Int64:
    """From Unix octal notation."""
    text = plain(value, context.budget)
    try:
        number = int(text, 8) if text.lstrip("+-").isdigit() and len(text) < 24 else 0
    except ValueError:
        return Int64(0)
    return Int64(number) if -(2**63) <= number < 2**63 else Int64(0)


@TABLE.add("add1", "any")
def add1(value: Value) -> Int64:
    return int64(to_int64(value) + 1)


@TABLE.add("add", "any...")
def add(*values: Value) -> Int64:
    return int64(sum(map(to_int64, values)))


@TABLE.add("sub", "any any")
def sub(left: Value, right: Value) -> Int64:
    return int64(to_int64(left) - to_int64(right))


def _divisor(value: Value) -> Int64:
    divisor = to_int64(value)
    if not divisor:
        raise CallError("integer divide by zero")
    return divisor


def _quotient(left: Int64, right: Int64) -> int:
    """Go cuts towards zero, Python towards minus infinity."""
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


@TABLE.add("div", "any any")
def div(left: Value, right: Value) -> Int64:
    return int64(_quotient(to_int64(left), _divisor(right)))


@TABLE.add("mod", "any any")
def mod(left: Value, right: Value) -> Int64:
    dividend, divisor = to_int64(left), _divisor(right)
    return int64(dividend - divisor * _quotient(dividend, divisor))


@TABLE.add("mul", "any any...")
def mul(value: Value, *others: Value) -> Int64:
    product = to_int64(value)
    for other in others:
        product = int64(product * to_int64(other))
    return product


@TABLE.add("max biggest", "any any...")
def max_(value: Value, *others: Value) -> Int64:
    return max(map(to_int64, (value, *others)))


@TABLE.add("min", "any any...")
def min_(value: Value, *others: Value) -> Int64:
    return min(map(to_int64, (value, *others)))


@TABLE.add("maxf", "any any...")
def maxf(value: Value, *others: Value) -> float:
    return max(map(to_float, (value, *others)))


@TABLE.add("minf", "any any...")
def minf(value: Value, *others: Value) -> float:
    return min(map(to_float, (value, *others)))


def _fold(first: Value, others: tuple[Value, ...], operation: Callable[[Decimal, Decimal], Decimal]) -> float:
    try:
        result = _decimal(first)
        for other in others:
            result = operation(result, _decimal(other))
        return float(result)
    except (DivisionByZero, InvalidOperation, OverflowError):
        raise CallError("decimal division by 0") from None


def _decimal(value: Value) -> Decimal:
    number = to_float(value)
    if not math.isfinite(number):
        raise CallError("cannot compute with a number that is not finite")
    return Decimal(repr(number))


@TABLE.add("add1f", "any")
def add1f(value: Value) -> float:
    return _fold(value, (1,), _PRECISION.add)


@TABLE.add("addf", "any...")
def addf(*values: Value) -> float:
    return _fold(0, values, _PRECISION.add)


@TABLE.add("subf", "any any...")
def subf(value: Value, *others: Value) -> float:
    return _fold(value, others, _PRECISION.subtract)


@TABLE.add("mulf", "any any...")
def mulf(value: Value, *others: Value) -> float:
    return _fold(value, others, _PRECISION.multiply)


@TABLE.add("divf", "any any...")
def divf(value: Value, *others: Value) -> float:
    """Quotients are cut to sixteen decimals, as in the original."""
    return _fold(
        value, others, lambda left, right: _PRECISION.divide(left, right).quantize(_QUOTIENT_DIGITS, context=_PRECISION)
    )


def _whole(value: Value, rounding: Callable[[float], int]) -> float:
    number = to_float(value)
    return float(rounding(number)) if math.isfinite(number) else number


@TABLE.add("floor", "any")
def floor(value: Value) -> float:
    return _whole(value, math.floor)


@TABLE.add("ceil", "any")
def ceil(value: Value) -> float:
    return _whole(value, math.ceil)


@TABLE.add("round", "any int float64...")
def round_(value: Value, places: int, *threshold: float) -> float:
    """Up from `threshold` (0.5) of the last kept place on; negative numbers always down to it, as in the original."""
    number = to_float(value)
    if not math.isfinite(number) or abs(places) > 300:
        return number
    power = 10.0**places
    digits = power * number
    if not math.isfinite(digits):
        return number
    fraction = math.fmod(digits, 1)
    up = fraction >= (threshold[0] if threshold else 0.5)
    return float(math.ceil(digits) if up else math.floor(digits)) / power


def _steps(context: Context, start: int, stop: int, step: int) -> IntList:
    if (stop < start and step >= 0) or (stop >= start and step <= 0):
        return IntList()
    context.budget.reserve(32 * ((stop - start) // step + 1))
    return IntList(range(start, stop, step))


@TABLE.add("until", "int", context=True)
def until(context: Context, count: int) -> IntList:
    return _steps(context, 0, count, -1 if count < 0 else 1)


@TABLE.add("untilStep", "int int int", context=True)
def until_step(context: Context, start: int, stop: int, step: int) -> IntList:
    return _steps(context, start, stop, step)


@TABLE.add("seq", "int...", context=True)
def seq(context: Context, *bounds: int) -> str:
    """Numbers with spaces between, as the shell's seq; other counts of arguments than one to three give nothing."""
    if not 1 <= len(bounds) <= 3:
        return ""
    start, step, stop = _sequence(bounds)
    if len(bounds) == 3 and stop < start and step > 0:
        return ""
    beyond = stop + (-1 if stop < start else 1) * (1 if len(bounds) != 2 else abs(step))
    return " ".join(map(str, _steps(context, start, beyond, step)))


def _sequence(bounds: tuple[int, ...]) -> tuple[int, int, int]:
    if len(bounds) == 3:
        return bounds[0], bounds[1], bounds[2]
    start, stop = bounds if len(bounds) == 2 else (1, bounds[0])
    return start, -1 if stop < start else 1, stop
