"""Reconcile: ask a Flux controller to look at an object now, its sources first if wished, and see what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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


async def reconcile(
    client: Client,
    target: Target,
    now: Callable[[], datetime],
    wish: Wish | None = None,
    tell: Tell = lambda _: None,
    patience: float = PATIENCE,
) -> Outcome:
    """Each object is asked once, and followed until its controller is done with it."""
    wish = wish or Wish()
    try:
        found = await read(client, target)
        if refused := _refused(target, found):
            return refused
        if wish.with_source:
            for source in sources(found):
                outcome = await _source(client, source, now, tell, patience)
                if outcome is not None and not outcome.ok:
                    return Outcome(outcome.result, str(target), f"not asked: {outcome}")
        return await _ask(client, target, now, wish, tell, patience)
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
    return _refused(source, found) or await _ask(client, source, now, Wish(), tell, patience)


async def _ask(
    client: Client, target: Target, now: Callable[[], datetime], wish: Wish, tell: Tell, patience: float
) -> Outcome:
    token = now().isoformat()
    annotations: dict[str, Any] = {REQUESTED: token}
    if target.kind == HELM_RELEASE:
        annotations |= {FORCED: token} if wish.force else {}
        annotations |= {RESET: token} if wish.reset else {}
    await client.patch(target.kind, target.ref, {"metadata": {"annotations": annotations}})
    tell(f"{target}: requested")
    return await followed(client, target, token, patience)


def _refused(target: Target, found: FluxObject) -> Outcome | None:
    if is_static(found):
        return Outcome(Result.REFUSED, str(target), "an OCI HelmRepository is only an address: nothing to reconcile")
    if found.spec.suspend:
        return Outcome(Result.REFUSED, str(target), "it is suspended: resume it first")
    return None
