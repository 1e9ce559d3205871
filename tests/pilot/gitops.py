"""A dashboard on the embedded fleet and its GitHub."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.gitops import Beside, GitOps, gitops
from tests.pilot.dashboard import Dashboard, write_config
from wgtui.app import WgtuiApp
from wgtui.widgets.line_view import utc_now


class Fleet(GitOps):
    @asynccontextmanager
    async def dashboard(
        self,
        *,
        size: tuple[int, int] = (120, 40),
        token_file: Path | None = None,
        clock: Callable[[], datetime] = utc_now,
        **options: Any,
    ) -> AsyncIterator[Dashboard]:
        """`options` are fields of Config."""
        connect = Beside(self.beside, token_file or self.beside.token_file)
        app = WgtuiApp(write_config(self.server, self.folder, **options), connect, clock)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Dashboard(app, pilot)


@asynccontextmanager
async def fleet_with_github(folder: Path) -> AsyncIterator[Fleet]:
    """XDG_STATE_HOME is where the test set it."""
    async with gitops(folder) as made:
        yield Fleet(made.server, made.world, made.beside, made.folder)
