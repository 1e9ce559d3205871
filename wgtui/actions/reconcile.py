"""Reconcile: ask a Flux controller to look at an object now, its sources first if wished, and see what comes of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from wgtui.actions.flux import FluxObject, Target, followed, is_static, read, sources
from wgtui.actions.outcome import Outcome, Result, Tell, refusal
from wgtui.errors import KubeError, NotFound
from wgtui.kube.client import Client
from wgtui.resources.helm import HELM_RELEASE

REQUESTED = "reconcile.fluxcd.io/requestedAt"
FORCED = "reconcile.fluxcd.io/forceAt"
RESET = "reconcile.fluxcd.io/resetAt"

PATIENCE = 300.0
"""Seconds for each object, as flux has it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`force` makes a HelmRelease install or upgrade once more, `reset` its failure counts zero."""

    with_source: bool = False
    force: bool = False
    reset: bool = False


class Sources:
    """Those of objects that are reconciled together: what several of them read is asked once."""

    def __init__(self) -> None:
        self._turns: defaultdict[tuple[Client, Target], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._outcomes: dict[tuple[Client, Target], Outcome | None] = {}

    async def once(
        self, client: Client, source: Target, ask: Callable[[], Coroutine[Any, Any, Outcome | None]]
    ) -> Outcome | None:
        key = client, source
        async with self._turns[key]:
            if key not in self._outcomes:
                self._outcomes[key] = await ask()
            return self._outcomes[key]


async def reconcile(
    client: Client,
    target: Target,
    now: Callable[[], datetime],
    wish: Wish | None = None,
    tell: Tell = lambda _: None,
    patience: float = PATIENCE,
    together: Sources | None = None,
) -> Outcome:
    """Each object is asked once, and followed until its controller is done with it.

    `together` is shared by objects that are reconciled at the same time.
    """
    wish, together = wish or Wish(), together or Sources()
    try:
        found = await read(client, target)
        if refused := _refused(target, found):
            return refused
        if wish.with_source:
            for source in sources(found):
                outcome = await together.once(client, source, partial(_source, client, source, now, tell, patience))
                if outcome is not None and not outcome.ok:
                    return Outcome(outcome.result, str(target), f"not asked: {outcome}")
        return await _ask(client, target, found, now, wish, tell, patience)
    except KubeError as error:
        return refusal(str(target), error)


async def _source(
    client: Client, source: Target, now: Callable[[], datetime], tell: Tell, patience: float
) -> Outcome | None:
    """None for one that no controller reconciles."""
    try:
        found = await read(client, source)
    except NotFound:
        return Outcome(Result.REFUSED, f"its source {source}", "there is none")
    if is_static(found):
        return None
    return _refused(source, found) or await _ask(client, source, found, now, Wish(), tell, patience)


async def _ask(
    client: Client,
    target: Target,
    before: FluxObject,
    now: Callable[[], datetime],
    wish: Wish,
    tell: Tell,
    patience: float,
) -> Outcome:
    token = now().isoformat()
    annotations: dict[str, Any] = {REQUESTED: token}
    if target.kind == HELM_RELEASE:
        annotations |= {FORCED: token} if wish.force else {}
        annotations |= {RESET: token} if wish.reset else {}
    await client.patch(target.kind, target.ref, {"metadata": {"annotations": annotations}})
    tell(f"{target}: requested")
    return await followed(client, target, token, before.status.last_handled_reconcile_at, patience)


def _refused(target: Target, found: FluxObject) -> Outcome | None:
    if is_static(found):
        return Outcome(Result.REFUSED, str(target), "an OCI HelmRepository is only an address: nothing to reconcile")
    if found.spec.suspend:
        return Outcome(Result.REFUSED, str(target), "it is suspended: resume it first")
    return None
