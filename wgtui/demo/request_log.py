"""What was asked of the server: tests read it to prove what a client does, and what it leaves alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class RequestLine:
    """One request; `verb` is empty for what is no resource, `status` 0 until answered; sizes are in bytes."""

    cluster: str
    method: str
    path: str
    query: dict[str, str]
    user_agent: str
    user: str = ""
    verb: str = ""
    resource: str = ""
    namespace: str = ""
    status: int = 0
    received: int = 0
    sent: int = 0
    open: bool = True


class RequestLog:
    """The latest requests, oldest first."""

    def __init__(self, at_most: int = 20_000) -> None:
        self._lines: deque[RequestLine] = deque(maxlen=at_most)

    def __iter__(self) -> Iterator[RequestLine]:
        return iter(tuple(self._lines))

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: RequestLine) -> RequestLine:
        self._lines.append(line)
        return line

    def of(self, verb: str = "", resource: str = "", cluster: str = "") -> list[RequestLine]:
        """Those with this verb, resource and cluster; empty strings match everything."""
        return [
            line
            for line in self
            if verb in ("", line.verb) and resource in ("", line.resource) and cluster in ("", line.cluster)
        ]

    def open_watches(self) -> list[RequestLine]:
        return [line for line in self if line.verb == "watch" and line.open]

    def clear(self) -> None:
        self._lines.clear()
