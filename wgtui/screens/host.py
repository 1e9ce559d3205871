"""What a page may ask of the application directly; everything else is a message of `asking`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from wgtui.config import Config
from wgtui.keys import Key
from wgtui.screens.session import Session


class Host(Protocol):
    config: Config
    clock: Callable[[], datetime]
    keys: tuple[Key, ...]
    """The registry, with the keys of the user's own choice."""

    @property
    def session(self) -> Session | None:
        """None until the first context is opened."""

    async def opened(self) -> Session:
        """The session, as soon as there is one."""
