"""An object's file, found from the cluster and changed on GitHub; both embedded, both over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.github.repository import TOKEN, Fleet, new_fleet
from wgtui.actions.change_object import opened, released, suspended, with_text
from wgtui.actions.manifests import Wanted
from wgtui.actions.origin import Checkout
from wgtui.actions.proposal import Proposal, Wishes, change_set
from wgtui.demo.hub.server import HubServer
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError
from wgtui.github.errors import Upstream
from wgtui.github.hosts import Hosts
from wgtui.github.tokens import HostSettings, Surroundings
from wgtui.kube.client import Client
from wgtui.resources.meta import ObjectRef

PODINFO = """\
# team shop
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: podinfo
  namespace: shop
spec:
  chart:
    spec:
      chart: podinfo
      version: 6.9.1 # keep below 7
      sourceRef: {kind: HelmRepository, name: podinfo}
"""

LABELS = {
    "kustomize.toolkit.fluxcd.io/name": "apps",
    "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
}

WANTED = Wanted("helm.toolkit.fluxcd.io", "HelmRelease", ObjectRef("shop", "podinfo"))


@dataclass(slots=True)
class Both:
    client: Client
    hosts: Hosts
    fleet: Fleet

    async def file(self, labels: dict[str, str] | None = None) -> Any:
        return await opened(self.client, self.hosts, WANTED, LABELS if labels is None else labels)

    async def open(self, proposal: Proposal, checkout: Checkout) -> dict[str, bytes]:
        """The files of the branch that the pull request is from."""
        prepared = await self.hosts.prepare(change_set(proposal, checkout, Wishes()))
        done = await self.hosts.open(prepared)
        return await self.fleet.files(done.pull.branch)


@pytest.fixture
async def both(client: Client, server: DemoServer, tmp_path: Path) -> AsyncIterator[Both]:
    hub = HubServer()
    await hub.start()
    fleet = await new_fleet(hub, tmp_path)
    await fleet.push({"apps/shop/podinfo.yaml": PODINFO.encode(), "other/podinfo.yaml": PODINFO.encode()})
    for body in _flux_objects(f"http://{hub.host}/acme/fleet.git"):
        server.clusters["management"].put(body)
    around = Surroundings({"GH_ENTERPRISE_TOKEN": TOKEN}, {hub.host: HostSettings()})
    yield Both(client, Hosts(fleet.journal, around=around), fleet)
    await hub.stop()


def _flux_objects(url: str) -> list[dict[str, Any]]:
    return [
        {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": "GitRepository",
            "metadata": {"name": "flux-system", "namespace": "flux-system"},
            "spec": {"url": url, "interval": "1m", "ref": {"branch": "main"}},
        },
        {
            "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
            "kind": "Kustomization",
            "metadata": {"name": "apps", "namespace": "flux-system"},
            "spec": {
                "interval": "1m",
                "path": "./apps",
                "prune": True,
                "sourceRef": {"kind": "GitRepository", "name": "flux-system"},
            },
        },
    ]


async def test_a_chart_version_changes_where_it_stands(both: Both) -> None:
    """Below the folder of its Kustomization, comments kept; the same object elsewhere is left alone."""
    file = await both.file()
    files = await both.open(released(file, "6.9.2"), file.origin.checkout)
    assert files["apps/shop/podinfo.yaml"].decode() == PODINFO.replace("6.9.1", "6.9.2")
    assert files["other/podinfo.yaml"].decode() == PODINFO


async def test_a_chart_version_that_is_taken_away_is_the_newest(both: Both) -> None:
    """And the same once more is no change."""
    file = await both.file()
    files = await both.open(released(file, ""), file.origin.checkout)
    assert "version" not in files["apps/shop/podinfo.yaml"].decode().replace("apiVersion", "")
    with pytest.raises(ConfigError, match="nothing was changed"):
        released(file, "6.9.1")


async def test_suspended_in_git(both: Both) -> None:
    """Where Flux does not undo it."""
    file = await both.file()
    files = await both.open(suspended(file, True, "frozen"), file.origin.checkout)
    assert files["apps/shop/podinfo.yaml"].decode() == PODINFO + "  suspend: true\n"


async def test_a_file_changed_meanwhile_is_not_overwritten(both: Both) -> None:
    """The edit is made on what was read."""
    file = await both.file()
    await both.fleet.push({"apps/shop/podinfo.yaml": b"# mine\n"})
    with pytest.raises(Upstream, match="changed by somebody else"):
        await both.open(with_text(file, "# theirs\n"), file.origin.checkout)


async def test_an_object_in_no_file_is_told_with_where_it_was_looked_for(both: Both) -> None:
    """It may be made by kustomize."""
    await both.fleet.push({"apps/shop/podinfo.yaml": None})
    with pytest.raises(ConfigError, match=r"no file of .*acme/fleet below apps"):
        await both.file()


async def test_an_object_in_two_files_is_told_with_both(both: Both) -> None:
    """We do not guess."""
    await both.fleet.push({"apps/again.yaml": PODINFO.encode()})
    with pytest.raises(ConfigError, match=r"apps/again\.yaml, apps/shop/podinfo\.yaml"):
        await both.file()


async def test_an_object_that_nobody_applies_is_told(both: Both) -> None:
    """Made by hand, or by Helm."""
    with pytest.raises(ConfigError, match="no Kustomization applies this"):
        await both.file({})
