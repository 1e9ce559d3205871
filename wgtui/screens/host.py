"""What a page may ask of the application directly; everything else is a message of `asking`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from wgtui.config import Config
from wgtui.keys import Key
from wgtui.screens.session import Session


class Playback(Protocol):
    """A recording that is played instead of a cluster being read; `at` and `seconds` since it began."""

    @property
    def at(self) -> float: ...

    @property
    def seconds(self) -> float: ...

    @property
    def playing(self) -> bool: ...

    @property
    def speed(self) -> float: ...

    @property
    def is_whole(self) -> bool:
        """False where the file is cut off."""

    def now(self) -> datetime:
        """The time of the recording."""

    async def ask(self, command: str) -> None:
        """`play` (or pause), `step 1`, `skip -10`, `speed 2`."""


Keep = Callable[[str], Awaitable[None]]
"""Holds a text that is not finished, in case it never will be."""


class Host(Protocol):
    config: Config
    playback: Playback | None
    clock: Callable[[], datetime]
    keys: tuple[Key, ...]
    """The registry, with the keys of the user's own choice."""

    @property
    def session(self) -> Session | None:
        """None until the first context is opened."""

    @property
    def drafts(self) -> Path:
        """Where what was typed is kept: those of an embedded cluster go with it."""

    async def opened(self) -> Session:
        """The session, as soon as there is one."""

    async def edited(self, text: str, name: str, keep: Keep) -> str | None:
        """The text as the user made it, in their own editor or in ours; None where it is given up. In a worker only.

        Ours hands to `keep` what is written by now, whenever there is a pause. Raises ConfigError where it cannot be
        edited.
        """
