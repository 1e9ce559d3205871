"""The Bootstrap tab through the keyboard: one answer, and from a Job to what it wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import bootstrap_config, capi_cluster, condition, gitops_cluster
from wgtui.demo.pod_logs import Container
from wgtui.demo.server import DemoServer
from wgtui.demo.storage import Storage

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


@pytest.fixture
def management(server: DemoServer) -> Storage:
    """`prod` is selected by a configuration; nothing has been run on it."""
    storage = server.clusters["management"]
    prod = gitops_cluster("prod")
    del prod["metadata"]["annotations"]
    for body in (prod, capi_cluster("prod"), bootstrap_config()):
        storage.put(body)
    return storage


def job(storage: Storage, *conditions: dict[str, Any], **status: Any) -> dict[str, Any]:
    """Of the bootstrap controller, as the Job controller completes it."""
    cluster = storage.get("gitopsclusters.gitops.weave.works", "team-a", "prod")
    owner = {"apiVersion": cluster["apiVersion"], "kind": cluster["kind"], "name": "prod"}
    template = {"spec": {"containers": [{"name": "main", "image": "flux"}], "restartPolicy": "Never"}}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": "run-flux-abcde",
            "namespace": "team-a",
            "ownerReferences": [owner | {"uid": cluster["metadata"]["uid"], "controller": True}],
        },
        "spec": {
            "backoffLimit": 3,
            "selector": {"matchLabels": {"job-name": "run-flux-abcde"}},
            "template": template | {"metadata": {"labels": {"job-name": "run-flux-abcde"}}},
        },
        "status": {"startTime": "2026-11-24T05:00:00Z", "conditions": [*conditions]} | status,
    }


def pod() -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "run-flux-abcde-1", "namespace": "team-a", "labels": {"job-name": "run-flux-abcde"}},
        "spec": {"containers": [{"name": "main", "image": "flux"}]},
        "status": {"phase": "Failed", "containerStatuses": [{"name": "main", "image": "flux", "restartCount": 0}]},
    }


async def to_bootstrap(seen: Dashboard) -> None:
    await seen.sees("2 clusters")
    await seen.press("j", "enter", "tab", "tab", "tab")
    await seen.sees("[Bootstrap]")


async def test_why_it_waits_and_what_became_of_it(server: DemoServer, management: Storage, tmp_path: Path) -> None:
    """One answer, which follows what happens."""
    async with dashboard(server, tmp_path) as seen:
        await to_bootstrap(seen)
        await seen.sees("◷ waiting", "team-a/flux waits for nothing that is known here", "none was made")
        management.put(job(management, active=1))
        await seen.sees("◑ bootstrapping", "Job run-flux-abcde is running, attempt 1 of 4")
        failed = condition("Failed", "True", "BackoffLimitExceeded", "Job has reached the specified backoff limit")
        management.put(job(management, failed, failed=4))
        await seen.sees("✗ failed", "Job has reached the specified backoff limit, attempt 4 of 4", "4 of 4")


async def test_what_its_job_wrote_is_a_key_away(server: DemoServer, management: Storage, tmp_path: Path) -> None:
    """Where the tab opens, and from its own line; on a line about nothing else the keys mean the cluster."""
    management.put(job(management, active=1))
    management.put(pod())
    management.logs.write(Container("team-a", "run-flux-abcde-1", "main"), NOW, "connecting to github.com")
    async with dashboard(server, tmp_path) as seen:
        await to_bootstrap(seen)
        await seen.sees("run-flux-abcde", "Esc back")
        await seen.press("l")
        await seen.sees("› prod › Job/team-a/run-flux-abcde", "[Logs]", "connecting to github.com")
        await seen.press("escape", "j", "j")
        await seen.sees("[Bootstrap]")
        assert "l logs" not in seen.lines[-1]
        for _ in range(10):
            await seen.press("j")
            if "l logs" in seen.lines[-1]:
                break
        await seen.press("l")
        await seen.sees("› prod › Job/team-a/run-flux-abcde", "[Logs]", "connecting to github.com")


async def test_a_configuration_of_another_namespace_is_told(
    server: DemoServer, management: Storage, tmp_path: Path
) -> None:
    """It would select the cluster, and never will."""
    management.remove("clusterbootstrapconfigs.capi.weave.works", "team-a", "flux")
    management.put(bootstrap_config(namespace="team-b"))
    async with dashboard(server, tmp_path) as seen:
        await to_bootstrap(seen)
        await seen.sees("team-b/flux would, and acts in its own namespace only", "none selects it")
