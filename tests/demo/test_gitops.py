"""What is merged on the embedded GitHub comes into the embedded clusters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.github.repository import push
from tests.gitops import GitOps, gitops
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.draft import Json

CONFIG = """\
apiVersion: gitops.weave.works/v1alpha1
kind: GitopsCluster
metadata: {name: kitchen, namespace: fleet-dev}
spec:
  secretRef: {name: kitchen-kubeconfig}
"""
CLUSTERS = "clusters/management/clusters/fleet-dev"
GITOPS = "gitopsclusters.gitops.weave.works"
KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"


class Fleet(GitOps):
    async def pass_time(self, seconds: float) -> None:
        for _ in range(int(seconds * 2)):
            await self.beat()

    async def merge(self, files: dict[str, bytes | None]) -> str:
        """A commit on the base branch, as a merged pull request is one."""
        sha = await push(self.repo.git, files)
        self.beside.hub.hub.told(self.repo, "main")
        await self.pass_time(8)
        return sha

    def find(self, resource: str, namespace: str, name: str, cluster: str = MANAGEMENT) -> Json | None:
        found = self.world.server.clusters[cluster].find(resource, namespace, name)
        return found.parsed() if found else None

    def condition(self, name: str) -> Json:
        found = self.find(KUSTOMIZATIONS, "flux-system", name)
        assert found is not None
        return next(one for one in found["status"]["conditions"] if one["type"] == "Ready")


@pytest.fixture
async def fleet(tmp_path: Path) -> AsyncIterator[Fleet]:
    async with gitops(tmp_path) as made:
        yield Fleet(made.server, made.world, made.beside, made.folder)


async def test_the_repository_holds_what_is_in_the_clusters(fleet: Fleet) -> None:
    """And nothing of what only a server knows."""
    git = fleet.repo.git
    tree = (await git.read_commit(await git.branch("main"))).tree
    paths = {item.path: item.sha for item in await git.read_tree(tree, recursive=True)}
    text = (await git.read_blob(paths["clusters/management/clusters/fleet-prod/storefront-eu.yaml"])).decode()
    assert "kind: GitopsCluster" in text
    assert "kind: MachineDeployment" in text
    assert "kind: Secret" not in text
    assert "resourceVersion" not in text
    assert "\nstatus:" not in text


async def test_a_merged_manifest_is_applied_by_the_kustomization_of_its_folder(fleet: Fleet) -> None:
    """With its labels, and the revision everywhere."""
    sha = await fleet.merge({f"{CLUSTERS}/kitchen.yaml": CONFIG.encode()})
    found = fleet.find(GITOPS, "fleet-dev", "kitchen")
    assert found is not None
    assert found["metadata"]["labels"]["kustomize.toolkit.fluxcd.io/name"] == "clusters"
    for name in ("flux-system", "clusters", "infrastructure"):
        kustomization = fleet.find(KUSTOMIZATIONS, "flux-system", name)
        assert kustomization is not None
        assert kustomization["status"]["lastAppliedRevision"] == f"main@sha1:{sha}"
    clusters = fleet.find(KUSTOMIZATIONS, "flux-system", "clusters")
    assert clusters is not None
    entries = {entry["id"] for entry in clusters["status"]["inventory"]["entries"]}
    assert "fleet-dev_kitchen_gitops.weave.works_GitopsCluster" in entries


async def test_what_leaves_the_repository_is_pruned(fleet: Fleet) -> None:
    """But for what is annotated against it."""
    kept = CONFIG.replace("kitchen", "pantry").replace(
        "namespace: fleet-dev}", "namespace: fleet-dev, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}"
    )
    files = {f"{CLUSTERS}/kitchen.yaml": CONFIG.encode(), f"{CLUSTERS}/pantry.yaml": kept.encode()}
    await fleet.merge({**files})
    await fleet.merge(dict.fromkeys(files))
    assert fleet.find(GITOPS, "fleet-dev", "kitchen") is None
    assert fleet.find(GITOPS, "fleet-dev", "pantry") is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: [", "kustomize build failed"),
        ("apiVersion: v1\nkind: ConfigMap\n", "missing metadata.name"),
        (CONFIG.replace("v1alpha1", "v9"), 'no matches for kind "GitopsCluster"'),
        (CONFIG.replace("  secretRef: {name: kitchen-kubeconfig}", "  {}"), "dry-run failed"),
    ],
)
async def test_a_manifest_that_cannot_be_applied_fails_its_kustomization(fleet: Fleet, text: str, words: str) -> None:
    """In the controller's words; mended, it goes on."""
    await fleet.merge({f"{CLUSTERS}/kitchen.yaml": text.encode()})
    ready = fleet.condition("clusters")
    assert ready["status"] == "False"
    assert words in ready["message"]
    await fleet.merge({f"{CLUSTERS}/kitchen.yaml": CONFIG.encode()})
    assert fleet.condition("clusters")["status"] == "True"
    assert fleet.find(GITOPS, "fleet-dev", "kitchen") is not None


async def test_a_cluster_deleted_from_the_repository_goes_down_step_by_step(fleet: Fleet) -> None:
    """As Cluster API does it, until nothing is left."""
    await fleet.merge({f"{CLUSTERS}/legacy.yaml": None})
    cluster = fleet.find("clusters.cluster.x-k8s.io", "fleet-dev", "legacy")
    assert cluster is not None and "deletionTimestamp" in cluster["metadata"]
    await fleet.pass_time(120)
    assert fleet.find("clusters.cluster.x-k8s.io", "fleet-dev", "legacy") is None
    assert fleet.find(GITOPS, "fleet-dev", "legacy") is None


async def test_what_a_clusters_folder_holds_comes_to_the_cluster(fleet: Fleet) -> None:
    """Applied on the leaf, and released there after a moment."""
    release = (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: extra, namespace: flux-system}\n"
        "spec: {interval: 1m, chart: {spec: {chart: extra, version: 1.2.3, "
        "sourceRef: {kind: HelmRepository, name: charts}}}}\n"
    )
    await fleet.pass_time(4)
    await fleet.merge({"clusters/fleet-prod/storefront-eu/extra.yaml": release.encode()})
    found = fleet.find("helmreleases.helm.toolkit.fluxcd.io", "flux-system", "extra", "storefront-eu")
    assert found is not None
    assert found["status"]["history"][0]["chartVersion"] == "1.2.3"
