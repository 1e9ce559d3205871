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
    released: Condition | None
    remediated: Condition | None

    def is_ready(self, status: ConditionStatus) -> bool:
        return self.ready is not None and self.ready.status is status

    @property
    def is_stalled(self) -> bool:
        return _is_true(self.stalled)

    @property
    def at_work(self) -> bool:
        """Reconciling for the first time or anew; a retry of what has just failed is `ProgressingWithRetry`."""
        return _is_true(self.reconciling) and _reason(self.reconciling) != "ProgressingWithRetry"

    @property
    def failed_because(self) -> str:
        return _reason(self.ready) if self.is_ready(ConditionStatus.FALSE) else ""


class Rule(NamedTuple):
    name: str
    holds: Callable[[FluxFacts], bool]
    status: Status
    says: Callable[[FluxFacts], Condition | None] = lambda facts: facts.ready
    message: str = ""
    """Where no condition says anything."""


def verdict(
    metadata: ObjectMeta, conditions_found: Sequence[Condition], observed_generation: int, suspended: bool
) -> Verdict:
    return judged(metadata, conditions_found, observed_generation, suspended).verdict


class Judged(NamedTuple):
    """`said` is the condition that the verdict repeats; None where none tells it."""

    verdict: Verdict
    said: Condition | None


def judged(
    metadata: ObjectMeta, conditions_found: Sequence[Condition], observed_generation: int, suspended: bool
) -> Judged:
    facts = _facts(metadata, conditions_found, observed_generation, suspended)
    rule = next(rule for rule in RULES if rule.holds(facts))
    said = rule.says(facts)
    if said is None:
        return Judged(Verdict(rule.status, message=rule.message), None)
    message = conditions.flattened(said.message) or rule.message
    told = message + _outcome(facts) if rule.status is Status.FAILED else message
    return Judged(Verdict(rule.status, said.reason, told), said)


def _facts(
    metadata: ObjectMeta, conditions_found: Sequence[Condition], observed_generation: int, suspended: bool
) -> FluxFacts:
    by_type: dict[str, Condition] = {}
    for condition in conditions_found:
        by_type.setdefault(condition.type, condition)
    ready = by_type.get("Ready")
    return FluxFacts(
        metadata.deletion_timestamp is not None,
        suspended,
        conditions.outdated(ready, observed_generation, metadata.generation),
        ready,
        by_type.get("Reconciling"),
        by_type.get("Stalled"),
        by_type.get("Released"),
        by_type.get("Remediated"),
    )


def _nobody(_facts: FluxFacts) -> None:
    return None


def _refusal(facts: FluxFacts) -> Condition | None:
    return facts.ready if facts.is_ready(ConditionStatus.FALSE) else None


def _at_work(facts: FluxFacts) -> Condition | None:
    """What it does right now says more than that it does something."""
    return facts.reconciling if facts.at_work else facts.ready


def _failure(facts: FluxFacts) -> Condition | None:
    """Of a release that was rolled back, or given up, Ready and Stalled only say that; the failure is in Released."""
    if facts.released is not None and facts.released.status is ConditionStatus.FALSE:
        return facts.released
    return facts.stalled if facts.is_stalled else facts.ready


def _outcome(facts: FluxFacts) -> str:
    """What was done about the failure of a release."""
    done = []
    if _is_true(facts.remediated):
        word = {"RollbackSucceeded": "rolled back", "UninstallSucceeded": "uninstalled"}.get(_reason(facts.remediated))
        done += [word] if word else []
    if facts.is_stalled and _reason(facts.stalled) == "RetriesExceeded":
        done.append("no more retries")
    return f" ({', '.join(done)})" if done else ""


def _is_true(condition: Condition | None) -> bool:
    return condition is not None and condition.status is ConditionStatus.TRUE


def _reason(condition: Condition | None) -> str:
    return condition.reason if condition else ""


DEPENDENCY = "DependencyNotReady"
SOURCE = "SourceNotReady"

RULES: tuple[Rule, ...] = (
    Rule("deleting", lambda f: f.deleting, Status.DELETING, _refusal, "waiting for its finalizers"),
    Rule("suspended", lambda f: f.suspended, Status.SUSPENDED),
    Rule(
        "spec newer than status", lambda f: f.outdated, Status.PROGRESSING, _nobody, "the new spec is not handled yet"
    ),
    Rule("stalled", lambda f: f.is_stalled, Status.FAILED, _failure),
    Rule("ready", lambda f: f.is_ready(ConditionStatus.TRUE), Status.READY),
    Rule("ready unknown", lambda f: f.is_ready(ConditionStatus.UNKNOWN), Status.PROGRESSING, _at_work),
    Rule("dependency", lambda f: f.failed_because == DEPENDENCY, Status.WAITING),
    Rule("source", lambda f: f.failed_because == SOURCE, Status.WAITING),
    Rule("reconciling", lambda f: f.at_work, Status.PROGRESSING, lambda f: f.reconciling),
    Rule("failed", lambda f: f.is_ready(ConditionStatus.FALSE), Status.FAILED, _failure),
    Rule("new", lambda _: True, Status.PENDING, _nobody, "waiting to be reconciled"),
)
"""The first that holds decides.

`Ready=False` with `ProgressingWithRetry` is a failure that is tried again, not progress: it stays failed. A stalled
object whose spec has changed since is looked at anew by its controller, so the newer spec comes first, as in kstatus.
"""
