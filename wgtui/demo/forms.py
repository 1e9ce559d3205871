"""The form a client asked for: the objects themselves, their metadata alone, or a table to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import web

from wgtui.demo.answers import Json, Refusal
from wgtui.demo.call import Call
from wgtui.demo.conversion import convert
from wgtui.demo.printing.builtin import builtin_printer
from wgtui.demo.printing.custom import custom_printer
from wgtui.demo.printing.table import Printer, table
from wgtui.demo.sending import JSON, YAML, answer
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored, encode, type_prefix

_ACCEPTED = "application/json, application/yaml, application/vnd.kubernetes.protobuf"


@dataclass(frozen=True)
class Form:
    """`kind_as` is Table, PartialObjectMetadata, or empty for the object as it is; `meta` the version of these two."""

    kind: ServedKind
    version: str
    now: datetime
    kind_as: str = ""
    meta: str = "v1"
    include_object: str = "Metadata"
    content_type: str = JSON

    def at(self, now: datetime) -> Form:
        """The same at a later moment: ages are counted to `now`."""
        return replace(self, now=now)

    @property
    def is_table(self) -> bool:
        return self.kind_as == "Table"

    @property
    def list_kind(self) -> str:
        return "PartialObjectMetadataList" if self.kind_as else f"{self.kind.kind}List"

    @property
    def list_api_version(self) -> str:
        return f"meta.k8s.io/{self.meta}" if self.kind_as else self.kind.api_version(self.version)

    def body(self, stored: Stored) -> bytes:
        """The whole object, converted where another version is asked for."""
        if self.kind_as == "PartialObjectMetadata":
            return encode(self.partial(stored.parsed()["metadata"]))
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
        printer = self._printer()
        bodies = (convert(self.kind, stored.parsed(), self.version) for stored in items)
        rows = (printer.row(body, self.now, self._included(body)) for body in bodies)
        return encode(table(self.meta, metadata, printer.definitions() if headed else None, rows))

    def bookmark(self, metadata: Json) -> Json:
        """The object of a BOOKMARK event: nothing but metadata, in the same form as every other."""
        if not self.kind_as:
            named: Json = {"kind": self.kind.kind, "apiVersion": self.kind.api_version(self.version)}
            return {**named, "metadata": metadata}
        partial = self.partial(metadata)
        if not self.is_table:
            return partial
        row = self._printer().row(partial, self.now, partial)
        return table(self.meta, {"resourceVersion": metadata["resourceVersion"]}, None, [row])

    def partial(self, metadata: Json) -> Json:
        return {"kind": "PartialObjectMetadata", "apiVersion": f"meta.k8s.io/{self.meta}", "metadata": metadata}

    def _included(self, body: Json) -> Json | None:
        if self.include_object == "None":
            return None
        return body if self.include_object == "Object" else self.partial(body["metadata"])

    def _printer(self) -> Printer:
        return custom_printer(self.kind, self.version) if self.kind.custom else builtin_printer(self.kind.resource)


def respond(call: Call, found: Stored, status: int = 200, warnings: Iterable[str] = ()) -> web.Response:
    """One object, in the form that the client asked for."""
    form = form_of(call)
    return answer(call.request, form.single(found), status, content_type=form.content_type, warnings=warnings)


def form_of(call: Call) -> Form:
    """The first acceptable clause of the Accept header; raises Refusal (406) where there is none."""
    accept = call.request.headers.get("Accept", "*/*") or "*/*"
    for clause in accept.split(","):
        media, *parameters = (part.strip() for part in clause.split(";"))
        asked = dict(part.partition("=")[::2] for part in parameters)
        if media not in (JSON, YAML, "application/*", "*/*"):
            continue
        kind_as = asked.get("as", "").removesuffix("List")
        if kind_as in ("", "Table", "PartialObjectMetadata"):
            include = call.request.query.get("includeObject", "Metadata")
            meta = asked.get("v", "v1")
            content_type = YAML if media == YAML else JSON
            return Form(call.kind, call.path.version, call.storage.now(), kind_as, meta, include, content_type)
    raise Refusal(406, "NotAcceptable", f"only the following media types are accepted: {_ACCEPTED}")
