"""Go's durations, in nanoseconds."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_LONGEST = 64
_ROUNDED = (("y", 365 * 24 * 3600), ("mo", 30 * 24 * 3600), ("d", 24 * 3600), ("h", 3600), ("m", 60), ("s", 1))


def parsed(text: str) -> int | None:
    """`-1.5h30m`; None where it is no duration."""
    body = text.lstrip("+-") if text[:1] in ("+", "-") and text[1:2] not in ("+", "-") else text
    if body == "0":
        return 0
    if not body or len(body) > _LONGEST or not re.fullmatch(f"(?:{_PART.pattern})+", body):
        return None
    total = sum(int(Decimal(amount) * _UNITS[unit]) for amount, unit in _PART.findall(body))
    if total >= 2**63:
        return None
    return -total if text.startswith("-") else total


def written(nanoseconds: int) -> str:
    """As Go prints it: `1h30m0s`, `1.5s`, `150ms`."""
    if nanoseconds == 0:
        return "0s"
    sign, size = ("-" if nanoseconds < 0 else ""), abs(nanoseconds)
    if size < 10**9:
        unit = next(unit for unit in ("ms", "µs", "ns") if size >= _UNITS[unit])
        return f"{sign}{_fraction(size, _UNITS[unit])}{unit}"
    minutes, rest = divmod(size, 60 * 10**9)
    hours, minutes = divmod(minutes, 60)
    leading = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{sign}{leading}{_fraction(rest, 10**9)}s"


def _fraction(size: int, unit: int) -> str:
    whole, rest = divmod(size, unit)
    digits = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)


def rounded(nanoseconds: int) -> str:
    """The largest unit it is longer than."""
    size = abs(nanoseconds)
    for unit, seconds in _ROUNDED:
        if size > seconds * 10**9:
            return f"{size // (seconds * 10**9)}{unit}"
    return "0s"
