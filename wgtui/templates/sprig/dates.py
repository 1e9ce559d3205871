"""sprig's dates. "Local" is UTC, as in the original's container, so that everybody renders the same text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import Function, FunctionTable
from wgtui.templates.gotemplate.values import CallError, Int64, Struct, Value, int64
from wgtui.templates.sprig import durations, layouts
from wgtui.templates.sprig.arithmetic import atoi

TABLE = FunctionTable()

ZERO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Time(Struct):
    """A `time.Time`; to the microsecond."""

    moment: datetime

    go_type = "time.Time"

    def __str__(self) -> str:
        return layouts.written("2006-01-02 15:04:05.999999999 -0700 MST", self.moment)

    def json_text(self) -> str:
        return layouts.written("2006-01-02T15:04:05.999999999Z07:00", self.moment)

    def member(self, name: str) -> Value:
        value = _NUMBERS.get(name)
        if value is not None:
            return value(self.moment)
        return METHODS[name](self)


_NUMBERS: dict[str, Callable[[datetime], Value]] = {
    "Year": lambda moment: moment.year,
    "Day": lambda moment: moment.day,
    "Hour": lambda moment: moment.hour,
    "Minute": lambda moment: moment.minute,
    "Second": lambda moment: moment.second,
    "Nanosecond": lambda moment: moment.microsecond * 1000,
    "YearDay": lambda moment: moment.timetuple().tm_yday,
    "Unix": lambda moment: Int64(unix(moment)),
    "UnixMilli": lambda moment: Int64(int(moment.timestamp() * 1000)),
    "Month": lambda moment: layouts.MONTHS[moment.month - 1],
    "Weekday": lambda moment: layouts.DAYS[moment.weekday()],
    "String": lambda moment: str(Time(moment)),
    "UTC": lambda moment: Time(moment.astimezone(UTC)),
    "Local": lambda moment: Time(moment.astimezone(UTC)),
    "IsZero": lambda moment: moment == ZERO,
}
METHODS: dict[str, Callable[[Time], Function]] = {
    "Format": lambda time: Function(lambda layout: layouts.written(layout, time.moment), ("string",), False, False),
    "AddDate": lambda time: Function(
        lambda years, months, days: Time(_add_date(time.moment, years, months, days)),
        ("int", "int", "int"),
        False,
        False,
    ),
    "Before": lambda time: Function(lambda other: time.moment < other.moment, ("time",), False, False),
    "After": lambda time: Function(lambda other: time.moment > other.moment, ("time",), False, False),
    "Equal": lambda time: Function(lambda other: time.moment == other.moment, ("time",), False, False),
}


def unix(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))


def _moved(moment: datetime, nanoseconds: int) -> datetime:
    try:
        return moment + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        raise CallError("the date is outside of the years 1 to 9999") from None


def _add_date(moment: datetime, years: int, months: int, days: int) -> datetime:
    """Go lets a day that the month lacks run over into the next one."""
    month = moment.month - 1 + months
    try:
        first = moment.replace(year=moment.year + years + month // 12, month=month % 12 + 1, day=1)
        return first + timedelta(days=moment.day - 1 + days)
    except (ValueError, OverflowError):
        raise CallError("the date is outside of the years 1 to 9999") from None


def _moment(context: Context, value: Value) -> datetime:
    """A Time or seconds since 1970; anything else means now."""
    if isinstance(value, Time):
        return value.moment
    if type(value) in (int, Int64):
        return _moved(datetime(1970, 1, 1, tzinfo=UTC), int(value) * 10**9)
    return context.now


def _zone(name: str) -> tzinfo:
    """UTC where the zone is not known."""
    if name in ("", "UTC", "Local"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _written_in(context: Context, layout: str, value: Value, zone: str) -> str:
    context.budget.reserve(8 * len(layout))
    try:
        return layouts.written(layout, _moment(context, value).astimezone(_zone(zone)))
    except OverflowError:
        raise CallError("the date is outside of the years 1 to 9999") from None


@TABLE.add("now", "", context=True)
def now(context: Context) -> Time:
    return Time(context.now)


@TABLE.add("date", "string any", context=True, slow=True)
def date(context: Context, layout: str, value: Value) -> str:
    return _written_in(context, layout, value, "Local")


@TABLE.add("dateInZone date_in_zone", "string any string", context=True, slow=True)
def date_in_zone(context: Context, layout: str, value: Value, zone: str) -> str:
    return _written_in(context, layout, value, zone)


@TABLE.add("htmlDate", "any", context=True)
def html_date(context: Context, value: Value) -> str:
    return _written_in(context, "2006-01-02", value, "Local")


@TABLE.add("htmlDateInZone", "any string", context=True)
def html_date_in_zone(context: Context, value: Value, zone: str) -> str:
    return _written_in(context, "2006-01-02", value, zone)


@TABLE.add("dateModify date_modify", "string time")
def date_modify(duration: str, time: Time) -> Time:
    """The same time where the duration cannot be read."""
    nanoseconds = durations.parsed(duration)
    return time if nanoseconds is None else Time(_moved(time.moment, nanoseconds))


@TABLE.add("mustDateModify must_date_modify", "string time")
def must_date_modify(duration: str, time: Time) -> Time:
    nanoseconds = durations.parsed(duration)
    if nanoseconds is None:
        raise CallError(f"invalid duration {duration!r}")
    return Time(_moved(time.moment, nanoseconds))


@TABLE.add("ago", "any", context=True)
def ago(context: Context, value: Value) -> str:
    passed = context.now - _moment(context, value)
    return durations.written(round(passed.total_seconds()) * 10**9)


@TABLE.add("duration", "any")
def duration(value: Value) -> str:
    """Of seconds; what is neither an int64 nor a text of digits counts as none."""
    seconds = atoi(value) if isinstance(value, str) else int(value) if type(value) is Int64 else 0
    return durations.written(int64(seconds * 10**9))


@TABLE.add("durationRound", "any", context=True)
def duration_round(context: Context, value: Value) -> str:
    nanoseconds = 0
    if isinstance(value, str):
        nanoseconds = durations.parsed(value) or 0
    elif type(value) is Int64:
        nanoseconds = int(value)
    elif isinstance(value, Time):
        nanoseconds = int((context.now - value.moment).total_seconds() * 10**9)
    return durations.rounded(nanoseconds)


@TABLE.add("toDate", "string string")
def to_date(layout: str, text: str) -> Time:
    """Year 1 where the text does not fit the layout."""
    return Time(layouts.read(layout, text) or ZERO)


@TABLE.add("mustToDate", "string string")
def must_to_date(layout: str, text: str) -> Time:
    moment = layouts.read(layout, text)
    if moment is None:
        raise CallError(f"{text!r} does not fit the layout {layout!r}")
    return Time(moment)


@TABLE.add("unixEpoch", "time")
def unix_epoch(time: Time) -> str:
    return str(unix(time.moment))
