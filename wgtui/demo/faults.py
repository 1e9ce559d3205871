"""Misfortune on demand: what goes wrong, for which requests, how often.

server.faults.add(Refuse(503), verb="list", times=2)
server.faults.add(CutLine(after=3), verb="watch", resource="machines.cluster.x-k8s.io")
server.faults.clear()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import TypeVar

from wgtui.demo.access import Ask
from wgtui.demo.answers import Refusal

E = TypeVar("E")

_REASONS = {
    400: ("BadRequest", "bad request"),
    401: ("Unauthorized", "Unauthorized"),
    403: ("Forbidden", "forbidden"),
    404: ("NotFound", "the server could not find the requested resource"),
    409: ("Conflict", "the server reported a conflict"),
    410: ("Expired", "The resourceVersion for the provided list is too old."),
    422: ("Invalid", "the server rejected our request due to an error in our request"),
    429: ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
    500: ("InternalError", "an error on the server has prevented the request from succeeding"),
    503: ("ServiceUnavailable", "the server is currently unable to handle the request"),
    504: ("Timeout", "the server was unable to return a response in the time allotted"),
}


@dataclass(frozen=True)
class Delay:
    """Answer, but this many seconds late."""

    seconds: float


@dataclass(frozen=True)
class Silence:
    """Take the request and never answer."""


@dataclass(frozen=True)
class Refuse:
    """Answer with this HTTP status; `retry_after` is in seconds."""

    code: int
    message: str = ""
    retry_after: int | None = None

    def refusal(self) -> Refusal:
        reason, message = _REASONS.get(self.code, ("", HTTPStatus(self.code).phrase))
        refused = Refusal(self.code, reason, self.message or message)
        if self.retry_after is not None:
            refused.details = {"retryAfterSeconds": self.retry_after}
            refused.headers = {"Retry-After": str(self.retry_after)}
        return refused


@dataclass(frozen=True)
class ErrorEvent:
    """HTTP 200, and after that many lines of the stream an ERROR event with this code, which ends it."""

    code: int
    message: str = ""
    after: int = 0


@dataclass(frozen=True)
class HangUp:
    """Close the connection before anything is answered, or right after the headers."""

    after_headers: bool = False


@dataclass(frozen=True)
class CutLine:
    """So many whole lines, then half of the next, then the connection is gone."""

    after: int = 0


@dataclass(frozen=True)
class Slow:
    """Answers crawl."""

    bytes_per_second: int


@dataclass(frozen=True)
class Malformed:
    """One more object comes first, of which nothing has the right type; `body` may be anything, not even JSON."""

    body: bytes = (
        b'{"apiVersion":1,"kind":["?"],"metadata":{"name":"malformed","labels":"none"},"spec":17,"status":true}'
    )


@dataclass(frozen=True)
class Huge:
    """One more object comes first, this large."""

    size: int = 50_000_000


class Way(Enum):
    """How servers refuse a streaming list."""

    BAD_REQUEST = "HTTP 400"
    INVALID = "HTTP 422: the feature is off"
    ERROR_EVENT = "HTTP 200 and an ERROR event: the storage cannot report progress"
    IGNORED = "HTTP 200, no sign: the server is too old to know the option"


@dataclass(frozen=True)
class NoStreamingList:
    way: Way


Effect = Delay | Silence | Refuse | ErrorEvent | HangUp | CutLine | Slow | Malformed | Huge | NoStreamingList


@dataclass(eq=False)
class Fault:
    """One entry of the switchboard; empty strings match everything, `times` None lasts until cleared."""

    effect: Effect
    cluster: str = ""
    verb: str = ""
    resource: str = ""
    namespace: str = ""
    token: str = ""
    times: int | None = None
    met: int = 0

    def meets(self, ask: Ask, resource: str, token: str) -> bool:
        pairs = (
            (self.cluster, ask.cluster),
            (self.verb, ask.verb),
            (self.resource, resource),
            (self.namespace, ask.namespace),
            (self.token, token),
        )
        return all(wanted in ("", actual) for wanted, actual in pairs) and self.times != 0


@dataclass
class Faults:
    """The switchboard of a whole server."""

    active: list[Fault] = field(default_factory=list)

    def add(
        self,
        effect: Effect,
        *,
        cluster: str = "",
        verb: str = "",
        resource: str = "",
        namespace: str = "",
        token: str = "",
        times: int | None = None,
    ) -> Fault:
        """`verb` is get, list, watch, create, update, patch, delete, deletecollection, or `discover`.

        `resource` is `machines.cluster.x-k8s.io`, core kinds `events`. Of the fault, `met` counts requests that met it.
        """
        fault = Fault(effect, cluster, verb, resource, namespace, token, times)
        self.active.append(fault)
        return fault

    def clear(self, *faults: Fault) -> None:
        """These, or all."""
        self.active = [fault for fault in self.active if faults and fault not in faults]

    def take(self, ask: Ask, resource: str, token: str) -> Effects:
        """What befalls this request; counts it."""
        met = [fault for fault in self.active if fault.meets(ask, resource, token)]
        for fault in met:
            fault.met += 1
            if fault.times is not None:
                fault.times -= 1
        return Effects(tuple(fault.effect for fault in met))


@dataclass(frozen=True)
class Effects:
    """What befalls one request."""

    effects: tuple[Effect, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.effects)

    def of(self, kind: type[E]) -> E | None:
        return next((effect for effect in self.effects if isinstance(effect, kind)), None)

    def refuses_streaming(self, way: Way) -> bool:
        refused = self.of(NoStreamingList)
        return refused is not None and refused.way is way


NO_EFFECTS = Effects()
