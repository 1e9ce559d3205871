"""Objects by the ten thousand: drawn from a stencil when somebody asks for them, a name and a number until then."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored, object_key, serialise
from wgtui.demo.world.draft import Json
from wgtui.demo.world.field_owners import written

NAME = "zz-name-zz"
NAMESPACE = "zz-namespace-zz"
CREATED = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
SINCE = datetime.fromisoformat("2001-01-01T00:00:00+00:00")
"""What stands in a model for all that differs between the objects drawn after it; of the times only the years count."""

_MARK = re.compile(f"{NAME}|{NAMESPACE}")
_UID = re.compile(rb"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3})-[0-9a-f]{12}")
_ID = re.compile(rb"\b(i|vpc|subnet|ami)-0([0-9a-f]{8})[0-9a-f]{8}\b")


class Subject(NamedTuple):
    """One of many; `number` tells it from all others, `created` and `since` are timestamps."""

    namespace: str
    name: str
    number: int
    created: str
    since: str

    def values(self, version: int) -> dict[bytes, bytes]:
        return {
            b"name": self.name.encode(),
            b"namespace": self.namespace.encode(),
            b"uid": b"%012x" % self.number,
            b"id": b"%08x" % self.number,
            b"created": self.created.encode(),
            b"since": self.since.encode(),
            b"version": b"%d" % version,
        }


class Stencil:
    """One object of a model subject, with a hole wherever subjects differ."""

    def __init__(self, kind: ServedKind, model: Json) -> None:
        metadata = model["metadata"]
        self.resource = kind.resource
        self.pattern: str = metadata["name"]
        self.labels: dict[str, str] = metadata.get("labels", {})
        self.namespaced = kind.namespaced
        self.owners = [each["uid"][:24] for each in metadata.get("ownerReferences", ())]
        model = written(kind, model | {"metadata": metadata | {"resourceVersion": "@"}})
        self.text = _with_holes(serialise(kind, model))

    def name(self, subject: Subject) -> str:
        return self.pattern.replace(NAME, subject.name)

    def labels_of(self, subject: Subject) -> dict[str, str]:
        names = {NAME: subject.name, NAMESPACE: subject.namespace}
        return {key: _MARK.sub(lambda found: names[found[0]], value) for key, value in self.labels.items()}

    def owners_of(self, subject: Subject) -> list[str]:
        return [f"{owner}{subject.number:012x}" for owner in self.owners]

    def draw(self, subject: Subject, version: int) -> bytes:
        return self.text % subject.values(version)


class Drawn(Stored):
    """An object whose body and labels are not kept: they are drawn each time that they are asked for."""

    __slots__ = ("_stencil", "_subject")

    def __init__(self, stencil: Stencil, subject: Subject, version: int) -> None:
        self._stencil = stencil
        self._subject = subject
        self.namespace = subject.namespace if stencil.namespaced else ""
        self.name = stencil.name(subject)
        self.key = object_key(self.namespace, self.name)
        self.version = version

    def owners(self) -> list[str]:
        return self._stencil.owners_of(self._subject)

    def __getattr__(self, name: str) -> Any:
        # Only the slots that are never set lead here.
        if name == "body":
            return self._stencil.draw(self._subject, self.version)
        if name == "labels":
            return self._stencil.labels_of(self._subject)
        raise AttributeError(name)


def _with_holes(text: bytes) -> bytes:
    text = text.replace(b"%", b"%%").replace(b'"resourceVersion":"@"', b'"resourceVersion":"%(version)s"')
    for mark, hole in _HOLES:
        text = text.replace(mark.encode(), hole)
    text = _MOMENT.sub(lambda found: _MOMENTS[found[0][:4]], text)
    text = _UID.sub(rb"\1-%(uid)s", text)
    return _ID.sub(rb"\1-0\2%(id)s", text)


_HOLES = (
    (NAMESPACE, b"%(namespace)s"),
    (NAME, b"%(name)s"),
)
_MOMENT = re.compile(rb"200[01]-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MOMENTS = {b"2000": b"%(created)s", b"2001": b"%(since)s"}
