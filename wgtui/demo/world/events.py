"""Events as an API server keeps them: the same said again counts up, and after an hour it is forgotten."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json, timestamp, token
from wgtui.demo.world.telling import Told

KEPT_FOR = timedelta(hours=1)
KEPT_EACH = 500
"""Events of one cluster, at most: a world that runs for days stays as small as it began."""

LONGEST = 1024
"""Characters of a message, as the API has it."""

Key = tuple[str, str, str]


@dataclass
class Kept:
    namespace: str
    name: str
    last: datetime


class EventLog:
    """Writes events on every cluster and forgets them."""

    def __init__(self, storages: Mapping[str, Storage]) -> None:
        self._storages = storages
        self._kept: dict[str, OrderedDict[Key, Kept]] = defaultdict(OrderedDict)

    def record(self, server: str, about: Json, told: Told, at: datetime, times: int = 1) -> None:
        """It was said `times` times, the last time at this moment."""
        storage, kept = self._storages[server], self._kept[server]
        key = about["metadata"]["uid"], told.reason, told.message
        known = kept.get(key)
        found = storage.find("events", known.namespace, known.name) if known else None
        body = _again(found.parsed(), at, times) if found else event(about, told, at)
        storage.put(body)
        kept[key] = Kept(body["metadata"]["namespace"], body["metadata"]["name"], at)
        kept.move_to_end(key)
        self._prune(storage, kept, at)

    def _prune(self, storage: Storage, kept: OrderedDict[Key, Kept], now: datetime) -> None:
        while kept:
            key, oldest = next(iter(kept.items()))
            if len(kept) <= KEPT_EACH and now - oldest.last <= KEPT_FOR:
                return
            del kept[key]
            if storage.find("events", oldest.namespace, oldest.name):
                storage.remove("events", oldest.namespace, oldest.name)


def _again(body: Json, at: datetime, times: int) -> Json:
    return body | {"count": body["count"] + times, "lastTimestamp": timestamp(at)}


def event(about: Json, told: Told, at: datetime) -> Json:
    metadata = about["metadata"]
    namespace = metadata.get("namespace", "default")
    moment = timestamp(at)
    named: Json = {
        "name": f"{metadata['name']}.{token(16, metadata['uid'], told.reason, told.message, moment)}",
        "namespace": namespace,
        "creationTimestamp": moment,
    }
    if told.annotations:
        named["annotations"] = dict(told.annotations)
    return {
        "kind": "Event",
        "apiVersion": "v1",
        "metadata": named,
        "involvedObject": {
            "kind": about["kind"],
            "namespace": namespace,
            "name": metadata["name"],
            "uid": metadata["uid"],
            "apiVersion": about["apiVersion"],
            "resourceVersion": metadata.get("resourceVersion", ""),
        },
        "reason": told.reason,
        "message": told.message[:LONGEST],
        "source": {"component": told.component},
        "firstTimestamp": moment,
        "lastTimestamp": moment,
        "count": 1,
        "type": "Warning" if told.warning else "Normal",
        "eventTime": None,
        "reportingComponent": told.component,
        "reportingInstance": "",
    }
