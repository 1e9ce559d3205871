"""A recording, made and played by the installed command in a real terminal."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.terminal import PATIENCE, WGTUI, terminal
from tests.eventually import eventually
from tests.pilot.objects import KUSTOMIZATIONS, kustomization
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError
from wgtui.recording.reading import read

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
    pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep"),
    pytest.mark.skipif(not WGTUI.exists(), reason="the command wgtui is not installed beside this Python"),
    pytest.mark.xdist_group("tmux"),
]


def told(path: Path) -> str:
    """Whether the application was ready when it was last told of."""
    with suppress(ConfigError):
        listed = [one for entry in read(path).entries if entry.resource == KUSTOMIZATIONS for one in entry.objects]
        if listed:
            return str(json.loads(bytes(listed[-1]))["status"]["conditions"][0]["status"])
    return ""


async def test_what_was_recorded_is_looked_at_again(server: DemoServer, tmp_path: Path) -> None:
    """^c ends the recording; the dashboard plays it without the cluster, steps through it, and changes nothing."""
    storage, path = server.clusters["management"], tmp_path / "fleet.rec"
    storage.put(kustomization("alpha"))
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(json.dumps(server.kubeconfig()), encoding="utf-8")
    with terminal(120, 30) as seen:
        seen.run("record", str(path), "--kubeconfig", str(kubeconfig))
        await seen.sees("recording to")
        await eventually(lambda: told(path) == "True", PATIENCE)
        storage.put(kustomization("alpha", ready=False, message="build failed"))
        await eventually(lambda: told(path) == "False", PATIENCE)
        seen.press("C-c")
        await seen.sees("ended: ", "exit code 0")
        asked = len(server.requests)

        seen.tmux("clear-history")
        seen.run("--replay", str(path), "--screen", "applications")
        await seen.sees("alpha", "read-only", "play, pause")
        await seen.sees("at the end", "✗ failed", "build failed")
        seen.press(",", ",")
        await seen.sees("paused", "● ready")
        seen.press(".")
        await seen.sees("✗ failed")
        seen.press("s")
        await seen.sees("read-only")
        seen.press("C-c")
        await eventually(lambda: not seen.processes, PATIENCE)
        assert len(server.requests) == asked


async def test_what_is_no_recording_is_told_in_a_line(tmp_path: Path) -> None:
    """Before the screen is taken, or after it was given back."""
    path = tmp_path / "notes.txt"
    path.write_text("dear diary")
    with terminal(200, 20) as seen:
        seen.run("--replay", str(path))
        await seen.sees("is not a recording", "exit code 2")
