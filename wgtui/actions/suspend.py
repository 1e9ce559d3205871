"""Suspend and resume: stop a Flux controller from touching an object, with who and why left on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wgtui.actions.flux import Target, followed, read
from wgtui.actions.outcome import Outcome, Result, Tell, refusal
from wgtui.actions.reconcile import PATIENCE, REQUESTED
from wgtui.errors import KubeError
from wgtui.kube.client import Client

SUSPENDED_BY = "metadata.weave.works/suspended-by"
COMMENT = "metadata.weave.works/suspended-comment"
UNTIL = "metadata.weave.works/suspended-until"
"""Of wgtui: when it is to be resumed, RFC 3339. Nobody resumes by it; it is shown, and rises when it is over."""

OPERATOR_SUSPENDED_BY = "fluxcd.controlplane.io/suspendedBy"
"""What the Flux operator leaves; taken away on resume."""

MANAGED_BY = "kustomize.toolkit.fluxcd.io/name"


async def suspend(
    client: Client,
    target: Target,
    who: str,
    reason: str,
    until: datetime | None = None,
) -> Outcome:
    """Done when the server has it; a controller that is at work finishes first."""
    annotations: dict[str, Any] = {SUSPENDED_BY: who, COMMENT: reason or None}
    annotations[UNTIL] = until.isoformat(timespec="seconds") if until else None
    try:
        before = await read(client, target)
        if before.spec.suspend:
            return Outcome(Result.REFUSED, str(target), "it is suspended already")
        await client.patch(
            target.kind,
            target.ref,
            {"metadata": {"annotations": annotations}, "spec": {"suspend": True}},
            resource_version=before.metadata.resource_version,
        )
    except KubeError as error:
        return refusal(str(target), error)
    return Outcome(Result.DONE, str(target), f"suspended{_reverted(before.metadata.labels)}")


async def resume(
    client: Client,
    target: Target,
    now: Callable[[], datetime],
    tell: Tell = lambda _: None,
    patience: float = PATIENCE,
) -> Outcome:
    """Followed until its controller has caught up."""
    token = now().isoformat()
    gone = dict.fromkeys((SUSPENDED_BY, COMMENT, UNTIL, OPERATOR_SUSPENDED_BY))
    try:
        before = await read(client, target)
        if not before.spec.suspend:
            return Outcome(Result.REFUSED, str(target), "it is not suspended")
        await client.patch(
            target.kind,
            target.ref,
            {"metadata": {"annotations": {**gone, REQUESTED: token}}, "spec": {"suspend": False}},
            resource_version=before.metadata.resource_version,
        )
    except KubeError as error:
        return refusal(str(target), error)
    tell(f"{target}: resumed")
    return await followed(client, target, token, patience)


def _reverted(labels: dict[str, str]) -> str:
    """What a person should know who changes by hand what a Kustomization applies."""
    owner = labels.get(MANAGED_BY)
    if not owner:
        return ""
    namespace = labels.get("kustomize.toolkit.fluxcd.io/namespace", "")
    return f"; Kustomization {namespace}/{owner} applies it: what its manifest says wins at the next reconcile"
