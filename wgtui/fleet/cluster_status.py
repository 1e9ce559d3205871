"""What the objects of a cluster mean together: one table, the first rule that holds decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from wgtui.fleet import conditions, hanging, trouble, wellness
from wgtui.fleet.cluster_objects import ClusterObjects, Reading
from wgtui.fleet.conditions import FALSE, TRUE, UNKNOWN
from wgtui.fleet.status import Status
from wgtui.fleet.trouble import Told
from wgtui.fleet.verdict import Verdict
from wgtui.resources.capi import Cluster
from wgtui.resources.gitops import GitopsCluster
from wgtui.resources.meta import Condition, ObjectMeta

_READY = Verdict(Status.READY)

Says = Callable[[ClusterObjects], "Told | None"]
"""None: the rule does not hold."""


class Rule(NamedTuple):
    name: str
    status: Status
    says: Says


def cluster_verdict(found: ClusterObjects, now: datetime | None = None) -> Verdict:
    """With `now` what has been under way for too long is told from what is under way."""
    return _READY if wellness.is_well(found) else by_the_rules(found, now)


def by_the_rules(found: ClusterObjects, now: datetime | None = None) -> Verdict:
    for rule in RULES:
        told = rule.says(found)
        if told is not None:
            if rule.says is trouble.moving and _hangs(found, now):
                return Verdict(Status.DEGRADED, told.reason, f"{hanging.WORDS}: {told.message}")
            return Verdict(rule.status, told.reason, told.message)
    return _READY


def _hangs(found: ClusterObjects, now: datetime | None) -> bool:
    since = hanging.hangs_from(found) if now is not None else None
    return since is not None and now is not None and now >= since


def hangs_from(found: ClusterObjects, reached: Verdict) -> datetime | None:
    """When a cluster of this verdict will count as hanging; None for all others."""
    is_moving = reached.status is Status.PROGRESSING and trouble.moving(found) is not None
    return hanging.hangs_from(found) if is_moving else None


def connectivity(found: ClusterObjects) -> Status | None:
    """READY or UNREACHABLE by the cluster controller, else by Cluster API's probe; None where neither has tried."""
    condition = _connectivity_condition(found)
    if condition is None or condition.status is UNKNOWN:
        return None
    return Status.READY if condition.status is TRUE else Status.UNREACHABLE


def is_paused(cluster: Cluster | None) -> bool:
    return cluster is not None and (cluster.spec.paused or cluster.metadata.annotations.cluster_paused is not None)


def is_deleting(found: ClusterObjects) -> bool:
    sides = (found.gitops, found.cluster)
    return any(side is not None and side.metadata.deletion_timestamp is not None for side in sides)


def is_initialized(cluster: Cluster) -> bool:
    """Whether the control plane has ever answered; v1beta1's controlPlaneReady turns false again, the condition not."""
    return cluster.status.control_plane_initialized or conditions.is_true(
        conditions.current(cluster.status), "ControlPlaneInitialized"
    )


def _is_up(cluster: Cluster) -> bool:
    return cluster.status.infrastructure_provisioned and is_initialized(cluster)


def _deleting(found: ClusterObjects) -> Told | None:
    if not is_deleting(found):
        return None
    if is_paused(found.cluster):
        return Told("Paused", "paused: nothing is deleted before it is resumed")
    failure = trouble.failing(found)
    if failure is not None:
        return failure
    if found.cluster is not None:
        deleting = conditions.find(conditions.current(found.cluster.status), "Deleting")
        if deleting is not None and deleting.status is TRUE and deleting.message:
            return _spoken(deleting)
    return _gitops_waits_for_deletion(found.gitops) or _waits_for_finalizers(found)


def _gitops_waits_for_deletion(gitops: GitopsCluster | None) -> Told | None:
    ready = _gitops_ready(gitops)
    if ready is None or ready.reason not in ("WaitingForCAPIClusterDeletion", "WaitingForSecretDeletion"):
        return None
    return _spoken(ready)


def _waits_for_finalizers(found: ClusterObjects) -> Told:
    sides = [side.metadata for side in (found.cluster, found.gitops) if side is not None]
    names = [name for side in sides if side.deletion_timestamp is not None for name in side.finalizers]
    return Told("", f"waits for {', '.join(dict.fromkeys(names))}" if names else "")


