"""The leaf clusters a question is about: opened as they become known, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from wgtui.headless.names import Name, read_names
from wgtui.headless.question import Clusters
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.screens.leaf_secrets import capi_ref, kubeconfig_secrets
from wgtui.screens.session import Session
from wgtui.store.store import Store
from wgtui.watching import Lease

AT_ONCE = 16
"""Leaves that are being opened at a time."""


class LeafClusters:
    """`refresh` after each turn. A leaf whose cluster is gone is closed, and with it go its rows."""

    KINDS = (GITOPS_CLUSTER, CLUSTER)

    def __init__(self, session: Session, clusters: Clusters, leases: ExitStack) -> None:
        self._session = session
        self._names = None if clusters.leaves is None else read_names(clusters.leaves)
        self._open: dict[ObjectRef, Lease] = {}
        leases.callback(self._close_all)

    @property
    def stores(self) -> Iterator[Store]:
        fleet = self._session.fleet
        return (store for ref in self._open if (store := fleet.store(str(ref))) is not None)

    def refresh(self, opening: int) -> None:
        """`opening`: how many of the open ones have not answered yet."""
        there = self._wanted()
        for ref in self._open.keys() - there:
            self._open.pop(ref).release()
            self._session.leaves.close(ref)
        for ref in sorted(there - self._open.keys())[: max(0, AT_ONCE - opening)]:
            secrets = kubeconfig_secrets(self._session.fleet.management, ref)
            self._open[ref] = self._session.leaves.open(ref, secrets, on_screen=False)

    @property
    def are_all_open(self) -> bool:
        return self._wanted() <= self._open.keys()

    @property
    def missing(self) -> list[Name]:
        """The names that no cluster has."""
        refs = _refs(self._session.fleet.management)
        return [name for name in self._names or () if not any(name.means(("Cluster", ref)) for ref in refs)]

    def _wanted(self) -> set[ObjectRef]:
        refs = _refs(self._session.fleet.management)
        if self._names is None:
            return refs
        return {ref for ref in refs if any(name.means(("Cluster", ref)) for name in self._names)}

    def _close_all(self) -> None:
        for lease in self._open.values():
            lease.release()


def _refs(store: Store) -> set[ObjectRef]:
    """One for each GitopsCluster, and for each Cluster that none names."""
    gitops = set(store.objects(GITOPS_CLUSTER))
    return gitops | (set(store.objects(CLUSTER)) - {capi_ref(store, ref) for ref in gitops})
