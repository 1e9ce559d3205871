"""A second door that speaks TLS, for kubectl and all that is built as it is: they send no login over plain HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wgtui.demo.certificates import Authority
    from wgtui.demo.server import DemoServer

AFTER = 2.0
"""Seconds after the start: certificates take as long as a dashboard should need to be there."""


async def open_second_door(server: DemoServer, announce: Callable[[], None], after: float = AFTER) -> None:
    """`announce` is called when kubeconfigs of the server lead there."""
    await asyncio.sleep(after)
    await server.open_tls(await asyncio.to_thread(_authority))
    announce()


def _authority() -> Authority:
    from wgtui.demo.certificates import Authority

    return Authority()
