"""Which kinds a server serves, under which versions: what CustomResourceDefinitions are for a real one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from wgtui.demo.answers import GroupResource
from wgtui.demo.schema.defaults import NONE, Defaults, defaults_of
from wgtui.demo.schema.structure import UNKNOWN, Schema, of_object

_ANYTHING = of_object(UNKNOWN)


@dataclass(frozen=True)
class PrinterColumn:
    """`path` is a JSONPath below the object; `type` is string, integer, boolean or date."""

    name: str
    path: str
    type: str = "string"
    priority: int = 0


@dataclass(frozen=True)
class Scale:
    """Where the /scale subresource of a kind finds its numbers; an empty `selector` for kinds that have none."""

    wanted: str = ".spec.replicas"
    actual: str = ".status.replicas"
    selector: str = ".status.selector"


@dataclass(frozen=True)
class ServedKind:
    """One resource of one server. The first of `versions` is the stored one; `custom` is one defined by a CRD.

    `schemas` are those of whole objects by version; a kind without one takes anything. `other_columns` are those of
    versions that print otherwise than the stored one.
    """

    group: str
    plural: str
    kind: str
    versions: tuple[str, ...] = ("v1",)
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    custom: bool = True
    status: bool = True
    columns: tuple[PrinterColumn, ...] = ()
    scale: Scale | None = None
    schemas: dict[str, Schema] = field(default_factory=dict, compare=False)
    other_columns: dict[str, tuple[PrinterColumn, ...]] = field(default_factory=dict, compare=False)
    _defaults: dict[str, Defaults] = field(default_factory=dict, compare=False, repr=False)

    @property
    def resource(self) -> str:
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def target(self) -> GroupResource:
        return GroupResource(self.group, self.plural)

    @property
    def stored_version(self) -> str:
        return self.versions[0]

    @property
    def subresources(self) -> dict[str, list[str]]:
        """Below each object, with the verbs each takes."""
        changing = ["get", "patch", "update"]
        below = {"status": changing} if self.status else {}
        if self.scale:
            below["scale"] = changing
        if self.resource == "pods":
            below["log"] = ["get"]
        if self.resource == "namespaces":
            below["finalize"] = ["update"]
        return below

    def schema(self, version: str = "") -> Schema:
        return self.schemas.get(version or self.stored_version) or _ANYTHING

    def defaults(self, version: str = "") -> Defaults:
        """Of whole objects; gathered from the schema when first asked for."""
        version = version or self.stored_version
        if version not in self._defaults:
            self._defaults[version] = defaults_of(self.schema(version)) if self.custom else NONE
        return self._defaults[version]

    def columns_of(self, version: str) -> tuple[PrinterColumn, ...]:
        """Printer columns of a version; those of the stored one where it defines none of its own."""
        return self.other_columns.get(version, self.columns)

    def api_version(self, version: str = "") -> str:
        version = version or self.stored_version
        return f"{self.group}/{version}" if self.group else version


class ServedKinds:
    """The table of one cluster; a kind can be taken away and brought back while clients watch."""

    def __init__(self, kinds: Iterable[ServedKind]) -> None:
        self._by_resource = {kind.resource: kind for kind in kinds}
        self._by_name = {(kind.group, kind.kind): kind for kind in self._by_resource.values()}

    def __iter__(self) -> Iterator[ServedKind]:
        return iter(self._by_resource.values())

    def __contains__(self, resource: str) -> bool:
        return resource in self._by_resource

    def __getitem__(self, resource: str) -> ServedKind:
        return self._by_resource[resource]

    def find(self, group: str, version: str, plural: str) -> ServedKind | None:
        kind = self._by_resource.get(f"{plural}.{group}" if group else plural)
        return kind if kind and version in kind.versions else None

    def of_object(self, api_version: str, kind: str) -> ServedKind:
        """The kind of an object; raises KeyError where this server does not serve it."""
        group, _, version = api_version.rpartition("/")
        served = self._by_name[group, kind]
        if version not in served.versions:
            raise KeyError(f"{api_version} {kind}")
        return served

    def add(self, kind: ServedKind) -> None:
        self._by_resource[kind.resource] = kind
        self._by_name[kind.group, kind.kind] = kind

    def remove(self, resource: str) -> ServedKind:
        """From now on the server answers 404 for it, as for a CRD that was never installed."""
        kind = self._by_resource.pop(resource)
        del self._by_name[kind.group, kind.kind]
        return kind

    def serve(self, resource: str, *versions: str) -> None:
        """Serve a resource under these versions alone; the first is the stored one."""
        self.add(replace(self._by_resource[resource], versions=versions))
