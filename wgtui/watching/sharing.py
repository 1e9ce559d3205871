"""Makes what has just been listed smaller, once nobody waits for its rows any more."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from wgtui.kube.collecting import SHARED_LATER
from wgtui.kube.pace import Slices
from wgtui.resources.meta import KubeObject
from wgtui.resources.sharing import share

SETTLED = 1.0
"""Seconds after which a list is on screen."""


class Sharing:
    """Of every list the objects whose words were not shared while it was read."""

    def __init__(self, settled: float = SETTLED) -> None:
        self._settled = settled
        self._lists: list[Sequence[KubeObject]] = []
        self._arrived = asyncio.Event()

    def later(self, objects: Sequence[KubeObject]) -> None:
        self._lists.append(objects[:SHARED_LATER])
        self._arrived.set()

    async def run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            await asyncio.sleep(self._settled)
            with Slices() as slices:
                while self._lists:
                    for found in self._lists.pop():
                        share(found)
                        if slices.is_over():
                            await slices.rest()
