"""`wgtui describe application`: how it is, where it comes from, what waits for what, and what it put on its cluster."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from wgtui.arguments import DescribeApplication
from wgtui.errors import Absent, Forbidden
from wgtui.fleet.applications import Application, opened_by, target
from wgtui.fleet.dependencies import needed_by, needs
from wgtui.fleet.inventory import Found, Unread, inventory_tree
from wgtui.fleet.tracing import trace
from wgtui.headless.clock import utc_now
from wgtui.headless.flux import client_of
from wgtui.headless.gaps import Gap, State, told
from wgtui.headless.names import read_names
from wgtui.headless.output import Output
from wgtui.headless.surroundings import listed, the_application
from wgtui.kube.client import Client
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.serving import Connect
from wgtui.store.store import Store
from wgtui.views.aligned import PIPES
from wgtui.views.described_application import DescribedApplication, described_lines
from wgtui.views.safe import as_ascii
from wgtui.watching.inventory import read_inventory
from wgtui.watching.leaf_logins import LeafLogins

_STATES = {Unread.DENIED: State.DENIED, Unread.UNKNOWN: State.ABSENT, Unread.FAILED: State.UNREACHABLE}


async def describe_application(command: DescribeApplication, connect: Connect, output: Output) -> int:
    """Raises NotFound, with exit code 1, where there is no such application."""
    (name,) = read_names([command.name])
    async with connect(command.config) as management, client_of(command.cluster, management) as client:
        store = Store()
        own = name.namespace or command.config.namespace
        gaps = [gap for kind in (*APPLICATION_KINDS, *SOURCE_KINDS) if (gap := await _read(client, store, kind, own))]
        kind, ref = the_application(store, name, command.config.namespace)
        described, more = await _described(client, store, kind, ref, command.cluster)
        context = management.login.context
    gaps += more
    for line in told(gaps):
        output.warn(f"incomplete: {line}")
    if command.output == "json":
        from wgtui.headless.application_items import tree

        output.data(json.dumps(tree(described, gaps, context, utc_now()).model_dump(mode="json"), indent=2))
    else:
        lines = described_lines(described, utc_now())
        output.data("\n".join(as_ascii(line.translate(PIPES)) if output.look.ascii else line for line in lines))
    return 0


async def _read(client: Client, store: Store, kind: Kind[Any], own: str) -> Gap | None:
    try:
        found = await listed(client, kind, otherwise=own)
    except Absent:
        return None
    except Forbidden as error:
        return Gap("", kind, State.DENIED, str(error))
    store.apply(WatchKey(kind, found.namespace), Synced(found.objects, ""), time.monotonic())
    return None


async def _described(
    client: Client, store: Store, kind: Kind[Any], ref: ObjectRef, cluster: str
) -> tuple[DescribedApplication, list[Gap]]:
    whole = await client.get_raw(kind, ref)
    application: Application | None = store.get(kind, ref)
    assert application is not None
    async with _applied_to(application, client) as other:
        read = await read_inventory(client, kind, whole, other)
    described = DescribedApplication(
        application,
        trace(store, kind, ref, application.metadata.labels),
        needs(store, kind, ref),
        needed_by(store, kind, ref),
        None if read.entries is None else inventory_tree(read.entries, read.found),
        read.note,
        cluster,
    )
    return described, _gaps(read.found, target(application))


@asynccontextmanager
async def _applied_to(application: Application, management: Client) -> AsyncIterator[Client | None]:
    """The cluster that its kubeconfig opens; None where it stays on its own. Raises KubeError, ConfigError."""
    opened = opened_by(application)
    if opened is None or opened.kind != "Secret":
        yield None
        return
    leaf = ObjectRef(*target(application).split("/", 1))
    client = await LeafLogins(management).client(leaf, (opened.ref.name,))
    try:
        yield client
    finally:
        await client.close()


def _gaps(found: Found, cluster: str) -> list[Gap]:
    gaps = []
    for (group, name, namespace), (why, words) in found.unread.items():
        kind = found.kinds.get((group, name))
        if kind is not None:
            gaps.append(Gap(cluster, kind, _STATES[why], words, denied=(namespace,) if namespace else ()))
    return gaps
