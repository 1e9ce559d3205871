"""Reading while somebody looks: leases, one server's watches, the leaf clusters."""

from wgtui.watching.leaf import Leaf
from wgtui.watching.leaf_logins import LeafLogins
from wgtui.watching.lease import Lease
from wgtui.watching.leaves import Leaves
from wgtui.watching.server import Watching

__all__ = ["Leaf", "LeafLogins", "Lease", "Leaves", "Watching"]
