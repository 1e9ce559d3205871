"""A list while it is read: the objects, and what of it could not be decoded."""

from __future__ import annotations

from wgtui.kube.events import RARE, Found, Removed
from wgtui.resources.changes import Skipped
from wgtui.resources.meta import KubeObject, ObjectRef
from wgtui.resources.sharing import share

SHARED_LATER = 2_000
"""Objects whose words whoever takes the list may share when nobody waits: it takes as long as decoding them."""


class Collection:
    """Of an object that is told several times the last telling counts; one deleted meanwhile is not in it."""

    def __init__(self) -> None:
        self.objects: dict[ObjectRef, KubeObject] = {}
        self.skipped: list[Skipped] = []

    def __len__(self) -> int:
        return len(self.objects)

    def take(self, found: Found) -> None:
        """Raises the error where it is one."""
        if not isinstance(found, RARE):
            self.objects[found.metadata.ref] = found
            if len(self.objects) > SHARED_LATER:
                share(found)
        elif isinstance(found, Removed):
            self.objects.pop(found.ref, None)
        elif isinstance(found, Skipped):
            self.skipped.append(found)
        elif isinstance(found, Exception):
            raise found
