"""Objects with every annotation they have: for one look, as the stores keep only those that are shown."""

from __future__ import annotations

import msgspec

from wgtui.resources.meta import ObjectRef


class AnnotatedMeta(msgspec.Struct, frozen=True):
    name: str
    namespace: str = ""
    annotations: dict[str, str] = {}

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.namespace, self.name)


class Annotated(msgspec.Struct, frozen=True):
    metadata: AnnotatedMeta
