"""Reads what an application has put on its cluster: a list for each kind, never a request for each object."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from wgtui.errors import Absent, Forbidden, KubeError, NotFound
from wgtui.fleet.helm_storage import BadRelease, release_entries, release_of
from wgtui.fleet.inventory import Found, Key, Unread
from wgtui.fleet.tree_objects import KINDS as CAPI_KINDS
from wgtui.kube.client import Client
from wgtui.kube.discovery import Served
from wgtui.resources.anything import Anything, part
from wgtui.resources.capi import CLUSTER
from wgtui.resources.core import HELM_STORAGE, POD
from wgtui.resources.helm import HELM_RELEASE, HelmRelease
from wgtui.resources.inventory import Entry, Inventory, entries, entries_of
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KubeConfigRef
from wgtui.resources.meta import ObjectRef, Resource
from wgtui.resources.registry import APPLICATION_KINDS, known
from wgtui.resources.workloads import CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, REPLICA_SET, STATEFUL_SET

FEW = 3
"""Namespaces that are read one by one; what stands in more is read in all of them at once."""

MOST_ENTRIES = 20_000
"""Of an application and of all that it applies together."""

LEVELS = 4
"""Applications that apply applications."""

MOST_NAMESPACES = 40
"""That are asked one by one where not all may be read at once."""

PLAIN = frozenset(
    {"ConfigMap", "Secret", "ServiceAccount", "Endpoints", "Namespace", "LimitRange", "ResourceQuota"}
    | {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "NetworkPolicy", "CustomResourceDefinition"}
    | {"PriorityClass", "StorageClass", "IngressClass", "RuntimeClass"}
    | {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
)
"""Kinds that are as they stand: nothing but the metadata of their objects is read, and no secret leaves its server."""

_OWNED: dict[Kind[Any], tuple[Kind[Any], ...]] = {
    DEPLOYMENT: (REPLICA_SET, POD),
    REPLICA_SET: (POD,),
    STATEFUL_SET: (POD,),
    DAEMON_SET: (POD,),
    JOB: (POD,),
    CRON_JOB: (JOB, POD),
    CLUSTER: CAPI_KINDS,
}
"""The kinds whose objects belong to objects of a kind, as far as they are looked for."""


@dataclass(frozen=True, slots=True)
class Inventoried:
    """`entries` is None where there is no inventory; `note` then says why. `lists` is how many requests it took."""

    entries: tuple[Entry, ...] | None
    found: Found
    note: str = ""
    lists: int = 0


class _Applied(Resource, frozen=True):
    inventory: Inventory | None = None


class _Spec(Resource, frozen=True):
    kube_config: KubeConfigRef | None = None


async def read_inventory(
    home: Client, kind: Kind[Any], whole: Mapping[str, Any], target: Client | None = None
) -> Inventoried:
    """Of an application as `home` sent it; its objects are on `target` where that is another server.

    Raises KubeError where that server cannot even be asked what it serves.
    """
    client = target or home
    served = await client.served()
    listed, note = await _entries(home, kind, whole, served)
    reading = _Reading(client, served)
    if listed is None:
        return Inventoried(None, reading.found, note)
    metadata = whole.get("metadata") or {}
    own = Key(kind.group, kind.kind, ObjectRef(str(metadata.get("namespace", "")), str(metadata.get("name", ""))))
    await reading.read(listed[:MOST_ENTRIES], own)
    left = len(listed) - MOST_ENTRIES
    notes = (f"{left:,} more objects" if left > 0 else "", note)
    return Inventoried(tuple(listed[:MOST_ENTRIES]), reading.found, "; ".join(filter(None, notes)), reading.lists)


async def _entries(
    home: Client, kind: Kind[Any], whole: Mapping[str, Any], served: Served
) -> tuple[list[Entry] | None, str]:
    listed = entries_of(whole)
    if listed is not None:
        nonsense = len(whole["status"]["inventory"].get("entries") or ()) - len(listed)
        return listed, f"entries that name no object: {nonsense:,}" if nonsense else ""
    if kind != HELM_RELEASE:
        return None, "its controller has not published one"
    return await _released(home, whole, served)


async def _released(home: Client, whole: Mapping[str, Any], served: Served) -> tuple[list[Entry] | None, str]:
    try:
        release = release_of(msgspec.convert(whole, HelmRelease))
    except msgspec.ValidationError:
        return None, "its status cannot be understood"
    if release is None:
        return None, "nothing was installed yet"
    try:
        secret = await home.get(HELM_STORAGE, release.secret)
        found = await asyncio.to_thread(release_entries, secret.data.release, release.namespace)
    except (Forbidden, NotFound) as error:
        return None, f"{error.title}: Helm keeps it in the Secret {release.secret}"
    except BadRelease as error:
        return None, str(error)
    return [_placed(one, served) for one in found], ""


def _placed(entry: Entry, served: Served) -> Entry:
    """Objects of the cluster have no namespace, whatever the release has."""
    if served.namespaced.get((entry.group, entry.kind), True):
        return entry
    return entry._replace(ref=ObjectRef("", entry.ref.name))


class _Reading:
    """One reading of everything, level by level."""

    def __init__(self, client: Client, served: Served) -> None:
        names = frozenset(f"{plural}.{group}" for (group, _), plural in served.plurals.items() if group)
        self.found = Found(served=names)
        self._client = client
        self._served = served
        self._listed: set[tuple[str, str, str]] = set()
        """Group, kind and namespace of what was read whole."""
        self.lists = 0
        self._refused: dict[tuple[str, str, str], Unread] = {}

    async def read(self, listed: list[Entry], own: Key) -> None:
        selector = _label_of(own)
        left = MOST_ENTRIES - len(listed)
        for _ in range(LEVELS):
            await self._read_level(listed, selector)
            listed = self._nested(listed, own)[:left]
            left -= len(listed)
            selector = ""
            if not listed:
                break

    async def _read_level(self, listed: Iterable[Entry], selector: str) -> None:
        by_kind: dict[Kind[Anything], list[ObjectRef]] = defaultdict(list)
        for entry in listed:
            kind = self._kind(entry.group, entry.kind, entry.version)
            if kind is not None:
                by_kind[kind].append(entry.ref)
        await asyncio.gather(*(self._read_kind(kind, refs, selector) for kind, refs in by_kind.items()))
        await self._read_owned(by_kind)

    def _kind(self, group: str, name: str, version: str) -> Kind[Anything] | None:
        """As this server serves it; None, and told, where it does not."""
        kind = self.found.kinds.get((group, name))
        if kind is not None:
            return kind
        plural = self._served.plurals.get((group, name))
        if plural is None:
            broken = self._served.broken.get(group)
            why = (Unread.FAILED, broken) if broken else (Unread.UNKNOWN, f"no {name} in {group or 'v1'} is served")
            self.found.unread[group, name, ""] = why
            return None
        mine = known(group, name)
        versions = dict.fromkeys((*(mine.versions if mine else (version,)), *self._served.versions(group, plural)))
        namespaced = self._served.namespaced.get((group, name), True)
        kind = Kind(group, name, plural, Anything, tuple(versions), namespaced)
        self.found.kinds[group, name] = kind
        return kind

    async def _read_kind(self, kind: Kind[Anything], refs: list[ObjectRef], selector: str) -> None:
        """First what carries the label of the application, which is nearly always all of it."""
        if selector:
            await self._list_all(kind, refs, selector)
        missing = [ref for ref in refs if Key(kind.group, kind.kind, ref) not in self.found.objects]
        if missing:
            await self._list_all(kind, missing, "")

    async def _list_all(self, kind: Kind[Anything], refs: Iterable[ObjectRef], selector: str) -> None:
        """In one namespace after the other where they are few, or where not all may be read."""
        namespaces = sorted({ref.namespace for ref in refs}) if kind.namespaced else [""]
        if len(namespaces) > FEW:
            if await self._list(kind, "", selector) is not Unread.DENIED:
                return
            self.found.unread.pop((kind.group, kind.kind, ""), None)
        for namespace in namespaces[MOST_NAMESPACES:]:
            words = f"not asked for in more than {MOST_NAMESPACES} namespaces"
            self.found.unread[kind.group, kind.kind, namespace] = (Unread.DENIED, words)
        await asyncio.gather(*(self._list(kind, one, selector) for one in namespaces[:MOST_NAMESPACES]))

    async def _list(self, kind: Kind[Anything], namespace: str, selector: str) -> Unread | None:
        """Why it could not be read; what was read whole, or refused, is not asked for again."""
        place = (kind.group, kind.kind, namespace)
        if place in self._listed or (*place[:2], "") in self._listed:
            return None
        if place not in self._refused:
            refusal = await self._read_list(kind, namespace, selector)
            if refusal is None:
                return None
            self._refused[place], words = refusal
            self.found.unread[place] = (self._refused[place], words)
        return self._refused[place]

    async def _read_list(self, kind: Kind[Anything], namespace: str, selector: str) -> tuple[Unread, str] | None:
        self.lists += 1
        try:
            objects = await self._client.list(kind, namespace, selector, metadata_only=kind.kind in PLAIN)
        except Forbidden as error:
            return Unread.DENIED, str(error)
        except Absent as error:
            return Unread.UNKNOWN, str(error)
        except KubeError as error:
            return Unread.FAILED, str(error)
        for one in objects:
            self.found.objects[Key(kind.group, kind.kind, one.metadata.ref)] = one
        if not selector:
            self._listed.add((kind.group, kind.kind, namespace))
        return None

    async def _read_owned(self, level: Mapping[Kind[Anything], list[ObjectRef]]) -> None:
        """What belongs to the objects of this level, in their namespaces."""
        wanted: dict[Kind[Any], set[ObjectRef]] = defaultdict(set)
        for kind, refs in level.items():
            for owned in _OWNED.get(kind, ()):
                wanted[owned].update(ObjectRef(ref.namespace, "") for ref in refs)
        lists = []
        for owned, places in wanted.items():
            if (owned.group, owned.kind) in self._served.plurals:
                own = self._kind(owned.group, owned.kind, owned.versions[0])
                assert own is not None
                lists.append(self._list_all(own, places, ""))
        await asyncio.gather(*lists)

    def _nested(self, listed: Iterable[Entry], own: Key) -> list[Entry]:
        """What the applications among these have put on the same cluster in turn."""
        nested: list[Entry] = []
        for entry in listed:
            key = Key(entry.group, entry.kind, entry.ref)
            one = self.found.objects.get(key)
            if one is None or key == own or key in self.found.nested or not _is_application(entry):
                continue
            spec, applied = part(one.spec, _Spec), part(one.status, _Applied)
            if applied is None or applied.inventory is None or (spec is not None and spec.kube_config is not None):
                continue
            self.found.nested[key] = entries(applied.inventory)
            nested += self.found.nested[key]
        return nested


def _is_application(entry: Entry) -> bool:
    return any((kind.group, kind.kind) == (entry.group, entry.kind) for kind in APPLICATION_KINDS)


def _label_of(application: Key) -> str:
    """Flux sets it on everything that it applies."""
    group, ref = application.group, application.ref
    return f"{group}/name={ref.name},{group}/namespace={ref.namespace}"
