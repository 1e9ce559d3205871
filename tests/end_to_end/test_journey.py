"""From a template to a running cluster and back to nothing, in a real terminal, with no act but the merge key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.terminal import WGTUI, Terminal, terminal
from tests.eventually import eventually

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
    pytest.mark.skipif(shutil.which("git") is None, reason="the embedded GitHub is made of git"),
    pytest.mark.skipif(not WGTUI.exists(), reason="the command wgtui is not installed beside this Python"),
    pytest.mark.xdist_group("tmux"),
]

SPEED = "4"
"""Times as fast as the demo usually runs."""

PATIENCE = 180.0
"""Seconds for a cluster to come up, or to go."""

STATIONS = ("source fetched it", "applied", "Cluster created", "infrastructure", "control plane", "nodes")


async def is_done(seen: Terminal, *stations: str) -> None:
    def check() -> bool:
        lines = seen.screen.splitlines()
        missing = [one for one in stations if not any(one in line and "● done" in line for line in lines)]
        assert not missing, f"{missing} not done in\n{seen.screen}"
        return True

    await eventually(check, PATIENCE)


async def merges(seen: Terminal) -> None:
    await seen.sees("merged: waiting", "M merge")
    seen.press("M")
    await seen.sees("Merge #")
    seen.press("y")
    await is_done(seen, "merged")


async def test_a_template_becomes_a_running_cluster_and_is_deleted_again(tmp_path: Path) -> None:
    """Opened from the form, followed on one screen to what Flux delivers there; deleted by ^d and followed to gone."""
    with terminal(150, 45) as seen:
        seen.run("--demo", "--screen", "templates", WGTUI_DEMO_SPEED=SPEED, XDG_STATE_HOME=str(tmp_path))
        await seen.sees("aws-kubeadm", "live")
        seen.press("/")
        seen.type("name=aws-kubeadm")
        await seen.sees("1 of ")
        seen.press("Enter", "Enter")
        await seen.sees("CLUSTER_NAME")
        seen.type("kitchen")
        await seen.sees("kitchen.yaml")
        seen.press("C-s")
        await seen.sees("files added", "^o open it")
        seen.press("C-o")
        await seen.sees("#1 is open", "follow it")
        seen.press("Enter")
        await seen.sees("Pull requests › #1", "create fleet-dev/kitchen")
        await merges(seen)
        await is_done(seen, *STATIONS, "GitopsCluster ready", "bootstrap Job", "Flux on the leaf", "profiles applied")
        seen.press(":")
        seen.type("kitchen")
        await seen.sees("cluster")
        seen.press("Enter")
        await seen.sees("Clusters › fleet-dev/kitchen", "[Overview]")
        seen.press("C-d")
        await seen.sees("Delete cluster: fleet-dev/kitchen", "^o open it")
        seen.press("C-o")
        await seen.sees("#2 is open", "follow it")
        seen.press("Enter")
        await seen.sees("Pull requests › #2", "delete fleet-dev/kitchen")
        await merges(seen)
        await is_done(seen, "applied", "deletion begun", "workers gone", "control plane gone", "infrastructure gone")
        await is_done(seen, "now")
        seen.press("C-c")
        await seen.sees("exit code 0")
