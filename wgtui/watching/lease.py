"""A lease keeps something running while somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self


class Lease:
    """Keeps something running until released; releasing twice is harmless."""

    def __init__(self, release: Callable[[], None]) -> None:
        self._release: Callable[[], None] | None = release

    def release(self) -> None:
        release, self._release = self._release, None
        if release is not None:
            release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
