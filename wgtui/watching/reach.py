"""Whether a server still answers, judged by all its watches together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from wgtui.errors import KubeError, Unreachable, Waiting
from wgtui.resources.changes import Change, Lost


class Reach:
    """`is_lost` is set once no watch has had an answer for `patience` seconds; `why` is the last reason."""

    def __init__(self, patience: float, now: Callable[[], float]) -> None:
        self.is_lost = asyncio.Event()
        self.why: KubeError = Unreachable("the server does not answer")
        self._patience = patience
        self._now = now
        self._lost_since: dict[object, float | None] = {}

    @contextmanager
    def watched(self) -> Iterator[Callable[[Change], None]]:
        """One more watch, for as long as this lasts; what it tells goes to the function it gets."""
        one = object()
        self._lost_since[one] = None
        try:
            yield partial(self._note, one)
        finally:
            del self._lost_since[one]

    def _note(self, one: object, change: Change) -> None:
        """One that waits for its turn is neither lost nor answered."""
        if not isinstance(change, Lost):
            self._lost_since[one] = None
        elif not isinstance(change.error, Waiting):
            self._lost_since[one] = self._lost_since[one] or self._now()
            self.why = change.error
            since = [since for since in self._lost_since.values() if since is not None]
            if len(since) == len(self._lost_since) and self._now() - max(since) > self._patience:
                self.is_lost.set()
