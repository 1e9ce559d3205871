"""From a merged pull request to the clusters: fetched, applied, pruned, and told in the status of each Flux object."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp

from wgtui.demo.gitops.applying import Applier
from wgtui.demo.gitops.manifests import BadManifest, Place, documents
from wgtui.demo.gitops.seeding import CLUSTERS, FLUX, Seed
from wgtui.demo.hub.git import BareRepository
from wgtui.demo.hub.state import Hub, Repo
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.actors import ApplicationActor, ClusterActor, SourceActor
from wgtui.demo.world.delivery import Health
from wgtui.demo.world.draft import Json, timestamp
from wgtui.demo.world.stories import NEXT
from wgtui.demo.world.world import World

FLEET = "management:GitRepository/flux-system/flux-system"
APPLIED_BY_FLUX = "management:Kustomization/flux-system/flux-system"
APPLIED_BY_CLUSTERS = "management:Kustomization/flux-system/clusters"

FIRST = 40
"""The commit before the one that the world begins with."""

Work = Callable[[], Awaitable[None]]


class Delivering:
    """Moves by `step`, on the world's clock. `pushed` is the dictionary that the world was given."""

    def __init__(self, world: World, hub: Hub, repo: Repo, pushed: dict[int, str]) -> None:
        self._world = world
        self._hub = hub
        self._repo = repo
        self._pushed = pushed
        self._head = ""
        self._due: list[tuple[datetime, Work]] = []
        self._moved = True
        self._leaves: dict[str, Applier] = {}
        self._http = aiohttp.ClientSession(headers={"Authorization": "Bearer admin"})
        self._clusters = Applier(world.server, self._http, MANAGEMENT, "clusters")
        self._flux = Applier(world.server, self._http, MANAGEMENT, "flux-system")
        hub.listeners.append(self._heard)

    async def begin(self) -> None:
        """Put what is in the clusters into the repository, and the repository's commits into the clusters."""
        seed = Seed(self._world)
        git: BareRepository = self._repo.git
        at = self._world.start - timedelta(days=9)
        base = self._repo.default_branch
        self._pushed[FIRST] = await git.import_files({"README.md": seed.files["README.md"]}, base, "Begin", at)
        at = self._world.start - timedelta(minutes=9)
        self._head = await git.import_files(seed.files, base, "Image of storefront to 9.0.1\n", at)
        self._pushed[FIRST + 1] = self._head
        self._clusters.begin(seed.clusters)
        self._flux.begin(seed.flux)
        self._set_inventory(APPLIED_BY_CLUSTERS, self._clusters)
        self._set_inventory(APPLIED_BY_FLUX, self._flux)
        for actor in list(self._world.actors.values()):
            if isinstance(actor, SourceActor | ApplicationActor):
                self._world.show(actor)

    async def step(self) -> None:
        """Whatever the clock of the world has made due."""
        if self._moved:
            self._moved = False
            head = await self._repo.git.branch(self._repo.default_branch)
            if head != self._head:
                self._head = head
                self._after(1.0, self._fetched)
        self._look_at_leaves()
        while due := [each for each in self._due if each[0] <= self._world.now]:
            self._due = [each for each in self._due if each not in due]
            for _, work in sorted(due, key=lambda each: each[0]):
                await work()

    async def close(self) -> None:
        await self._http.close()

    def _heard(self, repo: Repo, branch: str) -> None:
        if repo is self._repo and branch == repo.default_branch:
            self._moved = True

    def _after(self, seconds: float, work: Work) -> None:
        self._due.append((self._world.now + timedelta(seconds=seconds), work))

    async def _fetched(self) -> None:
        """source-controller has the new commit; the others follow."""
        fleet = self._source(FLEET)
        self._pushed[fleet.state.commit + 1] = self._head
        self._change(FLEET, commit=NEXT)
        self._after(1.0, lambda: self._applied(APPLIED_BY_FLUX, self._flux, FLUX, CLUSTERS))
        self._after(2.0, lambda: self._applied(APPLIED_BY_CLUSTERS, self._clusters, CLUSTERS))
        self._after(3.0, self._everybody)

    async def _applied(self, key: str, applier: Applier, folder: str, without: str = "") -> None:
        """kustomize-controller has built and applied a folder, or says why it could not."""
        commit = self._source(FLEET).state.commit
        try:
            added = await applier.apply(documents(await self._files(folder, without)))
        except BadManifest as bad:
            self._complain(key, str(bad))
            self._change(key, commit=commit, health=Health.BUILD_FAILED)
            return
        self._complain(key, "")
        self._change(key, commit=commit, health=Health.PROGRESSING if added else Health.READY)
        self._set_inventory(key, applier)
        self._reconcile(applier.cluster, added)
        if added:
            self._after(3.0, lambda: self._settled(key))

    async def _settled(self, key: str) -> None:
        self._change(key, health=Health.READY)

    async def _everybody(self) -> None:
        """Whatever else reads the same repository, here and on the leaves, has the commit too."""
        commit = self._source(FLEET).state.commit
        done = (FLEET, APPLIED_BY_FLUX, APPLIED_BY_CLUSTERS)
        for key, actor in list(self._world.actors.items()):
            if key not in done and self._reads_fleet(actor):
                self._change(key, commit=commit)
        for leaf in list(self._leaves):
            await self._apply_on_leaf(leaf)

    def _look_at_leaves(self) -> None:
        """What a cluster's folder holds is applied as soon as Flux runs on it."""
        for actor in list(self._world.actors.values()):
            if not isinstance(actor, ClusterActor):
                continue
            if actor.serves and actor.leaf not in self._leaves and actor.leaf in self._world.server.clusters:
                applier = Applier(self._world.server, self._http, actor.leaf, "flux-system")
                self._leaves[actor.leaf] = applier
                self._after(2.0, lambda leaf=actor.leaf: self._apply_on_leaf(leaf))  # type: ignore[misc]
            elif not actor.state.exists:
                self._leaves.pop(actor.leaf, None)

    async def _apply_on_leaf(self, leaf: str) -> None:
        actor = next(
            (one for one in self._world.actors.values() if isinstance(one, ClusterActor) and one.leaf == leaf), None
        )
        applier = self._leaves.get(leaf)
        if actor is None or applier is None or not actor.serves or not actor.answering:
            return
        try:
            added = await applier.apply(documents(await self._files(f"clusters/{actor.key}")))
        except BadManifest as bad:
            self._complain(f"{leaf}:Kustomization/flux-system/flux-system", str(bad))
            return
        self._reconcile(leaf, added)

    def _reconcile(self, cluster: str, added: tuple[Place, ...]) -> None:
        """Flux objects that are new come to their first result after a moment."""
        ours = [place for place in added if place.group.endswith(".toolkit.fluxcd.io")]
        if ours:
            self._after(3.0, lambda: self._ready(cluster, ours))

    async def _ready(self, cluster: str, places: list[Place]) -> None:
        storage = self._world.server.clusters[cluster]
        for place in places:
            served = next(one for one in storage.kinds if (one.group, one.kind) == (place.group, place.kind))
            found = storage.find(served.resource, place.namespace, place.name)
            if found is not None and not found.parsed().get("status"):
                storage.update(served.resource, place.namespace, place.name, self._first_status)

    def _first_status(self, body: Json) -> None:
        if body["kind"] == "HelmRepository" and body["spec"].get("type") == "oci":
            return
        body["status"] = first_status(body, timestamp(self._world.now), self._head)

    async def _files(self, folder: str, without: str = "") -> dict[str, bytes]:
        git = self._repo.git
        tree = (await git.read_commit(self._head)).tree
        return {
            item.path: await git.read_blob(item.sha)
            for item in await git.read_tree(tree, recursive=True)
            if item.kind == "blob" and item.path.startswith(f"{folder}/") and item.path.endswith((".yaml", ".yml"))
            if not without or not item.path.startswith(f"{without}/")
        }

    def _source(self, key: str) -> SourceActor:
        actor = self._world.actors[key]
        assert isinstance(actor, SourceActor)
        return actor

    def _reads_fleet(self, actor: object) -> bool:
        source = actor.source if isinstance(actor, SourceActor | ApplicationActor) else None
        return source is not None and source.pushed is self._pushed

    def _change(self, key: str, **changes: object) -> None:
        actor = self._world.actors.get(key)
        if actor is not None:
            actor.change(self._world.now, changes)
            self._world.show(actor)

    def _complain(self, key: str, words: str) -> None:
        actor = self._world.actors.get(key)
        if isinstance(actor, ApplicationActor):
            actor.application = replace(actor.application, complaint=words)

    def _set_inventory(self, key: str, applier: Applier) -> None:
        actor = self._world.actors.get(key)
        if isinstance(actor, ApplicationActor):
            entries = tuple((entry["id"], entry["v"]) for entry in applier.inventory)
            actor.application = replace(actor.application, objects=entries)


