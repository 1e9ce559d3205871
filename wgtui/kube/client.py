"""One API server as wgtui uses it: objects in, objects out, errors only of errors.py."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from wgtui.errors import Absent, ServerFault
from wgtui.kube import changing
from wgtui.kube.connection import Connection
from wgtui.kube.decoding import UNREADABLE, decoded
from wgtui.kube.discovery import Served, discover
from wgtui.kube.login import Login
from wgtui.kube.pages import pages
from wgtui.kube.paths import collection_path, object_path
from wgtui.kube.places import Places
from wgtui.kube.requests import JSON, MERGE_PATCH, METADATA, Request
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef

T = TypeVar("T")

CONNECTIONS = 256
"""At a time: one kind in two hundred namespaces; many systems allow a process no more than 1,024 files."""

DISCOVERED_ANEW = 30.0
"""Seconds within which twenty absent kinds that are asked for again make one discovery."""

REMEMBERED = 3600.0
"""Seconds a server's refusal is believed; it may be upgraded meanwhile."""


class Traits:
    """What a server turned out not to do, so that it is not asked for it with every watch; and when it was last well.

    `well_at`: monotonic seconds at which a watch of it began or went on.
    """

    def __init__(self) -> None:
        self.well_at = 0.0
        self._refused_at: float | None = None

    @property
    def streams_lists(self) -> bool:
        return self._refused_at is None or time.monotonic() - self._refused_at > REMEMBERED

    @streams_lists.setter
    def streams_lists(self, does: bool) -> None:
        self._refused_at = None if does else time.monotonic()


class Client:
    """Talks to one API server; `timeout` is in seconds for one answer, a watch is exempt.

    With `read_only` a mutating request raises ReadOnly before it leaves the process.
    """

    def __init__(
        self, login: Login, *, read_only: bool = False, timeout: float = 30.0, places: Places | None = None
    ) -> None:
        """`places`: the connections it may open, shared with other clients; a plenty of its own where none is given."""
        self.login = login
        self.connection = Connection(login, read_only=read_only, timeout=timeout, places=places or Places(CONNECTIONS))
        self.traits = Traits()
        self._served: Served | None = None
        self._served_at = 0.0
        self._discovering = asyncio.Lock()

    @property
    def read_only(self) -> bool:
        return self.connection.read_only

    @property
    def requests_per_minute(self) -> int:
        """Requests sent within the last sixty seconds."""
        return self.connection.requests_per_minute

    async def get(self, kind: Kind[T], ref: ObjectRef) -> T:
        return decoded(await self.read(await self._path(kind, ref)), kind.struct)

    async def get_raw(self, kind: Kind[Any], ref: ObjectRef) -> dict[str, Any]:
        """The whole object with every field, for YAML and describe."""
        return decoded(await self.read(await self._path(kind, ref)), dict[str, Any])

    async def list(
        self,
        kind: Kind[T],
        namespace: str = "",
        label_selector: str = "",
        field_selector: str = "",
        *,
        metadata_only: bool = False,
    ) -> list[T]:
        """All objects that match, read in pages; those that cannot be decoded are left out.

        `metadata_only`: the rest does not even leave the server, as far as it can do so.
        """
        path = collection_path(kind, await self.version_of(kind), namespace)
        accept = METADATA if metadata_only else JSON
        found: list[T] = []
        async for page in pages(self.connection, path, selectors(label_selector, field_selector), accept=accept):
            for item in page.items or ():
                try:
                    found.append(msgspec.json.decode(item, type=kind.struct))
                except UNREADABLE:
                    continue
        return found

    async def create(
        self, kind: Kind[Any], body: dict[str, Any], namespace: str = "", *, dry_run: bool = False
    ) -> dict[str, Any]:
        """The object as the server keeps it; a Conflict where one of this name is there."""
        path = collection_path(kind, await self.version_of(kind), namespace)
        return await self._change(changing.creation(path, body, dry_run=dry_run))

    async def patch(
        self,
        kind: Kind[Any],
        ref: ObjectRef,
        body: Any,
        *,
        content_type: str = MERGE_PATCH,
        resource_version: str = "",
        subresource: str = "",
        dry_run: bool = False,
    ) -> dict[str, Any]:
        """Merge or JSON patch; with `resource_version` a Conflict if the object is at another."""
        path = await self._path(kind, ref, subresource)
        request = changing.patch(path, body, content_type, resource_version=resource_version, dry_run=dry_run)
        return await self._change(request)

    async def apply(
        self, kind: Kind[Any], ref: ObjectRef, body: dict[str, Any], *, force: bool = False, dry_run: bool = False
    ) -> dict[str, Any]:
        """Server-side apply of a whole object; `force` takes over fields of other managers, else a Conflict."""
        return await self._change(changing.application(await self._path(kind, ref), body, force=force, dry_run=dry_run))

    async def delete(
        self,
        kind: Kind[Any],
        ref: ObjectRef,
        *,
        uid: str = "",
        resource_version: str = "",
        propagation: changing.Propagation = "Background",
        dry_run: bool = False,
    ) -> None:
        """Deletes the object; a Conflict if it is not the one with this `uid` and `resource_version` any more."""
        path = await self._path(kind, ref)
        await self.connection.read(
            changing.deletion(
                path, uid=uid, resource_version=resource_version, propagation=propagation, dry_run=dry_run
            )
        )

    async def ask(self, path: str, body: Mapping[str, Any]) -> bytes:
        """A review: POST to a collection that keeps nothing."""
        return await self.connection.read(Request(path, "POST", body=dict(body)))

    async def read(self, path: str, accept: str = JSON, query: tuple[tuple[str, str], ...] = ()) -> bytes:
        return await self.connection.read(Request(path, accept=accept, query=query))

    async def version(self) -> str:
        """Of the server, as `v1.35.0`."""
        return str(decoded(await self.read("/version"), dict[str, Any]).get("gitVersion", "unknown"))

    async def served(self, again: bool = False) -> Served:
        """What the server serves; asked once, or `again` if that is a while ago."""
        async with self._discovering:
            if self._served is None or (again and time.monotonic() - self._served_at > DISCOVERED_ANEW):
                self._served = await discover(self)
                self._served_at = time.monotonic()
            return self._served

    async def version_of(self, kind: Kind[Any], again: bool = False) -> str:
        """The version to read this kind in, `again`: although one was known.

        Raises Absent where the server has none that wgtui knows, ServerFault where it cannot tell at the moment.
        """
        served = await self.served(again)
        if served.version_of(kind) is None:
            served = await self.served(again=True)
        version = served.version_of(kind)
        if version is not None:
            return version
        if kind.group in served.broken:
            raise ServerFault(f"{kind.group} cannot be read now", served.broken[kind.group], 503)
        raise Absent(f"{kind.resource} is not served", "its controller is not installed on this cluster", 404)

    async def close(self) -> None:
        """Ends all streams and connections."""
        await self.connection.close()

    async def _path(self, kind: Kind[Any], ref: ObjectRef, subresource: str = "") -> str:
        return object_path(kind, await self.version_of(kind), ref, subresource)

    async def _change(self, request: Request) -> dict[str, Any]:
        return decoded(await self.connection.read(request), dict[str, Any])


def selectors(labels: str, fields: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in (("labelSelector", labels), ("fieldSelector", fields)) if pair[1])
