"""`wgtui reconcile`, `suspend` and `resume`: each object asked once, followed, and told in a line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from wgtui.actions.flux import RECONCILED_KINDS, Target
from wgtui.actions.outcome import Outcome, Result
from wgtui.actions.reconcile import Sources, Wish, reconcile
from wgtui.actions.suspend import resume, suspend
from wgtui.actions.whoami import whoami
from wgtui.errors import ConfigError
from wgtui.fleet.suspension import Suspension, expiry
from wgtui.headless.clock import utc_now
from wgtui.headless.names import object_ref
from wgtui.headless.output import Output
from wgtui.kube.client import Client
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import named as kind_named
from wgtui.serving import Connect
from wgtui.verbs import Flux


async def change_flux(command: Flux, connect: Connect, output: Output) -> int:
    """0 where all ended well, 1 where one did not, 3 where one was refused."""
    kind, until = _kind(command.kind), expiry(command.until, utc_now())
    async with connect(command.config) as management, client_of(command.cluster, management) as client:
        who = await whoami(client) if command.verb == "suspend" else ""
        note = Suspension(who, command.reason, utc_now(), until)
        targets = [Target(kind, object_ref(name, command.config.namespace)) for name in command.targets]
        together = Sources()
        outcomes = await asyncio.gather(*(_one(command, client, target, note, output, together) for target in targets))
    for outcome in outcomes:
        output.data(f"{outcome.result.value}  {outcome}")
    if any(outcome.result is Result.REFUSED for outcome in outcomes):
        return 3
    return 0 if all(outcome.ok for outcome in outcomes) else 1


def _kind(typed: str) -> Kind[object]:
    found = kind_named(typed)
    if found is None or found not in RECONCILED_KINDS:
        names = ", ".join(kind.kind.lower() for kind in RECONCILED_KINDS)
        raise ConfigError(f"Flux does not reconcile {typed!r}", f"there are {names}")
    return found


async def _one(
    command: Flux, client: Client, target: Target, note: Suspension, output: Output, together: Sources
) -> Outcome:
    match command.verb:
        case "suspend":
            return await suspend(client, target, note)
        case "resume":
            return await resume(client, target, utc_now, output.warn, command.timeout)
    wish = Wish(command.with_source, command.force, command.reset)
    return await reconcile(client, target, utc_now, wish, output.warn, command.timeout, together)


@asynccontextmanager
async def client_of(cluster: str, management: Client) -> AsyncIterator[Client]:
    """The management cluster's own client, or that of a leaf. Raises ConfigError, KubeError."""
    if not cluster:
        yield management
        return
    from wgtui.headless.leaf_login import leaf_client

    async with leaf_client(cluster, management) as client:
        yield client
