"""The other end of `serving`: starts the server, tells it what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self


class Embedded:
    """A world with so many clusters and applications, until left."""

    def __init__(self, clusters: int = 0, applications: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.serving", f"--clusters={clusters}", f"--apps={applications}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.kubeconfig = str(self._answer()["kubeconfig"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=20)

    def tell(self, what: str, **options: Any) -> dict[str, Any]:
        """Does it, and answers when it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **options}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer
