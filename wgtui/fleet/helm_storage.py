"""What Helm has installed, by the Secret in which it keeps a release. Only the list of objects leaves this module."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import yaml

from wgtui.resources.helm import HelmRelease
from wgtui.resources.inventory import Entry
from wgtui.resources.meta import ObjectRef

LARGEST = 64 * 2**20
"""Bytes of a release when it is unpacked; the Secret it comes from is no larger than 1.5 MB."""

_GZIP = b"\x1f\x8b\x08"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Release(NamedTuple):
    """Where a release is kept, and the namespace of what it does not name one for."""

    secret: ObjectRef
    namespace: str


class BadRelease(ValueError):
    """It is not what Helm writes."""


def release_of(found: HelmRelease) -> Release | None:
    """The newest that was deployed, else the newest; None where nothing was installed yet."""
    spec, status, own = found.spec, found.status, found.metadata.namespace
    kept = status.storage_namespace or spec.storage_namespace or own
    if status.history:
        newest = next((one for one in status.history if one.status == "deployed"), status.history[0])
        return Release(ObjectRef(kept, _secret(newest.name, newest.version)), newest.namespace or own)
    if not status.last_release_revision:
        return None
    target = spec.target_namespace
    name = spec.release_name or (f"{target}-{found.metadata.name}" if target else found.metadata.name)
    return Release(ObjectRef(kept, _secret(name, status.last_release_revision)), target or own)


def _secret(name: str, version: int) -> str:
    return f"sh.helm.release.v1.{name}.v{version}"


class _Packed(msgspec.Struct):
    manifest: str = ""


def release_entries(content: bytes, namespace: str) -> list[Entry]:
    """Of the field `release`, base64 as Helm writes it; namespaces that the chart leaves out are `namespace`.

    Raises BadRelease.
    """
    try:
        packed = msgspec.json.decode(_unpacked(base64.b64decode(content, validate=True)), type=_Packed)
        return list(_entries(packed.manifest, namespace))
    except (binascii.Error, zlib.error, msgspec.MsgspecError, yaml.YAMLError, RecursionError) as error:
        raise BadRelease(f"its release cannot be read: {type(error).__name__}") from None


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    unpacking = zlib.decompressobj(wbits=31)
    whole = unpacking.decompress(content, LARGEST)
    if unpacking.unconsumed_tail:
        raise BadRelease("its release is larger than what can be read")
    return whole


def _entries(manifest: str, namespace: str) -> Iterator[Entry]:
    for document in yaml.load_all(manifest, Loader=_LOADER):
        yield from _named(document, namespace)


def _named(document: Any, namespace: str) -> Iterator[Entry]:
    """A list is what it holds."""
    if not isinstance(document, dict):
        return
    kind, metadata = document.get("kind"), document.get("metadata")
    if isinstance(document.get("items"), list) and str(kind).endswith("List"):
        for item in document["items"]:
            yield from _named(item, namespace)
        return
    name = metadata.get("name") if isinstance(metadata, dict) else None
    if isinstance(kind, str) and isinstance(name, str) and isinstance(metadata, dict):
        group, _, version = str(document.get("apiVersion", "")).rpartition("/")
        yield Entry(group, kind, version, ObjectRef(str(metadata.get("namespace") or namespace), name))
