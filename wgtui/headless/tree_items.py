"""From the tree of a cluster to the documented model of `wgtui describe -o json`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.cluster_tree import Branch
from wgtui.fleet.tree_counters import Counters
from wgtui.headless import models
from wgtui.headless.items import word
from wgtui.resources.meta import Condition
from wgtui.views.ages import age_seconds
from wgtui.views.cluster_tree import part


def node(branch: Branch, now: datetime) -> models.TreeNode:
    told = part(branch, lambda _, __: False)
    found = branch.object
    return models.TreeNode(
        kind=branch.kind.kind if branch.kind else "",
        namespace=branch.ref.namespace if branch.ref else "",
        name=branch.ref.name if branch.ref else branch.title,
        version=told.version,
        members=[member.metadata.name for member in branch.members],
        deleting=found is not None and found.metadata.deletion_timestamp is not None,
        machines=_machines(told.counters),
        status=word(told.status),
        condition=_condition(told.condition) if told.condition else None,
        age_seconds=age_seconds(told.since, now),
        conditions=[_condition(one) for one in _conditions(found)],
        children=[node(child, now) for child in branch.children],
    )


def _machines(counters: Counters) -> models.MachineCounts:
    return models.MachineCounts(
        replicas=counters.replicas,
        wanted=counters.wanted,
        available=counters.available,
        ready=counters.ready,
        up_to_date=counters.up_to_date,
    )


def _conditions(found: Any) -> tuple[Condition, ...]:
    return () if found is None else conditions.said_by(found)


def _condition(one: Condition) -> models.Condition:
    return models.Condition(
        type=one.type,
        status=one.status.value,
        reason=one.reason,
        message=one.message,
        severity=one.severity,
        since=one.last_transition_time,
    )
