"""Keys act in the order they were typed, whatever has the keyboard."""

from __future__ import annotations

import asyncio

from textual import events
from textual.widgets import Input

from wgtui import garbage
from wgtui.config import Config
from wgtui.keys import FIELD_KEYS
from wgtui.screens.page import PageScreen
from wgtui.speaking import SpeakingApp


class KeyedApp(SpeakingApp):
    """Also tells when a key was last pressed, so that nothing long is done while somebody waits."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.sweeper = garbage.Sweeper()

    async def on_event(self, event: events.Event) -> None:
        """At once: Textual alone would hand `c` of a fast `/c` to the table."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.sweeper.used()
        found = self.screen.active_bindings.get(event.key)
        if found is None or (self._is_typed(event) and found.binding.id not in FIELD_KEYS):
            await super().on_event(event)
        elif found.enabled:
            await self._what_was_typed()
            await self.run_action(found.binding.action, found.node)
        elif isinstance(self.screen, PageScreen):
            why_not = self.screen.why_not(str(found.binding.id))
            self.tell(f"{found.binding.description}: not allowed", why_not, "warning")

    def _is_typed(self, key: events.Key) -> bool:
        """Whether what has the keyboard takes it as a letter."""
        focused = self.focused
        return isinstance(focused, Input) or (focused is not None and focused.check_consume_key(key.key, key.character))

    async def _what_was_typed(self) -> None:
        """Until the field has taken the letters before the key that ends it."""
        if self.focused is not None and self.focused.check_consume_key("a", "a"):
            taken = asyncio.Event()
            self.focused.call_later(taken.set)
            await taken.wait()
