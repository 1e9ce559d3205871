"""Deleting clusters by a pull request: which are meant, and what is taken out of the repository."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place
from wgtui.screens.session import Session

if TYPE_CHECKING:
    from wgtui.actions.proposal import Proposal
    from wgtui.screens.review import Job


def clusters_of(places: Iterable[Place]) -> list[ObjectRef]:
    """Those of the places that are clusters of the fleet."""
    return [place.ref for place in places if place.page == "cluster" and place.ref is not None]


def deletion(clusters: Sequence[ObjectRef]) -> Job:
    """Every cluster is asked for the files its template made: one that is no GitopsCluster cannot be deleted so."""
    from wgtui.actions.delete_clusters import deleted
    from wgtui.actions.edit_cluster import created_files
    from wgtui.actions.proposal import Wishes
    from wgtui.screens.review import Job
    from wgtui.templates.paths import Layout

    async def propose(session: Session) -> Proposal:
        made: dict[ObjectRef, tuple[str, ...]] = {}
        for ref in clusters:
            body = await session.client.get_raw(GITOPS_CLUSTER, ref)
            made[ref] = created_files(body["metadata"].get("annotations") or {})
        return deleted(clusters, Layout(), made)

    return Job("Delete", propose, Wishes())
