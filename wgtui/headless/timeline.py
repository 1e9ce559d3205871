"""`wgtui timeline`: what happened to a cluster or an application and to what it depends on, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from wgtui.errors import KubeError
from wgtui.fleet.related import Named, related
from wgtui.fleet.timeline import Moment, of_events, of_object, of_whole, timeline
from wgtui.headless.clock import utc_now
from wgtui.headless.names import NoSuch
from wgtui.headless.output import Output
from wgtui.headless.surroundings import read_application, read_cluster, read_kinds
from wgtui.kube.client import Client
from wgtui.resources.core import EVENT
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.serving import Connect
from wgtui.store.store import Store
from wgtui.verbs import Timeline
from wgtui.views.ages import age
from wgtui.views.safe import printable

LONGEST = 300
"""Characters of one message."""


async def tell_timeline(command: Timeline, connect: Connect, output: Output) -> int:
    """0; raises NoSuch where it is not there."""
    config = command.config
    async with connect(config) as client:
        store = Store()
        if command.kind == "cluster":
            own: Named = (GITOPS_CLUSTER, await read_cluster(client, store, command.name, config, output))
        else:
            own = await read_application(client, store, command.name, config, output)
        objects = related(store, *own)
        there = [(kind, found) for kind, ref in objects if (found := store.get(kind, ref)) is not None]
        if not there:
            raise NoSuch(f"{own[0].kind} {own[1]} is not there", "see wgtui get clusters, wgtui get applications")
        for namespace in dict.fromkeys(ref.namespace for _, ref in objects):
            await read_kinds(client, store, (EVENT,), output, namespace)
        wholes = [moment async for moment in _wholes(client, objects[:2])]
    wanted = {(kind.kind, *ref) for kind, ref in objects}
    events = (one for one in store.objects(EVENT).values() if one.involved_object.named in wanted)
    rows = timeline(*(of_object(*one) for one in there), wholes, of_events(events))
    output.data(json.dumps(_document(own, rows), indent=2) if command.output == "json" else _text(rows, utc_now()))
    return 0


async def _wholes(client: Client, objects: Iterable[Named]) -> Any:
    """Of the object itself, and of the other side of a cluster."""
    for kind, ref in objects:
        try:
            whole = await client.get_raw(kind, ref)
        except KubeError:
            continue
        for moment in of_whole(whole, kind):
            yield moment


def _text(rows: Iterable[Moment], now: datetime) -> str:
    return "\n".join(_lines(rows, now))


def _lines(rows: Iterable[Moment], now: datetime) -> Iterator[str]:
    for row in rows:
        told = (f"{row.kind}/{row.ref}", row.what, row.says)
        words = "  ".join(printable(text, LONGEST) for text in told if text)
        yield f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}  {age(row.at, now):>6}  {words}"


def _document(own: Named, rows: Iterable[Moment]) -> dict[str, Any]:
    return {
        "apiVersion": "wgtui/v1",
        "kind": "Timeline",
        "subject": {"kind": own[0].kind, "namespace": own[1].namespace, "name": own[1].name},
        "items": [
            {
                "time": row.at.isoformat(),
                "object": {"kind": row.kind, "namespace": row.ref.namespace, "name": row.ref.name},
                "what": row.what,
                "message": row.says,
                "from": row.source,
                "bad": row.is_bad,
            }
            for row in rows
        ],
    }
