"""`wgtui timeline`: what happened, as lines and as data."""

from __future__ import annotations

from tests.headless.commands import Commands
from tests.pilot.objects import event, gitops_cluster, kustomization, machine
from wgtui.demo.server import MANAGEMENT, DemoServer


async def test_an_application_is_told_with_what_it_waits_for(wgtui: Commands, server: DemoServer) -> None:
    """The newest first, each with its time, and no escape sequence of anybody."""
    storage = server.clusters[MANAGEMENT]
    body = kustomization("apps", ready=False, message="\x1b[31mno")
    body["spec"]["dependsOn"] = [{"name": "base"}]
    storage.put(body)
    storage.put(kustomization("base"))
    storage.put(event(kustomization("base"), "Elsewhere", "something happened to base"))
    storage.put(event(kustomization("other"), "Unrelated", "not of this"))
    said = await wgtui("timeline", "ks", "flux-system/apps")
    assert said.code == 0
    lines = said.out.splitlines()
    assert sorted((line.split()[0] for line in lines), reverse=True) == [line.split()[0] for line in lines]
    assert "2026-11-24T05:30:00Z" in said.out and "Kustomization/flux-system/base  Elsewhere" in said.out
    assert "Ready False BuildFailed" in said.out
    assert "Unrelated" not in said.out and "\x1b" not in said.out
    document = (await wgtui("timeline", "application", "Kustomization/flux-system/apps", "-o", "json")).json
    assert (document["kind"], document["subject"]["name"]) == ("Timeline", "apps")
    broken = next(item for item in document["items"] if item["what"] == "Ready False BuildFailed")
    assert (broken["bad"], broken["from"], broken["object"]["name"]) == (True, "condition", "apps")


async def test_a_cluster_is_told_with_its_parts(wgtui: Commands, server: DemoServer) -> None:
    """Also where Cluster API knows nothing of it; one that is not there is told so."""
    server.clusters[MANAGEMENT].put(gitops_cluster("prod"))
    server.clusters[MANAGEMENT].put(event(machine("prod-1", "prod"), "NodeGone", "the node went away"))
    said = await wgtui("timeline", "cluster", "team-a/prod")
    assert (said.code, "GitopsCluster/team-a/prod  Ready True" in said.out) == (0, True)
    nowhere = await wgtui("timeline", "cluster", "team-a/nowhere")
    assert (nowhere.code, "is not there" in nowhere.err) == (1, True)
