"""One object as it lies in storage: single-line JSON, read only when something in it is asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from wgtui.demo.answers import Json
from wgtui.demo.served import ServedKind

_REFERENCES = re.compile(rb'"ownerReferences":\[([^\]]*)\]')
_UID = re.compile(rb'"uid":"([^"]*)"')
_NO_LABELS: dict[str, str] = {}
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode


class Stored:
    """Immutable: a change makes a new one, so that history and pages can share them."""

    __slots__ = ("body", "key", "labels", "name", "namespace", "version")

    def __init__(self, namespace: str, name: str, labels: dict[str, str], version: int, body: bytes) -> None:
        self.namespace = namespace
        self.name = name
        self.key = object_key(namespace, name)
        self.labels = labels or _NO_LABELS
        self.version = version
        self.body = body

    def parsed(self) -> Json:
        """A fresh copy, free to be changed."""
        return _decode(self.body)

    def owners(self) -> list[str]:
        """The uids in its ownerReferences; scanned as bytes, as tens of thousands of bodies are never parsed for it."""
        found = _REFERENCES.search(self.body)
        return [uid.decode() for uid in _UID.findall(found[1])] if found else []


def object_key(namespace: str, name: str) -> str:
    """Keys sort as etcd's do: lists come in this order."""
    return f"{namespace}/{name}" if namespace else name


def stored(kind: ServedKind, body: Json, version: int | None) -> Stored:
    """Give the object this resourceVersion and serialise it, custom kinds with sorted keys as a real server does.

    Without a version it is one that is not kept.
    """
    metadata = body["metadata"]
    metadata.pop("resourceVersion", None)
    if version is not None:
        metadata["resourceVersion"] = str(version)
    labels = metadata.get("labels") or _NO_LABELS
    return Stored(metadata.get("namespace", ""), metadata["name"], labels, version or 0, serialise(kind, body))


def serialise(kind: ServedKind, body: Json) -> bytes:
    if kind.custom:
        return _encode_sorted(body)
    head = {"kind": body["kind"], "apiVersion": body["apiVersion"], "metadata": body["metadata"]}
    return _encode(head | body)


def type_prefix(kind: ServedKind) -> bytes:
    """What a built-in object's body begins with after its brace; left out of the items of a list."""
    return f'"kind":"{kind.kind}","apiVersion":"{kind.api_version()}",'.encode()


def decode(body: bytes) -> Any:
    return msgspec.json.decode(body)


def encode(body: Any) -> bytes:
    return _encode(body)


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
