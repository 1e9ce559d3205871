"""Who suspended a Flux object, why, since when and until when, as its annotations tell, and whether that is over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wgtui.errors import ConfigError
from wgtui.resources.meta import Annotations

LONG = timedelta(days=14)
"""After this a suspension without an end is probably forgotten."""

LONGEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Suspension:
    """`until`: when it is to be resumed; nobody resumes by it. None and empty where no note was left."""

    by: str = ""
    comment: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __str__(self) -> str:
        """`jan: audit of q4 (until 2026-12-01 08:00Z)`."""
        words = ": ".join(part for part in (self.by, self.comment) if part)
        end = f"until {self.until:%Y-%m-%d %H:%M}Z" if self.until else ""
        return f"{words} ({end})" if words and end else words or end


def suspension(notes: Annotations) -> Suspension:
    """Weave GitOps' annotations, and what the Flux operator leaves."""
    return Suspension(
        notes.suspended_by or notes.flux_operator_suspended_by or "",
        notes.suspended_comment or "",
        _moment(notes.suspended_at),
        _moment(notes.suspended_until),
    )


def due(since: datetime | None, until: datetime | None) -> datetime | None:
    """When it is to be over, or has no end and is long; None where nobody knows."""
    return until if until is not None or since is None else since + LONG


_PART = re.compile(r"(\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def expiry(typed: str, now: datetime) -> datetime | None:
    """`90m`, `2h`, `3d`, `1w`, `1d12h` from now, or a date, or a date and time (UTC where it names no zone).

    None for nothing. Raises ConfigError with what was expected.
    """
    text = typed.strip().lower()
    if not text:
        return None
    parts = _PART.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        found = now + min(LONGEST, sum((timedelta(**{_UNITS[unit]: int(n)}) for n, unit in parts), timedelta()))
    else:
        found = _moment(text.upper().replace(" ", "T", 1)) or now
    if found <= now:
        raise ConfigError(f"until {typed.strip()!r}?", "a time to come, as in 2h, 3d, 2026-12-01 or 2026-12-01 18:00")
    return found


def _moment(text: str | None) -> datetime | None:
    """Of an annotation anybody may have written."""
    try:
        found = datetime.fromisoformat(text) if text else None
        return None if found is None else (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
