"""The fleet's repository as it is when the world begins: the manifests of what is in the clusters."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.demo.gitops.manifests import manifest, written
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.storage import Storage
from wgtui.demo.world.actors import ApplicationActor, ClusterActor, JoinedActor, SourceActor
from wgtui.demo.world.adoption import PARTS
from wgtui.demo.world.draft import Json
from wgtui.demo.world.world import World

CLUSTERS = "clusters/management/clusters"
FLUX = "clusters/management"

README = b"""# fleet

What runs where. `clusters/management` is applied to the management cluster, each other folder of `clusters` to the
cluster of that name. Every change is a pull request.
"""


class Seed:
    """`files` is everything; the manifests of the two Kustomizations of the management cluster stand apart too."""

    def __init__(self, world: World) -> None:
        self._storage = world.server.clusters[MANAGEMENT]
        self.clusters: list[Json] = []
        self.flux: list[Json] = []
        self.files: dict[str, bytes] = {"README.md": README}
        for actor in world.actors.values():
            match actor:
                case ClusterActor() if actor.blueprint.gitops and actor.state.exists:
                    self._add_cluster(actor)
                case JoinedActor():
                    self._add(self.clusters, f"{CLUSTERS}/{actor.key}.yaml", list(self._joined(actor)))
                case SourceActor() | ApplicationActor() if actor.home is None and actor.key.startswith(MANAGEMENT):
                    self._add_flux(actor.key.partition(":")[2])

    def _add_cluster(self, actor: ClusterActor) -> None:
        bodies = list(_parts(self._storage, actor.blueprint.namespace, actor.blueprint.name))
        self._add(self.clusters, f"{CLUSTERS}/{actor.key}.yaml", bodies)
        self.files[f"clusters/{actor.key}/README.md"] = f"What {actor.key} runs beside the platform.\n".encode()

    def _joined(self, actor: JoinedActor) -> Iterator[Json]:
        found = self._storage.find("gitopsclusters.gitops.weave.works", actor.namespace, actor.name)
        if found is not None:
            yield manifest(found.parsed())

    def _add_flux(self, key: str) -> None:
        """`Kustomization/shop/cart`."""
        kind, namespace, name = key.split("/")
        served = next(one for one in self._storage.kinds if one.kind == kind)
        found = self._storage.find(served.resource, namespace, name)
        if found is not None:
            self._add(self.flux, f"{FLUX}/{namespace}/{kind.lower()}-{name}.yaml", [manifest(found.parsed())])

    def _add(self, applied: list[Json], path: str, bodies: list[Json]) -> None:
        applied += bodies
        if bodies:
            self.files[path] = written(bodies)


def _parts(storage: Storage, namespace: str, name: str) -> Iterator[Json]:
    """A cluster as its template would have made it: all but the two that lead are kept when they leave the file."""
    for kind, resource in sorted(PARTS, key=lambda part: part[0] not in ("GitopsCluster", "Cluster")):
        if resource in storage.kinds:
            named = (found for found in storage.collection(resource).ordered(namespace) if found.name.startswith(name))
            bodies = (found.parsed() for found in named)
            leads = kind in ("GitopsCluster", "Cluster")
            yield from (manifest(body, prune=leads) for body in bodies if _belongs(body, name))


def _belongs(body: Json, name: str) -> bool:
    found: str = body["metadata"]["name"]
    spec = body.get("spec", {})
    labels = body["metadata"].get("labels", {})
    if found == name:
        return True
    of_cluster = labels.get("cluster.x-k8s.io/cluster-name", spec.get("clusterName"))
    return found.startswith(f"{name}-") and of_cluster in (None, name)
