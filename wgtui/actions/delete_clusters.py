"""Delete: everything that belongs to one or several clusters in the repository, by path components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wgtui.actions.proposal import Proposal, Subject, Verb
from wgtui.errors import ConfigError
from wgtui.github.changes import Change, RemovedFolder
from wgtui.resources.meta import ObjectRef
from wgtui.templates.paths import Layout


def deleted(
    clusters: Sequence[ObjectRef],
    layout: Layout,
    created: Mapping[ObjectRef, Iterable[str]] | None = None,
    title: str = "",
    description: str = "",
) -> Proposal:
    """`created` are the files that a cluster says its template made. Raises ConfigError for no cluster."""
    if not clusters:
        raise ConfigError("at least one cluster must be specified", "mark rows with Space, or name them")
    names = ", ".join(map(str, clusters))
    several = "s" if len(clusters) > 1 else ""
    return Proposal(
        Verb.DELETE,
        tuple(Subject("GitopsCluster", cluster.namespace, cluster.name) for cluster in clusters),
        title or f"Delete cluster{several}: {names}",
        description or f"This deletes the cluster{several} {names} and everything that was made for it.",
        tuple(change for cluster in clusters for change in _changes(cluster, layout, (created or {}).get(cluster, ()))),
    )


def _changes(cluster: ObjectRef, layout: Layout, created: Iterable[str]) -> tuple[Change | RemovedFolder, ...]:
    manifest = layout.manifest(cluster.namespace, cluster.name)
    paths = dict.fromkeys((manifest, *created))
    return (
        *(Change(path, None) for path in paths),
        RemovedFolder(layout.folder(cluster.namespace, cluster.name)),
    )
