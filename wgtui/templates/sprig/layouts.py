"""Go's date layouts (`2006-01-02T15:04:05Z07:00`): writing and reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

_LONGEST = 256
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_PARTS = re.compile(
    r"January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|002|__2|01|02|03|04|05|06|_2(?!006)|15"
    r"|PM|pm|[-Z]07:00:00|[-Z]07:00|[-Z]070000|[-Z]0700|[-Z]07|[.,]0+(?![0-9])|[.,]9+(?![0-9])|[1-5]"
)


def _offset(moment: datetime, form: str) -> str:
    shift = moment.utcoffset() or timedelta()
    if form[0] == "Z" and not shift:
        return "Z"
    seconds = int(shift.total_seconds())
    sign, seconds = ("-" if seconds < 0 else "+"), abs(seconds)
    pieces = [f"{seconds // 3600:02d}", f"{seconds // 60 % 60:02d}", f"{seconds % 60:02d}"]
    count = {2: 1, 4: 2, 6: 3}[len(form[1:].replace(":", ""))]
    return sign + (":" if ":" in form else "").join(pieces[:count])


def _fraction(moment: datetime, form: str) -> str:
    digits = f"{moment.microsecond * 1000:09d}"[: len(form) - 1].ljust(min(len(form) - 1, 9), "0")
    if form[1] == "9":
        digits = digits.rstrip("0")
    return form[0] + digits if digits else ""


def _zone(moment: datetime) -> str:
    name = moment.tzname() or ""
    if re.fullmatch(r"UTC[+-].*", name) or not name:
        return _offset(moment, "-0700")
    return name


_WRITERS: dict[str, Callable[[datetime], str]] = {
    "January": lambda t: MONTHS[t.month - 1],
    "Jan": lambda t: MONTHS[t.month - 1][:3],
    "Monday": lambda t: DAYS[t.weekday()],
    "Mon": lambda t: DAYS[t.weekday()][:3],
    "MST": _zone,
    "2006": lambda t: f"{t.year:04d}",
    "06": lambda t: f"{t.year % 100:02d}",
    "01": lambda t: f"{t.month:02d}",
    "1": lambda t: str(t.month),
    "02": lambda t: f"{t.day:02d}",
    "_2": lambda t: f"{t.day:2d}",
    "2": lambda t: str(t.day),
    "002": lambda t: f"{t.timetuple().tm_yday:03d}",
    "__2": lambda t: f"{t.timetuple().tm_yday:3d}",
    "15": lambda t: f"{t.hour:02d}",
    "03": lambda t: f"{t.hour % 12 or 12:02d}",
    "3": lambda t: str(t.hour % 12 or 12),
    "04": lambda t: f"{t.minute:02d}",
    "4": lambda t: str(t.minute),
    "05": lambda t: f"{t.second:02d}",
    "5": lambda t: str(t.second),
    "PM": lambda t: "PM" if t.hour >= 12 else "AM",
    "pm": lambda t: "pm" if t.hour >= 12 else "am",
}


def written(layout: str, moment: datetime) -> str:
    def part(match: re.Match[str]) -> str:
        form = match.group()
        if form in _WRITERS:
            return _WRITERS[form](moment)
        return _fraction(moment, form) if form[0] in ".," else _offset(moment, form)

    return _PARTS.sub(part, layout)


_NAMES = "|".join(MONTHS)
_SHORT_NAMES = "|".join(month[:3] for month in MONTHS)
_READERS: dict[str, str] = {
    "January": f"(?P<month_name>{_NAMES})", "Jan": f"(?P<month_name>{_SHORT_NAMES})",
    "Monday": "(?:" + "|".join(DAYS) + ")", "Mon": "(?:" + "|".join(day[:3] for day in DAYS) + ")",
    "MST": r"(?P<zone_name>[A-Z]{3,5}|[+-][0-9]{2})", "2006": r"(?P<year>[0-9]{4})", "06": r"(?P<short_year>[0-9]{2})",
    "01": r"(?P<month>[0-9]{2})", "1": r"(?P<month>[0-9]{1,2})", "02": r"(?P<day>[0-9]{2})",
    "_2": r"(?P<day> ?[0-9]{1,2})", "2": r"(?P<day>[0-9]{1,2})", "002": r"(?P<year_day>[0-9]{3})",
    "__2": r"(?P<year_day> {0,2}[0-9]{1,3})", "15": r"(?P<hour>[0-9]{2})", "03": r"(?P<half_hour>[0-9]{2})",
    "3": r"(?P<half_hour>[0-9]{1,2})", "04": r"(?P<minute>[0-9]{2})", "4": r"(?P<minute>[0-9]{1,2})",
    "05": r"(?P<second>[0-9]{2})(?P<fraction>[.,][0-9]+)?", "5": r"(?P<second>[0-9]{1,2})(?P<fraction>[.,][0-9]+)?",
    "PM": "(?P<half>AM|PM)", "pm": "(?P<half>am|pm)",
}  # fmt: skip


def _reader(layout: str) -> str:
    pieces = []
    at = 0
    for match in _PARTS.finditer(layout):
        pieces.append(re.escape(layout[at : match.start()]))
        form, at = match.group(), match.end()
        if form in _READERS:
            pieces.append(_READERS[form])
        elif form[0] in ".,":
            pieces.append("" if form[1] == "9" else f"[.,](?P<exact_fraction>[0-9]{{{len(form) - 1}}})")
        else:
            colon = ":" if ":" in form else ""
            digits = colon.join(["[0-9]{2}"] * {2: 1, 4: 2, 6: 3}[len(form[1:].replace(":", ""))])
            pieces.append(f"(?P<offset>{'Z|' if form[0] == 'Z' else ''}[+-]{digits})")
    return "".join([*pieces, re.escape(layout[at:])])


def read(layout: str, text: str) -> datetime | None:
    """None where `text` does not fit, or is no date of the years 1 to 9999."""
    if len(layout) > _LONGEST:
        return None
    pattern = _reader(layout)
    if "(?P<fraction>" in pattern and "exact_fraction" in pattern:
        pattern = pattern.replace("(?P<fraction>[.,][0-9]+)?", "")
    try:
        match = re.fullmatch(pattern, text)
    except re.error:
        return None
    found = {name: value for name, value in match.groupdict().items() if value} if match else None
    try:
        return _built(found) if found is not None else None
    except (ValueError, OverflowError):
        return None


def _built(found: dict[str, str]) -> datetime:
    year = int(found.get("year", "0")) or 1
    if "short_year" in found:
        year = int(found["short_year"]) + (1900 if int(found["short_year"]) >= 69 else 2000)
    digits = found.get("exact_fraction") or found.get("fraction", ".0")[1:]
    moment = datetime(
        year, _month(found), int(found.get("day", "1")), _hour(found), int(found.get("minute", "0")),
        int(found.get("second", "0")), int(digits[:6].ljust(6, "0")), tzinfo=_shift(found.get("offset", "Z")),
    )  # fmt: skip
    if "year_day" in found:
        return moment.replace(month=1, day=1) + timedelta(days=int(found["year_day"]) - 1)
    return moment


def _month(found: dict[str, str]) -> int:
    if "month_name" in found:
        return [month[:3] for month in MONTHS].index(found["month_name"][:3]) + 1
    return int(found.get("month", "1"))


def _hour(found: dict[str, str]) -> int:
    hour = int(found.get("hour", found.get("half_hour", "0")))
    if "half_hour" in found and found.get("half", "").lower() == "pm" and hour < 12:
        return hour + 12
    return 0 if found.get("half", "").lower() == "am" and hour == 12 else hour


def _shift(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(6, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:]))
    return timezone(-shift if offset[0] == "-" else shift) if shift else UTC
