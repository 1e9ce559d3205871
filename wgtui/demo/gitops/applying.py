"""What kustomize-controller does with manifests: applies what is new or changed, prunes what is gone, over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

import aiohttp
import yaml

from wgtui.demo.gitops.manifests import DISABLED, PRUNE, BadManifest, Place, place_of
from wgtui.demo.server import DemoServer
from wgtui.demo.world.draft import Json

MANAGER = "kustomize-controller"
FIRST = ("Namespace", "CustomResourceDefinition", "Secret", "ServiceAccount")


@dataclass(slots=True)
class Applier:
    """One Kustomization on one server; it remembers what it applied last."""

    server: DemoServer
    http: aiohttp.ClientSession
    cluster: str
    name: str
    namespace: str = "flux-system"
    _applied: dict[Place, Json] = field(default_factory=dict)

    def begin(self, bodies: Iterable[Json]) -> None:
        """These are in place already; from now on they are known to be ours."""
        self._applied = {place_of(body): body for body in bodies}
        storage = self.server.clusters[self.cluster]
        for place, body in self._applied.items():
            kind = storage.kinds.of_object(body["apiVersion"], body["kind"])
            storage.update(kind.resource, place.namespace, place.name, self._label)

    async def apply(self, bodies: Iterable[Json]) -> tuple[Place, ...]:
        """What is new. Raises BadManifest in the words of the API server."""
        wanted = {place_of(body): body for body in bodies}
        ordered = sorted(wanted, key=lambda place: (place.kind not in FIRST, place.kind, place))
        for place in ordered:
            if self._applied.get(place) != wanted[place]:
                await self._apply_one(place, wanted[place])
        added = tuple(place for place in ordered if place not in self._applied)
        for place in self._applied.keys() - wanted.keys():
            await self._prune(place, self._applied[place])
        self._applied = wanted
        return added

    @property
    def inventory(self) -> list[Json]:
        return [
            {"id": place.entry, "v": body["apiVersion"].rpartition("/")[2]}
            for place, body in sorted(self._applied.items())
        ]

    async def _apply_one(self, place: Place, body: Json) -> None:
        labelled = {**body, "metadata": dict(body["metadata"])}
        self._label(labelled)
        query = {"fieldManager": MANAGER, "force": "true"}
        headers = {"Content-Type": "application/apply-patch+yaml"}
        text = yaml.dump(labelled, Dumper=yaml.CSafeDumper)
        async with self.http.patch(self._url(place, body), params=query, data=text, headers=headers) as answer:
            if answer.status >= 400:
                words = (await answer.json())["message"]
                raise BadManifest(f"{place.kind}/{place.namespace}/{place.name} dry-run failed: {words}")

    async def _prune(self, place: Place, body: Json) -> None:
        """Whatever the answer: it may be gone already, or waits for its finalizers."""
        if body["metadata"].get("annotations", {}).get(PRUNE) != DISABLED:
            async with self.http.delete(self._url(place, body)):
                pass

    def _label(self, body: Json) -> None:
        labels = {
            "kustomize.toolkit.fluxcd.io/name": self.name,
            "kustomize.toolkit.fluxcd.io/namespace": self.namespace,
        }
        body["metadata"]["labels"] = {**body["metadata"].get("labels", {}), **labels}

    def _url(self, place: Place, body: Json) -> str:
        version = body["apiVersion"]
        try:
            kind = self.server.clusters[self.cluster].kinds.of_object(version, place.kind)
        except KeyError:
            words = f'no matches for kind "{place.kind}" in version "{version}"'
            raise BadManifest(f"{place.kind}/{place.namespace}/{place.name} dry-run failed: {words}") from None
        root = f"apis/{version}" if place.group else f"api/{version}"
        middle = f"namespaces/{quote(place.namespace)}/" if kind.namespaced else ""
        return f"{self.server.url(self.cluster)}/{root}/{middle}{kind.plural}/{quote(place.name)}"
