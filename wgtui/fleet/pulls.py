"""Pull requests of the fleet's repository as the store keeps them, beside what API servers hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from wgtui.github.following import Check
from wgtui.github.marks import Subject, Verb
from wgtui.github.pulls import Checks, Mergeable, PullRequest, PullState, Review
from wgtui.github.touched import TouchedFile
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, ObjectRef
from wgtui.store.store import Store

CLUSTER_KINDS = ("GitopsCluster", "Cluster")


class Intent(NamedTuple):
    """What a pull request does to one object."""

    verb: Verb
    subject: Subject

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.subject.namespace, self.subject.name)

    def __str__(self) -> str:
        return f"{self.verb.value} {self.ref}"


class KnownPull(Struct, frozen=True):
    """`metadata` names it by its number; `source` is the GitRepository by which Flux reads the repository.

    `held`: whether the revisions that were asked about hold the commit that it was merged as.
    """

    metadata: ObjectMeta
    pull: PullRequest
    source: ObjectRef
    intents: tuple[Intent, ...] = ()
    files: tuple[TouchedFile, ...] | None = None
    """None while they are not read."""
    checks: tuple[Check, ...] | None = None
    """Each of them, of one that is looked at closely; None where they were not or cannot be read."""
    held: dict[str, bool] = {}
    earlier: bool = False
    """It was settled before anybody looked."""


PULL_REQUEST = Kind("github.com", "PullRequest", "pullrequests", KnownPull)
"""No server of Kubernetes has it: it is followed, and never watched."""


def pull_ref(number: int) -> ObjectRef:
    return ObjectRef("", str(number))


def clusters_meant(found: KnownPull) -> Iterable[ObjectRef]:
    """Index of pull requests by the clusters that they are about."""
    return {intent.ref for intent in found.intents if intent.subject.kind in CLUSTER_KINDS}


def pulls_about(store: Store, cluster: ObjectRef) -> list[KnownPull]:
    """The newest first."""
    found = store.indexed(PULL_REQUEST, clusters_meant, cluster)
    return sorted(found, key=lambda known: -known.pull.number)


def open_pull(store: Store, cluster: ObjectRef, *verbs: Verb) -> KnownPull | None:
    """The newest that is open and would do one of these to the cluster."""
    if not store.objects(PULL_REQUEST):
        return None
    for known in pulls_about(store, cluster):
        if known.pull.is_open and any(one.verb in verbs and one.ref == cluster for one in known.intents):
            return known
    return None


def standing(pull: PullRequest) -> str:
    """What it waits for, in a few words: `checks pending, review required`."""
    return ", ".join(_standing(pull)) or "waits to be merged"


def _standing(pull: PullRequest) -> Iterator[str]:
    if pull.state is PullState.DRAFT:
        yield "a draft"
    if pull.checks in (Checks.PENDING, Checks.FAILED):
        yield f"checks {pull.checks.value}"
    if pull.review in (Review.REQUIRED, Review.CHANGES_REQUESTED):
        yield "review required" if pull.review is Review.REQUIRED else pull.review.value
    if pull.mergeable in (Mergeable.CONFLICTS, Mergeable.BEHIND):
        yield "conflicts" if pull.mergeable is Mergeable.CONFLICTS else "behind its base"
