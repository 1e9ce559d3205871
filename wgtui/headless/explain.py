"""`wgtui explain`: why a cluster or an application is not well."""

from __future__ import annotations

import json

from wgtui.fleet.explaining.applications import explain_application
from wgtui.fleet.explaining.clusters import explain_cluster
from wgtui.headless.clock import utc_now
from wgtui.headless.output import Output
from wgtui.headless.surroundings import read_application, read_cluster
from wgtui.serving import Connect
from wgtui.store.store import Store
from wgtui.verbs import Explain
from wgtui.views.explained import document, explained


async def explain(command: Explain, connect: Connect, output: Output) -> int:
    """0 where it is well, 1 where it is not or not there."""
    config = command.config
    async with connect(config) as client:
        store = Store()
        if command.kind == "cluster":
            found = explain_cluster(store, await read_cluster(client, store, command.name, config, output), utc_now())
        else:
            found = explain_application(store, *await read_application(client, store, command.name, config, output))
    if command.output == "json":
        output.data(json.dumps(document(found, config.cards), indent=2))
    else:
        output.data("\n".join(explained(found, utc_now(), config.cards, ascii_only=output.look.ascii)))
    return 0 if found.is_well else 1
