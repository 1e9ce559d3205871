"""Where the user is: what a page shows, apart from the page."""

from __future__ import annotations

from dataclasses import dataclass

from wgtui.resources.meta import ObjectRef


@dataclass(frozen=True, slots=True)
class Place:
    """`page` is the id of an entry of `pages`; `cluster` names the leaf an object is on, empty: the management cluster.

    `kind` tells apart the kinds that share a page; `within` names the cluster it is part of, for the way back.
    `tab` and `filter` are where it begins. `capi` is the name of the Cluster behind a cluster, where that is another.
    """

    page: str
    ref: ObjectRef | None = None
    kind: str = ""
    cluster: str = ""
    within: str = ""
    tab: str = ""
    filter: str = ""
    capi: str = ""

    def same(self, other: Place) -> bool:
        """Whether both show the same thing, whatever their tab and filter."""
        return (self.page, self.ref, self.kind, self.cluster) == (other.page, other.ref, other.kind, other.cluster)


FORMS = ("form", "edit", "add", "connect", "release")
"""Pages that are filled in rather than looked at."""


def can_explain(place: Place | None) -> bool:
    """Whether it is of a kind for which there is a cause to be found."""
    return place is not None and place.ref is not None and place.page in ("cluster", "application", "source")
