"""One thread for each host, one thing at a time on it, as GitHub asks for; nothing on the loop ever waits for GitHub.

The thread is a daemon: leaving the program does not wait for an answer. What was begun then is in the journal.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from wgtui.github.errors import Cancelled

if TYPE_CHECKING:  # A third of a second and 35 MB: imported in the thread, when first used.
    from wgtui.github.api import Api

T = TypeVar("T")


class Ticket:
    """Handed to what runs on a lane: it asks between two steps whether to go on."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        """Raises Cancelled."""
        if self._cancelled.is_set():
            raise Cancelled("cancelled", "nothing is visible on GitHub")

    def wait(self, seconds: float) -> None:
        """Raises Cancelled as soon as it is."""
        self._cancelled.wait(seconds)
        self.check()


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[Api, Ticket], Any]
    ticket: Ticket
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Any]


@dataclass(slots=True, eq=False)
class Lane:
    """`open_api` is called on the thread, once, by the first job: it may look for a token and fail."""

    host: str
    open_api: Callable[[], Api]
    _jobs: queue.SimpleQueue[_Job] = field(default_factory=queue.SimpleQueue)
    _thread: threading.Thread | None = None
    _busy: int = 0

    @property
    def busy(self) -> bool:
        """Whether something is under way or waiting: leaving asks first."""
        return self._busy > 0

    async def do(self, work: Callable[[Api, Ticket], T], ticket: Ticket | None = None) -> T:
        """Its result or its error. A caller that is cancelled cancels the work at its next step."""
        ticket = ticket or Ticket()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._busy += 1
        self._start()
        self._jobs.put(_Job(work, ticket, loop, done))
        try:
            return await done
        except asyncio.CancelledError:
            ticket.cancel()
            raise
        finally:
            self._busy -= 1

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=f"github {self.host}", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        api: Api | None = None
        while True:
            job = self._jobs.get()
            try:
                job.ticket.check()
                api = api or self.open_api()
                result = job.work(api, job.ticket)
            except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the one who waits
                _tell(job, lambda done, error=error: done.set_exception(error))  # type: ignore[misc]
            else:
                _tell(job, lambda done, result=result: done.set_result(result))  # type: ignore[misc]


def _tell(job: _Job, tell: Callable[[asyncio.Future[Any]], None]) -> None:
    def on_loop() -> None:
        if not job.done.done():
            tell(job.done)

    if not job.loop.is_closed():
        job.loop.call_soon_threadsafe(on_loop)
