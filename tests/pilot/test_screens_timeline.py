"""The timeline of an object, by a key: what the server tells, and what this session saw."""

from __future__ import annotations

from pathlib import Path

from tests.eventually import eventually
from tests.pilot.dashboard import dashboard
from tests.pilot.objects import event, kustomization
from wgtui.demo.server import MANAGEMENT, DemoServer


async def test_the_timeline_follows_an_application_and_its_source(server: DemoServer, tmp_path: Path) -> None:
    """From before it was looked at, and while it is; filtered, and each line leads to its object."""
    storage = server.clusters[MANAGEMENT]
    body = kustomization("apps")
    body["spec"]["dependsOn"] = [{"name": "base"}]
    storage.put(body)
    storage.put(kustomization("base"))
    storage.put(event(kustomization("base"), "Elsewhere", "something happened to base"))
    async with dashboard(server, tmp_path, screen="applications", size=(140, 30)) as seen:
        await seen.sees("apps", "base", "2 applications")
        await eventually(lambda: seen.app.session is not None and seen.app.session.seen.known == 2)
        storage.put(body | {"status": kustomization("apps", ready=False, message="first it broke")["status"]})
        await seen.sees("✗ failed")
        await eventually(lambda: seen.app.session is not None and seen.app.session.seen.moments)
        storage.put(body)
        await seen.sees_no("✗ failed")
        await seen.press("T")
        await seen.sees(
            "[Timeline]",
            "Ready False BuildFailed",
            "first it broke",
            "seen",
            "Ready True Reconciliation",
            "Kustomization/base",
            "Elsewhere",
        )
        storage.put(body | {"status": kustomization("apps", ready=False, message="then it broke again")["status"]})
        await seen.sees("then it broke again")
        await seen.press("/")
        await seen.type("from=event")
        await seen.press("enter")
        await seen.sees("1 of ", "something happened to base")
        await seen.press("enter")
        await seen.sees("Applications › flux-system/base")
