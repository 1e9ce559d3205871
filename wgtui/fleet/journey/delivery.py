"""The first stations of every journey: the pull request, the source that fetched it, what applied it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from wgtui.fleet.applications import application_verdict, changed
from wgtui.fleet.flux import verdict
from wgtui.fleet.intents import is_below
from wgtui.fleet.journey.stations import APPLIED, APPROVED, CHECKS, FETCHED, MERGED, OPENED, State, Station
from wgtui.fleet.pulls import KnownPull
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status
from wgtui.github.following import Check
from wgtui.github.pulls import Checks, Mergeable, PullRequest, PullState, Review
from wgtui.resources import kustomize
from wgtui.resources.kustomize import KUSTOMIZATION, Kustomization
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GitRepository
from wgtui.store.store import Store

FLUX = ObjectRef("flux-system", "flux-system")


class Landing:
    """The commit that a pull request was merged as. `wonders` gathers the revisions that nobody has compared yet."""

    def __init__(self, known: KnownPull | None) -> None:
        self.known = known
        self.wonders: set[str] = set()

    @property
    def commit(self) -> str:
        return self.known.pull.merge_commit if self.known is not None else ""

    def holds(self, revision: str) -> bool | None:
        """`revision` as Flux writes it, `main@sha1:…`; None while nobody knows."""
        commit = revision.rpartition(":")[2]
        if self.known is None or not self.commit or not commit:
            return False if not commit else None
        if commit == self.commit:
            return True
        held = self.known.held.get(commit)
        if held is None:
            self.wonders.add(commit)
        return held


def pull_stations(known: KnownPull | None, *, is_asked: bool = False) -> Iterator[Station]:
    """While GitHub is asked which one it was, nothing behind it can be judged."""
    if known is None:
        state, words = State.UNKNOWN, "none is known that made it so"
        if is_asked:
            state, words = State.RUNNING, "asking GitHub which one it was"
        yield Station(OPENED, "pull request", state, words)
        for id, title in ((CHECKS, "checks"), (APPROVED, "approved"), (MERGED, "merged")):
            yield Station(id, title, State.UNKNOWN)
        return
    pull = known.pull
    yield Station(OPENED, "pull request", State.DONE, f"#{pull.number} by {pull.author}", pull.created)
    yield _checks(pull, known.checks or ())
    yield _approved(pull)
    yield _merged(pull)


def _checks(pull: PullRequest, each: Sequence[Check]) -> Station:
    match pull.checks:
        case Checks.FAILED:
            state, words = State.FAILED, _named(each, Checks.FAILED) or "one of them failed"
        case Checks.PENDING:
            state, words = State.RUNNING, _named(each, Checks.PENDING)
        case Checks.UNREADABLE:
            state, words = State.UNKNOWN, "this token may not read them"
        case Checks.NONE:
            state, words = State.SKIPPED, "there are none"
        case _:
            state, words = State.DONE, ""
    if not pull.is_open and state in (State.FAILED, State.RUNNING):
        words = "they had not ended" if state is State.RUNNING else f"failed: {words}"
        state = State.SKIPPED
    return Station(CHECKS, "checks", state, words)


def _named(each: Sequence[Check], state: Checks) -> str:
    return ", ".join(check.name for check in each if check.state is state)


def _approved(pull: PullRequest) -> Station:
    match pull.review:
        case Review.APPROVED:
            state, words = State.DONE, ""
        case Review.CHANGES_REQUESTED:
            state, words = State.FAILED, "changes are requested"
        case Review.REQUIRED:
            state, words = State.WAITING, "waits for a review"
        case _:
            state, words = State.SKIPPED, "no review is asked for"
    return Station(APPROVED, "approved", state if pull.is_open or state is State.DONE else State.SKIPPED, words)


def _merged(pull: PullRequest) -> Station:
    if pull.state is PullState.MERGED:
        as_what = f"as {short(pull.merge_commit)}" if pull.merge_commit else "as a commit that GitHub has not told yet"
        state = State.DONE if pull.merge_commit else State.RUNNING
        return Station(MERGED, "merged", state, f"{as_what} into {pull.base}", pull.merged)
    if pull.state is PullState.CLOSED:
        return Station(MERGED, "merged", State.FAILED, "closed without being merged", pull.closed)
    state, words = _mergeable(pull)
    return Station(MERGED, "merged", state, words)


def _mergeable(pull: PullRequest) -> tuple[State, str]:
    if pull.state is PullState.DRAFT:
        return State.WAITING, "it is a draft"
    if pull.mergeable is Mergeable.CONFLICTS:
        return State.FAILED, f"it conflicts with {pull.base}"
    if pull.queue_position is not None:
        return State.RUNNING, f"number {pull.queue_position} of the merge queue"
    if pull.auto_merge:
        return State.RUNNING, "merges by itself as soon as it may"
    if pull.mergeable is Mergeable.BEHIND:
        return State.WAITING, f"it must be brought up to {pull.base} first"
    if pull.mergeable is Mergeable.BLOCKED:
        return State.WAITING, "a rule of the branch is not met yet"
    return State.WAITING, "waits for somebody to merge it"


def fetched(source: GitRepository | None, landing: Landing) -> Station:
    """Judged by the commit: an artifact from before it is not the change."""
    if source is None:
        return Station(FETCHED, "source fetched it", State.UNKNOWN, "no GitRepository is known")
    artifact = source.status.artifact
    revision = artifact.revision if artifact is not None else ""
    name = f"GitRepository {source.metadata.ref}"
    if landing.known is None:
        return Station(FETCHED, "source fetched it", State.UNKNOWN, f"{name} has {_told(revision)}")
    held = landing.holds(revision)
    if held:
        since = artifact.last_update_time if artifact is not None and _is(revision, landing) else None
        return Station(FETCHED, "source fetched it", State.DONE, f"{name} has {_told(revision)}", since)
    says = verdict(source.metadata, source.status.conditions, source.status.observed_generation, source.spec.suspend)
    words = f"{name} has {_told(revision)}"
    if held is None:
        words = f"asking GitHub whether {_told(revision)} holds it"
    elif source.spec.interval:
        words = f"{words}, looks every {source.spec.interval}"
    state, message = _not_yet(says.status, short(says.message), words)
    return Station(FETCHED, "source fetched it", state, message)


def applied(kustomization: Kustomization | None, landing: Landing, placed: datetime | None, nowhere: str) -> Station:
    """`placed` is when the object came where no commit is known; `nowhere` says why no Kustomization was found."""
    if kustomization is None:
        state = State.UNKNOWN if landing.known is None else State.FAILED
        return Station(APPLIED, "applied", state, nowhere)
    name, revision = f"Kustomization {kustomization.metadata.ref}", kustomization.status.last_applied_revision
    if landing.known is None:
        return Station(APPLIED, "applied", State.DONE, f"by {name}", placed)
    held = landing.holds(revision)
    if held:
        since = changed(kustomization.status.conditions) if _is(revision, landing) else None
        return Station(APPLIED, "applied", State.DONE, f"{name} applied {_told(revision)}", since)
    says = application_verdict(kustomization)
    words = f"{name} is at {_told(revision)}"
    if held is None and revision:
        words = f"asking GitHub whether {_told(revision)} holds it"
    state, message = _not_yet(says.status, short(says.message), words)
    return Station(APPLIED, "applied", state, f"{name}: {message}" if name not in message else message)


def _not_yet(status: Status, message: str, otherwise: str) -> tuple[State, str]:
    match status:
        case Status.FAILED:
            return State.FAILED, message
        case Status.SUSPENDED:
            return State.WAITING, "suspended: nothing moves before it is resumed"
        case Status.WAITING:
            return State.RUNNING, message
    return State.RUNNING, otherwise


def _is(revision: str, landing: Landing) -> bool:
    return revision.endswith(landing.commit)


def _told(revision: str) -> str:
    return short(revision) or "nothing yet"


def applier(store: Store, labels: dict[str, str], source: ObjectRef | None, paths: Iterable[str]) -> Any:
    """The Kustomization that applied an object, by the labels it leaves; before that the one that covers its file."""
    owner = kustomize.applier(labels)
    if owner is not None:
        return store.get(KUSTOMIZATION, owner)
    if source is None:
        return None
    reading = [one for one in store.objects(KUSTOMIZATION).values() if one.source and one.source.ref == source]
    covering = [one for one in reading if any(is_below(path, one.spec.path) for path in paths)]
    return max(covering, key=lambda one: (len(one.spec.path), one.metadata.ref), default=None)
