"""The programs that are measured: the installed dashboard, and the smallest application of Textual."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.benchmarks.embedded import Embedded
from tests.benchmarks.ptys import Pty

WGTUI = str(Path(sys.executable).with_name("wgtui"))

_WHOLE = re.compile(r"[\d,]+ (?:clusters|applications)\b[\s\S]*\n live ")


def dashboard(server: Embedded, *options: str, **environment: str) -> Pty:
    return Pty([WGTUI, "--kubeconfig", server.kubeconfig, *options], environment)


def probed_dashboard(server: Embedded, told: Path) -> Pty:
    """Writes its longest stall to `told` when it ends."""
    return Pty([sys.executable, "-m", "tests.benchmarks.probed", str(told), "--kubeconfig", server.kubeconfig])


def noted_dashboard(kubeconfig: str, told: Path) -> Pty:
    """Writes to `told` when it asks for which stream."""
    return Pty([sys.executable, "-m", "tests.benchmarks.noted", str(told), "--kubeconfig", kubeconfig])


def bare() -> Pty:
    return Pty([sys.executable, str(Path(__file__).with_name("bare.py"))])


def whole_list(shown: str) -> bool:
    """Everything is read, and on screen."""
    return bool(_WHOLE.search(shown))
