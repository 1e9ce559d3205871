"""What a watch tells the store: one event type per thing that can happen to a stream of objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wgtui.errors import KubeError
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import KubeObject, ObjectRef


class WatchKey(NamedTuple):
    """One watch of one server: `namespace` empty means all; `selector` (labels) and `fields` empty for none."""

    kind: Kind[Any]
    namespace: str = ""
    selector: str = ""
    fields: str = ""
    """A field selector, such as involvedObject.name=… for the events of one object."""


@dataclass(frozen=True, slots=True)
class Synced:
    """The whole of what the watch selects; whatever it held before and is not in `objects` is gone."""

    objects: Sequence[KubeObject]
    version: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An object was added or modified."""

    object: KubeObject


@dataclass(frozen=True, slots=True)
class Deleted:
    ref: ObjectRef


@dataclass(frozen=True, slots=True)
class Resumed:
    """After `Lost`: the stream goes on from where it was cut, nothing was missed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The stream broke; the watch tries again in `retry_in` seconds. What is shown is from before."""

    error: KubeError
    retry_in: float


@dataclass(frozen=True, slots=True)
class Denied:
    """The user may not list or watch this; asked again only every few minutes."""

    error: KubeError


@dataclass(frozen=True, slots=True)
class Absent:
    """The server does not serve this kind; asked again only every few minutes."""

    error: KubeError


@dataclass(frozen=True, slots=True)
class Skipped:
    """One object could not be decoded; the watch goes on without it."""

    ref: ObjectRef | None
    reason: str


Change = Synced | Applied | Deleted | Resumed | Lost | Denied | Absent | Skipped
