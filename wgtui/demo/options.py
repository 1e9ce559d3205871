"""List and watch options: which go together, and what is said of those that do not."""

from __future__ import annotations

from dataclasses import dataclass

from wgtui.demo.answers import Cause, Refusal, bad_request, invalid
from wgtui.demo.call import Call
from wgtui.demo.faults import Effects, Way
from wgtui.demo.selectors import Selector, parse_selector

NOT_OLDER_THAN = "NotOlderThan"
EXACT = "Exact"


@dataclass(frozen=True)
class ListOptions:
    """`version` is None where the request names none; `limit` 0 is no limit; `timeout` is in seconds."""

    selector: Selector
    version: int | None
    match: str
    limit: int
    continue_token: str
    initial_events: bool | None
    bookmarks: bool
    timeout: float | None


def read_options(call: Call) -> ListOptions:
    """Raises Refusal: 422 for options that contradict each other, 400 for those that cannot be read."""
    query = call.query
    if "sendInitialEvents" in query and call.verb == "watch":
        query = _as_an_older_server(call.effects, query)
    match, version, token = (query.get(key, "") for key in ("resourceVersionMatch", "resourceVersion", "continue"))
    check = _watch_causes if call.verb == "watch" else _list_causes
    initial_events = call.flag("sendInitialEvents") if "sendInitialEvents" in query else None
    causes = check(match, version, token, initial_events)
    if causes:
        raise invalid("meta.k8s.io", "ListOptions", "", causes)
    return ListOptions(
        parse_selector(call.kind, query.get("labelSelector", ""), query.get("fieldSelector", "")),
        _version(version, call.verb),
        match,
        max(0, _integer(query.get("limit", "")) or 0),
        token,
        initial_events,
        bool(call.flag("allowWatchBookmarks")),
        _integer(query.get("timeoutSeconds", "")),
    )


def _as_an_older_server(effects: Effects, query: dict[str, str]) -> dict[str, str]:
    """The query as a server reads it that knows no streaming list; raises Refusal where it says so."""
    if effects.refuses_streaming(Way.BAD_REQUEST):
        raise bad_request("sendInitialEvents is not supported by this server")
    if effects.refuses_streaming(Way.INVALID):
        why = "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"
        raise invalid("meta.k8s.io", "ListOptions", "", [_forbidden("sendInitialEvents", why)])
    if effects.refuses_streaming(Way.IGNORED):
        return {key: value for key, value in query.items() if key not in ("sendInitialEvents", "resourceVersionMatch")}
    return query


def _forbidden(field: str, why: str) -> Cause:
    return Cause("FieldValueForbidden", f"Forbidden: {why}", field)


def _unsupported(match: str, *supported: str) -> Cause:
    choices = ", ".join(f'"{choice}"' for choice in supported)
    message = f'Unsupported value: "{match}": supported values: {choices}'
    return Cause("FieldValueNotSupported", message, "resourceVersionMatch")


def _list_causes(match: str, version: str, token: str, initial_events: bool | None) -> list[Cause]:
    causes = []
    field = "resourceVersionMatch"
    if match:
        if not version:
            causes.append(_forbidden(field, f"{field} is forbidden unless resourceVersion is provided"))
        if token:
            causes.append(_forbidden(field, f"{field} is forbidden when continue is provided"))
        if match not in (EXACT, NOT_OLDER_THAN):
            causes.append(_unsupported(match, EXACT, NOT_OLDER_THAN, ""))
        if match == EXACT and version == "0":
            causes.append(_forbidden(field, f'{field} "exact" is forbidden for resourceVersion "0"'))
    if initial_events is not None:
        causes.append(_forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
    return causes


def _watch_causes(match: str, version: str, token: str, initial_events: bool | None) -> list[Cause]:
    del version
    causes = []
    field = "resourceVersionMatch"
    if initial_events is not None and match != NOT_OLDER_THAN:
        causes.append(_forbidden(field, f"sendInitialEvents requires setting {field} to {NOT_OLDER_THAN}"))
    if match:
        if initial_events is None:
            causes.append(_forbidden(field, f"{field} is forbidden for watch unless sendInitialEvents is provided"))
        if match != NOT_OLDER_THAN:
            causes.append(_unsupported(match, NOT_OLDER_THAN))
        if token:
            causes.append(_forbidden(field, f"{field} is forbidden when continue is provided"))
    return causes


def _version(text: str, verb: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        why = f'resourceVersion: Invalid value: "{text}": strconv.ParseUint: parsing "{text}": invalid syntax'
        raise Refusal(500, "", why) if verb == "watch" else bad_request(f"invalid resource version: {why}")
    return int(text)


def _integer(text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax') from error
