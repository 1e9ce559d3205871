"""A few pictures, for colour and layout; everything else is read as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.pilot.dashboard import Dashboard, new_app
from tests.pilot.objects import kustomization
from wgtui.demo.server import DemoServer

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def apps() -> Iterator[DemoServer]:
    """On a loop of its own: pictures are taken in one that their fixture makes."""
    server, loop = DemoServer(), asyncio.new_event_loop()
    for name, ready in (("billing", True), ("checkout", False), ("docs", True)):
        message = "" if ready else "kustomize build failed: no such file"
        server.clusters["management"].put(kustomization(name, ready=ready, message=message))
    loop.run_until_complete(server.start())
    thread = Thread(target=loop.run_forever)
    thread.start()
    yield server
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.mark.parametrize(
    ("keys", "size"),
    [
        pytest.param(("j",), (120, 16), id="list"),
        pytest.param((), (40, 10), id="small"),
        pytest.param(("question_mark",), (80, 24), id="help"),
        pytest.param(("slash", "c", "o", "l", "equals_sign", "1", "space"), (80, 16), id="bad-filter"),
    ],
)
def test_picture(
    apps: DemoServer, tmp_path: Path, snap_compare: Callable[..., bool], keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    """A look changes only on purpose."""

    async def run(pilot: Pilot[Any]) -> None:
        seen = Dashboard(pilot.app, pilot)  # type: ignore[arg-type]
        await seen.sees("docs", "live")
        if size[0] > 40:
            await seen.settles()
        await pilot.press(*keys)

    app = new_app(apps, tmp_path, clock=lambda: NOW, screen="applications")
    assert snap_compare(app, run_before=run, terminal_size=size)
