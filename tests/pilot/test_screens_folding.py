"""Rows of the same cause under one, by a key."""

from __future__ import annotations

from pathlib import Path

from tests.eventually import eventually
from tests.pilot.dashboard import dashboard
from tests.pilot.objects import kustomization
from wgtui.demo.server import MANAGEMENT, DemoServer


async def test_rows_fold_under_their_cause_and_unfold(server: DemoServer, tmp_path: Path) -> None:
    """Counted, opened by Enter, marked and acted on as one; the cursor stays on its object; a change is followed."""
    storage = server.clusters[MANAGEMENT]
    for number in range(1, 13):
        storage.put(
            kustomization(f"app-{number:02}", ready=False, message=f"app-{number:02}: quota of {number} is full")
        )
    storage.put(kustomization("well"))
    storage.put(kustomization("alone", ready=False, message="something else"))
    async with dashboard(server, tmp_path, screen="applications") as seen:
        await seen.sees("14 applications", "app-07")
        await seen.press("j", "j", "j", "z")
        await seen.sees("[+] 12 applications", "by cause", "14 applications", "quota of", "alone", "well")
        assert "app-07" not in seen.text
        assert next(line for line in seen.lines if "▸" in line).startswith("▸ [+] 12 applications")
        await seen.press("enter")
        await seen.sees("[-] 12 applications", "app-07")
        await seen.press("enter")
        await seen.sees("[+] 12 applications")
        storage.put(kustomization("app-03"))
        await seen.sees("[+] 11 applications", "app-03")
        await seen.press("R")
        await seen.sees("Reconcile 11 objects now?")
        await seen.press("n", "X")
        await seen.sees("Why", "Kustomization", "quota of")
        await seen.press("escape", "space")
        await seen.sees("11 marked")
        await seen.press("/")
        await seen.type("app-1")
        await seen.press("enter")
        await seen.sees("[+] 3 applications", "3 of 14 applications")
        await seen.press("z")
        await seen.sees("app-10", "app-12")
        await eventually(lambda: "by cause" not in seen.text)


async def test_clusters_fold_too_and_lists_without_causes_do_not(server: DemoServer, tmp_path: Path) -> None:
    """The key is not there where it does nothing."""
    async with dashboard(server, tmp_path) as seen:
        await seen.sees("management")
        assert seen.app.screen.check_action("causes", ()) is True
    async with dashboard(server, tmp_path, screen="templates") as seen:
        await seen.sees("no templates")
        assert seen.app.screen.check_action("causes", ()) is False