def first_status(body: Json, now: str, commit: str) -> Json:
    """Of a Flux object that its controller has just brought to its first result."""
    kind, spec = body["kind"], body["spec"]
    observed = {"observedGeneration": body["metadata"].get("generation", 1)}
    reason, message = "Succeeded", "stored artifact"
    if kind == "Kustomization":
        reason, message = "ReconciliationSucceeded", f"Applied revision: main@sha1:{commit}"
        observed |= dict.fromkeys(("lastAppliedRevision", "lastAttemptedRevision"), f"main@sha1:{commit}")
    if kind == "HelmRelease":
        chart = spec.get("chart", {}).get("spec", {})
        version = str(chart.get("version") or "1.0.0")
        name = spec.get("releaseName") or body["metadata"]["name"]
        namespace = spec.get("targetNamespace") or body["metadata"]["namespace"]
        reason = "InstallSucceeded"
        message = f"Helm install succeeded for release {namespace}/{name}.v1 with chart {chart.get('chart')}@{version}"
        observed["history"] = [
            {
                "name": name,
                "namespace": namespace,
                "version": 1,
                "status": "deployed",
                "chartName": chart.get("chart", ""),
                "chartVersion": version,
                "firstDeployed": now,
                "lastDeployed": now,
                "digest": "sha256:" + "0" * 64,
                "configDigest": "sha256:" + "0" * 64,
            }
        ]
    condition = {"type": "Ready", "status": "True", "reason": reason, "message": message, "lastTransitionTime": now}
    generation = {"observedGeneration": body["metadata"].get("generation", 1)}
    return observed | {"conditions": [condition | generation]}
