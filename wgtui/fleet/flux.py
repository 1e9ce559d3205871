"""What the conditions of a Flux object mean: one table for applications and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.status import Status
from wgtui.fleet.verdict import Verdict
from wgtui.resources.meta import Condition, ConditionStatus, ObjectMeta


@dataclass(frozen=True, slots=True)
class FluxFacts:
    """What the rules look at. `outdated`: the spec is newer than what the conditions speak of."""

    deleting: bool
    suspended: bool
    outdated: bool
    ready: Condition | None
    reconciling: Condition | None
    stalled: Condition | None

    def is_ready(self, status: ConditionStatus) -> bool:
        return self.ready is not None and self.ready.status == status

    @property
    def is_stalled(self) -> bool:
        return self.stalled is not None and self.stalled.status == ConditionStatus.TRUE

    @property
    def at_work(self) -> bool:
        """Reconciling for the first time or anew; a retry of what has just failed is `ProgressingWithRetry`."""
        found = self.reconciling
        return found is not None and found.status == ConditionStatus.TRUE and found.reason != "ProgressingWithRetry"


class Rule(NamedTuple):
    name: str
    holds: Callable[[FluxFacts], bool]
    status: Status
    speaks: Callable[[FluxFacts], Condition | None] = lambda facts: facts.ready
    message: str = ""
    """Where no condition speaks."""


def _nobody(_facts: FluxFacts) -> None:
    return None


def _failed_because(facts: FluxFacts) -> str:
    return facts.ready.reason if facts.is_ready(ConditionStatus.FALSE) and facts.ready else ""


RULES: tuple[Rule, ...] = (
    Rule("deleting", lambda f: f.deleting, Status.DELETING, message="waiting for its finalizers"),
    Rule("suspended", lambda f: f.suspended, Status.SUSPENDED),
    Rule(
        "spec newer than status", lambda f: f.outdated, Status.PROGRESSING, _nobody, "the new spec is not handled yet"
    ),
    Rule("stalled", lambda f: f.is_stalled, Status.FAILED, lambda f: f.stalled),
    Rule("ready", lambda f: f.is_ready(ConditionStatus.TRUE), Status.READY),
    Rule("ready unknown", lambda f: f.is_ready(ConditionStatus.UNKNOWN), Status.PROGRESSING),
    Rule("dependency", lambda f: _failed_because(f) == "DependencyNotReady", Status.WAITING),
    Rule("reconciling", lambda f: f.at_work, Status.PROGRESSING, lambda f: f.reconciling),
    Rule("failed", lambda f: f.is_ready(ConditionStatus.FALSE), Status.FAILED),
    Rule("new", lambda _: True, Status.PENDING, _nobody, "waiting to be reconciled"),
)
"""The first that holds decides.

`Ready=False` with `ProgressingWithRetry` is a failure that is tried again, not progress: it stays failed. A stalled
object whose spec has changed since is looked at anew by its controller, so the newer spec comes first, as in kstatus.
"""


def verdict(
    metadata: ObjectMeta, conditions_found: Sequence[Condition], observed_generation: int, suspended: bool
) -> Verdict:
    ready = conditions.find(conditions_found, "Ready")
    facts = FluxFacts(
        metadata.deletion_timestamp is not None,
        suspended,
        conditions.outdated(ready, observed_generation, metadata.generation),
        ready,
        conditions.find(conditions_found, "Reconciling"),
        conditions.find(conditions_found, "Stalled"),
    )
    rule = next(rule for rule in RULES if rule.holds(facts))
    spoken = rule.speaks(facts)
    if spoken is None:
        return Verdict(rule.status, message=rule.message)
    return Verdict(rule.status, spoken.reason, spoken.message or rule.message)
