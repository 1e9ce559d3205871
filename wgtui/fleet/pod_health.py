"""How a Pod is: what kubectl shows as its status, and what that means."""

from __future__ import annotations

from wgtui.fleet import conditions
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.anything import Anything, part
from wgtui.resources.core import ContainerStatus, PodStatus
from wgtui.resources.meta import ConditionStatus

BROKEN = frozenset(
    {
        "CrashLoopBackOff",
        "ImagePullBackOff",
        "ErrImagePull",
        "ErrImageNeverPull",
        "InvalidImageName",
        "CreateContainerConfigError",
        "CreateContainerError",
        "RunContainerError",
    }
)
"""Why a container waits that somebody has to do something about."""


def pod_verdict(found: Anything) -> Verdict | None:
    """None where its status cannot be understood."""
    status = part(found.status, PodStatus)
    if status is None:
        return None
    match status.phase:
        case "Failed":
            return Verdict(Status.FAILED, status.reason or "Failed", status.message or _ended(status))
        case "Succeeded":
            return Verdict(Status.READY, "Completed")
        case "Running" | "Pending":
            return _broken(status) or (_pending(status) if status.phase == "Pending" else _running(status))
    return Verdict(Status.UNKNOWN, status.reason, status.message)


def _statuses(status: PodStatus) -> tuple[ContainerStatus, ...]:
    return (*status.init_container_statuses, *status.container_statuses)


def _broken(status: PodStatus) -> Verdict | None:
    for one in _statuses(status):
        waiting = one.state.waiting
        if waiting is not None and waiting.reason in BROKEN:
            again = f", restarted {one.restart_count} times" if one.restart_count else ""
            return Verdict(Status.FAILED, waiting.reason, f"{one.name}: {waiting.message or waiting.reason}{again}")
    return None


def _pending(status: PodStatus) -> Verdict:
    scheduled = conditions.find(status.conditions, "PodScheduled")
    if scheduled is not None and scheduled.status is ConditionStatus.FALSE:
        return Verdict(Status.WAITING, scheduled.reason, scheduled.message)
    waits = next((one for one in _statuses(status) if one.state.waiting is not None), None)
    if waits is None or waits.state.waiting is None:
        return Verdict(Status.PROGRESSING, "Pending")
    return Verdict(Status.PROGRESSING, waits.state.waiting.reason, waits.state.waiting.message)


def _running(status: PodStatus) -> Verdict:
    ready = conditions.find(status.conditions, "Ready")
    restarts = sum(one.restart_count for one in status.container_statuses)
    again = f"restarted {restarts} times" if restarts else ""
    if ready is None or ready.status is ConditionStatus.TRUE:
        return Verdict(Status.READY, "Running", again)
    unready = [one.name for one in status.container_statuses if not one.ready]
    return Verdict(Status.PROGRESSING, "NotReady", f"not ready: {', '.join(unready)}" if unready else ready.message)


def _ended(status: PodStatus) -> str:
    """With which code its container ended."""
    for one in status.container_statuses:
        ended = one.state.terminated
        if ended is not None and ended.exit_code:
            return f"{one.name} ended with code {ended.exit_code}"
    return ""
