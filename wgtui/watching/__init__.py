"""Reading while somebody looks: leases, one server's watches, the leaf clusters."""

from wgtui.watching.lease import Lease
from wgtui.watching.leaves import Leaf, Leaves
from wgtui.watching.server import Watching

__all__ = ["Leaf", "Lease", "Leaves", "Watching"]
