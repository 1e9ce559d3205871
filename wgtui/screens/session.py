"""One opened management cluster, as the pages use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wgtui.fleet.seen import Seen
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet

if TYPE_CHECKING:  # The client's imports are heavy: nothing may need them before the first paint.
    from wgtui.actions.followed_pulls import FollowedPulls
    from wgtui.github.hosts import Hosts
    from wgtui.kube.client import Client
    from wgtui.watching import Leaves, Watching


@dataclass(frozen=True, slots=True)
class Session:
    """Lives from the moment a context is opened until another is. `namespace` is the one looked at, empty for all."""

    context: str
    namespace: str
    client: Client
    fleet: Fleet
    watching: Watching
    leaves: Leaves
    hosts: Hosts
    pulls: FollowedPulls
    seen: Seen = field(default_factory=Seen)

    def again(self) -> None:
        """Reads anew whatever is watched, on every open cluster, and asks GitHub again."""
        self.watching.again()
        self.leaves.again()
        self.pulls.again()


def leaf_ref(name: str) -> ObjectRef:
    """The GitopsCluster that the store of a leaf is named after."""
    return ObjectRef(*name.split("/", 1))