def _unread(found: ClusterObjects) -> Told | None:
    """A Cluster that is named but not read yet may be in any state."""
    return Told("", "its Cluster is not read yet") if found.reading is Reading.BEGUN else None


def _failed_for_good(found: ClusterObjects) -> Told | None:
    failure = trouble.terminal(found)
    if failure is None and found.cluster is not None and found.cluster.status.phase == "Failed":
        return trouble.failing(found) or Told("Failed", "")
    return failure


def _paused(found: ClusterObjects) -> Told | None:
    if not is_paused(found.cluster):
        return None
    told = trouble.most_telling(found)
    return Told("Paused", f"paused; before: {told.message}" if told else "paused: its controllers leave it alone")


def _not_enabled(found: ClusterObjects) -> Told | None:
    return _gitops_says(found, "CAPINotEnabled")


def _secret_missing(found: ClusterObjects) -> Told | None:
    return _gitops_says(found, "WaitingForSecret")


def _cluster_missing(found: ClusterObjects) -> Told | None:
    if found.named is None or found.cluster is not None:
        return None
    said = _gitops_says(found, "WaitingForCAPICluster")
    if said is not None or found.reading is not Reading.DONE:
        return said
    return Told("WaitingForCAPICluster", f"there is no Cluster {found.named}")


def _new(found: ClusterObjects) -> Told | None:
    cluster = found.cluster
    if cluster is None or cluster.status.conditions or cluster.status.phase or _is_up(cluster):
        return None
    return Told("", "waits for Cluster API to look at it")


def _failing_before_it_is_up(found: ClusterObjects) -> Told | None:
    return trouble.failing(found) if found.cluster is not None and not _is_up(found.cluster) else None


def _coming_up(found: ClusterObjects) -> Told | None:
    if found.cluster is None or _is_up(found.cluster):
        return None
    return trouble.most_telling(found) or Told(found.cluster.status.phase, "")


def _unreachable(found: ClusterObjects) -> Told | None:
    condition = _connectivity_condition(found)
    if condition is None or condition.status is not FALSE:
        return None
    return _spoken(condition)


def _outdated(found: ClusterObjects) -> Told | None:
    """A spec that is newer than its status, of whatever decides how the cluster is."""
    if found.cluster is not None:
        summary = _summary(found.cluster)
        if conditions.outdated(summary, found.cluster.status.observed_generation, found.cluster.metadata.generation):
            return Told("", "the new spec of Cluster is not observed yet")
    for part in (found.control_plane, *found.groups):
        if part is not None and _lags(part.metadata, part.status.observed_generation):
            return Told("", f"the new spec of {type(part).__name__} {part.metadata.name} is not observed yet")
    return None


def _lags(metadata: ObjectMeta, observed_generation: int) -> bool:
    return 0 < observed_generation < metadata.generation


def _failing(found: ClusterObjects) -> Told | None:
    return trouble.failing(found)


def _remediating(found: ClusterObjects) -> Told | None:
    said = conditions.current(found.cluster.status) if found.cluster else ()
    return trouble.most_telling(found) or Told("Remediating", "") if conditions.is_true(said, "Remediating") else None


def _unavailable(found: ClusterObjects) -> Told | None:
    """By the summary; and under v1beta1, whose summary leaves them out, by what scales the workers."""
    if found.cluster is None:
        return None
    summary = _summary(found.cluster)
    if summary is not None and summary.status is FALSE:
        return trouble.most_telling(found) or _spoken(summary)
    return trouble.of_workers(found)


def _undecided(found: ClusterObjects) -> Told | None:
    if found.cluster is None:
        return None
    summary = _summary(found.cluster)
    if summary is None:
        return Told("", "Cluster API has not said whether it is available")
    if summary.status is UNKNOWN:
        return trouble.most_telling(found) or _spoken(summary)
    return None


def _machines_not_ready(found: ClusterObjects) -> Told | None:
    """The cluster is available without them, as with one of three control plane machines gone."""
    said = conditions.current(found.cluster.status) if found.cluster else ()
    for name in ("ControlPlaneMachinesReady", "WorkerMachinesReady"):
        condition = conditions.find(said, name)
        if condition is not None and condition.status is FALSE:
            return Told(condition.reason, conditions.told(condition))
    return None


