"""Suspend and resume: stop a Flux controller from touching an object, with who and why left on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wgtui.actions.flux import Target, followed, read
from wgtui.actions.outcome import Outcome, Result, Tell, refusal
from wgtui.actions.reconcile import PATIENCE, REQUESTED
from wgtui.errors import KubeError
from wgtui.fleet.blast import reverting
from wgtui.fleet.suspension import Suspension
from wgtui.kube.client import Client

SUSPENDED_BY = "metadata.weave.works/suspended-by"
COMMENT = "metadata.weave.works/suspended-comment"
SINCE = "metadata.weave.works/suspended-at"
UNTIL = "metadata.weave.works/suspended-until"
"""Both of wgtui, RFC 3339. Nobody resumes by the latter; it is shown, and rises when it is over."""

OPERATOR_SUSPENDED_BY = "fluxcd.controlplane.io/suspendedBy"
"""What the Flux operator leaves; taken away on resume."""


async def suspend(client: Client, target: Target, note: Suspension) -> Outcome:
    """Done when the server has it; a controller that is at work finishes first."""
    annotations = {
        SUSPENDED_BY: note.by or None,
        COMMENT: note.comment or None,
        SINCE: _written(note.since),
        UNTIL: _written(note.until),
    }
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
    reverts = reverting(before.metadata.labels)
    return Outcome(Result.DONE, str(target), "; ".join(filter(None, ("suspended", reverts))))


async def resume(
    client: Client,
    target: Target,
    now: Callable[[], datetime],
    tell: Tell = lambda _: None,
    patience: float = PATIENCE,
) -> Outcome:
    """Followed until its controller has caught up."""
    token = now().isoformat()
    gone: dict[str, Any] = dict.fromkeys((SUSPENDED_BY, COMMENT, SINCE, UNTIL, OPERATOR_SUSPENDED_BY))
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
    reverts = reverting(before.metadata.labels)
    tell(": ".join((str(target), "; ".join(filter(None, ("resumed", reverts))))))
    return await followed(client, target, token, before.status.last_handled_reconcile_at, patience)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
