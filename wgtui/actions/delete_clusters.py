"""Delete: everything that belongs to one or several clusters in the repository, by path components."""

from __future__ import annotations

from collections.abc import Sequence

from wgtui.actions.belonging import Created, claims, cleaned, created_by_clusters, kept, own_folder, told
from wgtui.actions.proposal import Proposal, Subject, Verb
from wgtui.errors import ConfigError, NotFound
from wgtui.github.changes import Change, RemovedFolder
from wgtui.kube.client import Client
from wgtui.resources.meta import ObjectRef
from wgtui.templates.paths import Layout


async def deletion(
    client: Client, clusters: Sequence[ObjectRef], layout: Layout, title: str = "", description: str = ""
) -> Proposal:
    """Of GitopsClusters that are there. Raises NotFound for one that is not, KubeError."""
    created = await created_by_clusters(client)
    for ref in clusters:
        if ref not in created:
            raise NotFound(f"no GitopsCluster {ref}", "only what is joined to the fleet is deleted in git", 404)
    return deleted(clusters, layout, created, title, description)


def deleted(
    clusters: Sequence[ObjectRef],
    layout: Layout,
    created: Created | None = None,
    title: str = "",
    description: str = "",
) -> Proposal:
    """`created` are the files that each cluster, those that stay too, says its template made.

    What others have as well is kept, and told in the description. Raises ConfigError for no cluster.
    """
    if not clusters:
        raise ConfigError("at least one cluster must be specified", "mark rows with Space, or name them")
    made = created or {}
    names, known = ", ".join(map(str, clusters)), claims(layout, made, clusters)
    several = "s" if len(clusters) > 1 else ""
    files = [path for ref in clusters for path in _files(ref, layout, made)]
    folders = [own_folder(ref, layout) for ref in clusters]
    keeps = kept(files, known)
    description = description or f"This deletes the cluster{several} {names} and everything that was made for it."
    return Proposal(
        Verb.DELETE,
        tuple(Subject("GitopsCluster", cluster.namespace, cluster.name) for cluster in clusters),
        title or f"Delete cluster{several}: {names}",
        told(description, keeps),
        (
            *(Change(path, None) for path in dict.fromkeys(files) if path not in keeps),
            *(RemovedFolder(folder, known.inside(folder)) for folder in folders if folder),
        ),
    )


def _files(cluster: ObjectRef, layout: Layout, created: Created) -> list[str]:
    return [layout.manifest(*cluster), *map(cleaned, created.get(cluster, ()))]
