"""How objects point at one another: references with a group or a version, and label selectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from wgtui.resources.meta import ObjectRef, Resource


class Reference(Resource, frozen=True):
    """Every form a reference takes: `apiGroup` (Cluster API v1beta2), `apiVersion` (older), or a bare kind and name."""

    kind: str = ""
    name: str = ""
    namespace: str = ""
    api_group: str = ""
    api_version: str = ""

    SHARED: ClassVar = ("kind", "api_group", "api_version")

    @property
    def group(self) -> str:
        """The API group; empty for core kinds and where the reference names none."""
        return self.api_group or (self.api_version.rpartition("/")[0])

    def ref(self, default_namespace: str) -> ObjectRef:
        """`default_namespace` is the one of the object that holds the reference."""
        return ObjectRef(self.namespace or default_namespace, self.name)


class SourceRef(NamedTuple):
    """A Flux source; the kind's name is enough, all sources are of one group."""

    kind: str
    ref: ObjectRef

    def __str__(self) -> str:
        return f"{self.kind}/{self.ref}"


class NameRef(Resource, frozen=True):
    """An object of a kind known from the field, in the namespace of its holder."""

    name: str = ""


class SelectorRequirement(Resource, frozen=True):
    key: str = ""
    operator: str = ""
    values: tuple[str, ...] | None = None

    def matches(self, labels: Mapping[str, str]) -> bool:
        """As Kubernetes reads it: NotIn is true without the label; an operator nobody knows matches nothing."""
        value = labels.get(self.key)
        match self.operator:
            case "In":
                return value is not None and value in (self.values or ())
            case "NotIn":
                return value is None or value not in (self.values or ())
            case "Exists":
                return value is not None
            case "DoesNotExist":
                return value is None
        return False


class LabelSelector(Resource, frozen=True):
    match_labels: dict[str, str] | None = None
    match_expressions: tuple[SelectorRequirement, ...] | None = None

    @property
    def empty(self) -> bool:
        return not self.match_labels and not self.match_expressions

    def matches(self, labels: Mapping[str, str]) -> bool:
        """An empty selector matches everything; kinds that mean nothing by it ask `empty` first."""
        wanted = self.match_labels or {}
        return all(labels.get(key) == value for key, value in wanted.items()) and all(
            requirement.matches(labels) for requirement in self.match_expressions or ()
        )
