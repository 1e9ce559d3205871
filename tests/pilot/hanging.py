"""Run by test_screens_leaving: a dashboard whose loop hangs for good as soon as it has painted."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from wgtui.app import run
from wgtui.config import Config
from wgtui.connecting import Connector
from wgtui.kube.client import Client


class Hanging(Connector):
    @asynccontextmanager
    async def __call__(self, config: Config) -> AsyncIterator[Client]:  # noqa: ARG002
        print("\x1b]0;hanging\x07", end="", file=sys.__stderr__, flush=True)
        time.sleep(60)  # noqa: ASYNC251
        raise AssertionError("nobody left")
        yield


if __name__ == "__main__":
    sys.exit(run(Config(), Hanging()))