def _gitops_waits(found: ClusterObjects) -> Told | None:
    ready = _gitops_ready(found.gitops)
    if ready is None or ready.status is not FALSE:
        return None
    return _spoken(ready)


def _gitops_new(found: ClusterObjects) -> Told | None:
    if found.gitops is None:
        return None
    ready = _gitops_ready(found.gitops)
    if ready is None:
        return Told("", "waits for the cluster controller to look at it")
    return _spoken(ready) if ready.status is UNKNOWN else None


def _gitops_outdated(found: ClusterObjects) -> Told | None:
    ready = _gitops_ready(found.gitops)
    if found.gitops is None or not conditions.outdated(ready, 0, found.gitops.metadata.generation):
        return None
    return Told("", "the new spec of GitopsCluster is not observed yet")


def _bootstrap(status: Status) -> Says:
    def says(found: ClusterObjects) -> Told | None:
        bootstrap = found.bootstrap
        return Told(bootstrap.reason, bootstrap.message) if bootstrap.status is status else None

    return says


def _gitops_says(found: ClusterObjects, reason: str) -> Told | None:
    ready = _gitops_ready(found.gitops)
    if ready is None or ready.status is not FALSE or ready.reason != reason:
        return None
    return _spoken(ready)


def _spoken(condition: Condition) -> Told:
    return Told(condition.reason, conditions.flattened(condition.message))


def _gitops_ready(gitops: GitopsCluster | None) -> Condition | None:
    return conditions.find(gitops.status.conditions, "Ready") if gitops else None


def _summary(cluster: Cluster) -> Condition | None:
    found = conditions.current(cluster.status)
    return conditions.find(found, "Available") or conditions.find(found, "Ready")


def _connectivity_condition(found: ClusterObjects) -> Condition | None:
    gitops, cluster = found.gitops, found.cluster
    said = conditions.find(gitops.status.conditions, "ClusterConnectivity") if gitops else None
    if said is not None or cluster is None or not _is_up(cluster):
        return said
    return conditions.find(conditions.current(cluster.status), "RemoteConnectionProbe")


RULES: tuple[Rule, ...] = (
    Rule("deleting", Status.DELETING, _deleting),
    Rule("not read", Status.UNKNOWN, _unread),
    Rule("terminal failure", Status.FAILED, _failed_for_good),
    Rule("paused", Status.PAUSED, _paused),
    Rule("Cluster API not enabled", Status.FAILED, _not_enabled),
    Rule("Secret missing", Status.WAITING, _secret_missing),
    Rule("Cluster missing", Status.WAITING, _cluster_missing),
    Rule("new", Status.PENDING, _new),
    Rule("failing before it is up", Status.FAILED, _failing_before_it_is_up),
    Rule("coming up", Status.PROVISIONING, _coming_up),
    Rule("unreachable", Status.UNREACHABLE, _unreachable),
    Rule("spec newer than status", Status.PROGRESSING, _outdated),
    Rule("failing", Status.DEGRADED, _failing),
    Rule("remediating", Status.DEGRADED, _remediating),
    Rule("moving", Status.PROGRESSING, trouble.moving),
    Rule("unavailable", Status.DEGRADED, _unavailable),
    Rule("undecided", Status.UNKNOWN, _undecided),
    Rule("machines not ready", Status.DEGRADED, _machines_not_ready),
    Rule("GitopsCluster newer than its status", Status.PROGRESSING, _gitops_outdated),
    Rule("GitopsCluster waits", Status.WAITING, _gitops_waits),
    Rule("GitopsCluster new", Status.PENDING, _gitops_new),
    Rule("bootstrap failed", Status.DEGRADED, _bootstrap(Status.FAILED)),
    Rule("bootstrap runs", Status.BOOTSTRAPPING, _bootstrap(Status.BOOTSTRAPPING)),
    Rule("bootstrap waits", Status.WAITING, _bootstrap(Status.WAITING)),
)
"""A cluster that Cluster API has brought up runs on when something fails: that is degraded. Before it is up, it failed.

Paused comes before everything that its controllers would have to look at again; what was so before is told with it.
None holds: it is ready, which both sides have to say where both are there.
"""
