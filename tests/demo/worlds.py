"""A world in memory: everything but the socket, its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from wgtui.demo.history import Change
from wgtui.demo.served import ServedKind
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.demo.stored import Stored
from wgtui.demo.world.world import World

Json = dict[str, Any]

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def new_world(**options: Any) -> World:
    """`options` are those of World; built, and as it is before anything has happened."""
    server = DemoServer()
    # Nobody connects: the port only has to stand in kubeconfigs.
    server.port = 1
    world = World(server, **({"start": START} | options))
    world.build()
    return world


def play_step(world: World) -> None:
    """Let time pass until the next step of the script has been played."""
    world.advance(world.next_due)


def changes_of_step(world: World) -> list[tuple[str, Change]]:
    """Play one step; every change that it made, in the order of each cluster."""
    before = {cluster: storage.version for cluster, storage in world.server.clusters.items()}
    play_step(world)
    return [
        (cluster, change)
        for cluster, storage in world.server.clusters.items()
        if storage.version > before[cluster]
        for collection in storage.collections()
        for change in collection.history.since(before[cluster])
    ]


def everything(world: World) -> Iterator[tuple[str, ServedKind, Stored]]:
    for cluster, storage in world.server.clusters.items():
        for collection in storage.collections():
            for found in collection.ordered():
                yield cluster, collection.kind, found


def named(world: World, resource: str, namespace: str, name: str, cluster: str = MANAGEMENT) -> Json:
    return world.server.clusters[cluster].get(resource, namespace, name)


def condition(body: Json, type_: str) -> Json:
    found = [each for each in body["status"].get("conditions", ()) if each["type"] == type_]
    return found[0] if found else {}
