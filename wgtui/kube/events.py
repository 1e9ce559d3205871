"""The lines of a watch, decoded: one typed event each, whatever the server or a controller put into them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from json import JSONDecoder
from typing import Any, Generic, TypeVar

import msgspec

from wgtui.errors import KubeError
from wgtui.kube.answers import Status, error_of_status
from wgtui.kube.decoding import UNREADABLE
from wgtui.kube.lines import LONGEST_LINE, Overlong
from wgtui.kube.printable import one_line
from wgtui.resources.changes import Skipped
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef

T = TypeVar("T")

_OBJECT_COMES = (b'{"type":"ADDED",', b'{"type":"MODIFIED",')


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far the server is; `ends_initial` closes the objects that were there when a streaming list began."""

    version: str
    ends_initial: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """An object is gone since this version."""

    version: str
    ref: ObjectRef


Found = KubeObject | Removed | Skipped | Bookmark | KubeError
"""What a line tells: an object as it is now, or one of the rarer things."""

RARE = (Removed, Skipped, Bookmark, KubeError)
"""All that is no object."""

NAMELESS = Skipped(None, "an object without a name")


class _Typed(msgspec.Struct, Generic[T]):
    object: T


class _Untyped(msgspec.Struct):
    type: str
    object: msgspec.Raw = msgspec.Raw(b"{}")


class _BookmarkAnnotations(msgspec.Struct):
    ends_initial: str = msgspec.field(default="", name="k8s.io/initial-events-end")


class _Metadata(msgspec.Struct, rename="camel"):
    """Of an object that does not decode, and of bookmarks."""

    name: str = ""
    namespace: str = ""
    resource_version: str = ""

    @property
    def ref(self) -> ObjectRef | None:
        return ObjectRef(self.namespace, self.name) if self.name else None


class _Identity(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class _BookmarkMetadata(_Metadata, rename="camel"):
    annotations: _BookmarkAnnotations | None = None


class _BookmarkObject(msgspec.Struct):
    metadata: _BookmarkMetadata


class EventDecoder:
    """Decodes lines of one kind; never raises for what a line holds."""

    def __init__(self, kind: Kind[Any]) -> None:
        struct: Any = kind.struct
        self._typed, self._object = _decoders(struct)

    def line(self, line: bytes) -> Found:
        # One pass for nearly every line: half the time of cutting the object out first.
        if line.startswith(_OBJECT_COMES):
            try:
                found: KubeObject = self._typed.decode(line).object
            except UNREADABLE:
                return self._other(line)
            return found if found.metadata.name else NAMELESS
        return self._other(line)

    def item(self, item: msgspec.Raw) -> KubeObject | Skipped:
        """An item of a list."""
        try:
            found: KubeObject = self._object.decode(item)
        except UNREADABLE as error:
            return Skipped(_identity(item).ref, one_line(str(error)))
        return found if found.metadata.name else NAMELESS

    def _other(self, line: bytes) -> Found:
        if isinstance(line, Overlong):
            return Skipped(_metadata_in(line).ref, f"larger than {LONGEST_LINE // 2**20} MiB")
        try:
            envelope = msgspec.json.decode(line, type=_Untyped)
        except UNREADABLE as error:
            return Skipped(None, one_line(f"not an event: {error}"))
        return self._enveloped(envelope.type, envelope.object)

    def _enveloped(self, kind: str, content: msgspec.Raw) -> Found:
        match kind:
            case "ADDED" | "MODIFIED":
                return self.item(content)
            case "BOOKMARK":
                return _bookmark(content)
            case "ERROR":
                return _error(content)
        found = _identity(content)
        if kind == "DELETED" and found.ref is not None:
            return Removed(found.resource_version, found.ref)
        return Skipped(found.ref, f"an event of type {one_line(kind, 40)!r}")


@cache
def _decoders(struct: Any) -> tuple[msgspec.json.Decoder[_Typed[Any]], msgspec.json.Decoder[Any]]:
    """Of an event and of the object alone; working out how takes a millisecond."""
    return msgspec.json.Decoder(_Typed[struct]), msgspec.json.Decoder(struct)


def _identity(content: msgspec.Raw) -> _Metadata:
    try:
        return msgspec.json.decode(content, type=_Identity).metadata
    except UNREADABLE:
        return _Metadata()


def _bookmark(content: msgspec.Raw) -> Bookmark | Skipped:
    try:
        metadata = msgspec.json.decode(content, type=_BookmarkObject).metadata
    except UNREADABLE as error:
        return Skipped(None, one_line(f"not a bookmark: {error}"))
    ends_initial = metadata.annotations is not None and metadata.annotations.ends_initial == "true"
    return Bookmark(metadata.resource_version, ends_initial)


def _error(content: msgspec.Raw) -> KubeError:
    try:
        status = msgspec.json.decode(content, type=Status)
    except UNREADABLE:
        status = Status("the server ended the watch with an error it did not explain")
    status.code = status.code or 500
    return error_of_status(status)


def _metadata_in(head: bytes) -> _Metadata:
    """What the head of a cut object tells of its metadata: the fields that are whole."""
    text = head.decode("utf-8", errors="replace")
    start = text.find('"metadata":{')
    found = _Metadata()
    if start < 0:
        return found
    position = start + len('"metadata":{')
    decode = JSONDecoder().raw_decode
    try:
        while True:
            field, position = decode(text, position)
            value, position = decode(text, position + 1)
            if field in ("name", "namespace") and isinstance(value, str):
                setattr(found, field, value)
            elif field == "resourceVersion" and isinstance(value, str):
                found.resource_version = value
            position += 1
    except (*UNREADABLE, IndexError):
        return found
