"""Deleting clusters by a pull request: which are meant, and what is taken out of the repository."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wgtui.resources.meta import ObjectRef
from wgtui.screens.place import Place
from wgtui.screens.session import Session

if TYPE_CHECKING:
    from wgtui.actions.proposal import Proposal
    from wgtui.screens.review import Job


def clusters_of(places: Iterable[Place]) -> list[ObjectRef]:
    """Those of the places that are clusters of the fleet."""
    return [place.ref for place in places if place.page == "cluster" and place.ref is not None]


def job(clusters: Sequence[ObjectRef]) -> Job:
    """One that is no GitopsCluster cannot be deleted so."""
    from wgtui.actions.delete_clusters import deletion
    from wgtui.actions.proposal import Wishes
    from wgtui.screens.review import Job
    from wgtui.templates.paths import Layout

    async def propose(session: Session) -> Proposal:
        return await deletion(session.client, clusters, Layout())

    return Job("Delete", propose, Wishes())
