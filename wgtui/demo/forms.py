"""The form a client asked for: the objects themselves, their metadata alone, or a table to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiohttp import web

from wgtui.demo.answers import Json, Refusal
from wgtui.demo.call import Call
from wgtui.demo.conversion import convert
from wgtui.demo.sending import answer
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored, encode, type_prefix
from wgtui.demo.tables import table

_ACCEPTED = "application/json, application/yaml, application/vnd.kubernetes.protobuf"


@dataclass(frozen=True)
class Form:
    """`kind_as` is Table, PartialObjectMetadata, or empty for the object as it is."""

    kind: ServedKind
    version: str
    kind_as: str = ""
    include_object: str = "Metadata"

    @property
    def is_table(self) -> bool:
        return self.kind_as == "Table"

    @property
    def content_type(self) -> str:
        return "application/json"

    @property
    def list_kind(self) -> str:
        return "PartialObjectMetadataList" if self.kind_as else f"{self.kind.kind}List"

    @property
    def list_api_version(self) -> str:
        return "meta.k8s.io/v1" if self.kind_as else self.kind.api_version(self.version)

    def body(self, stored: Stored) -> bytes:
        """The whole object, converted where another version is asked for."""
        if self.kind_as == "PartialObjectMetadata":
            return encode(_partial(stored.parsed()))
        if self.version == self.kind.stored_version:
            return stored.body
        return encode(convert(self.kind, stored.parsed(), self.version))

    def item(self, stored: Stored) -> bytes:
        """As within a list, where built-in kinds leave out kind and apiVersion."""
        body = self.body(stored)
        if self.kind_as or self.kind.custom:
            return body
        prefix = type_prefix(self.kind)
        return b"{" + body[1 + len(prefix) :] if body.startswith(prefix, 1) else body

    def single(self, stored: Stored) -> bytes:
        """As one object is answered."""
        if not self.is_table:
            return self.body(stored)
        return self.table((stored,), {"resourceVersion": str(stored.version)})

    def table(self, items: Sequence[Stored], metadata: Json, *, headed: bool = True) -> bytes:
        """Rows in the printer columns of the kind; a watch sends the column definitions once."""
        objects = [convert(self.kind, stored.parsed(), self.version) for stored in items]
        return encode(table(self.kind, objects, metadata, self.include_object, headed=headed))

    def event_object(self, stored: Stored, first: bool) -> bytes:
        if not self.is_table:
            return self.body(stored)
        return self.table((stored,), {"resourceVersion": str(stored.version)}, headed=first)


def respond(call: Call, found: Stored, status: int = 200, warnings: Iterable[str] = ()) -> web.Response:
    """One object, in the form that the client asked for."""
    return answer(call.request, form_of(call).single(found), status, warnings=warnings)


def form_of(call: Call) -> Form:
    """The first acceptable clause of the Accept header; raises Refusal (406) where there is none."""
    accept = call.request.headers.get("Accept", "*/*") or "*/*"
    for clause in accept.split(","):
        media, *parameters = (part.strip() for part in clause.split(";"))
        asked = dict(part.partition("=")[::2] for part in parameters)
        if media not in ("application/json", "application/*", "*/*"):
            continue
        kind_as = asked.get("as", "").removesuffix("List")
        if kind_as in ("", "Table", "PartialObjectMetadata"):
            include = call.request.query.get("includeObject", "Metadata")
            return Form(call.kind, call.path.version, kind_as, include)
    raise Refusal(406, "NotAcceptable", f"only the following media types are accepted: {_ACCEPTED}")


def _partial(body: Json) -> Json:
    return {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": body["metadata"]}
