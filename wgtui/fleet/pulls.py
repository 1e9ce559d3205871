"""Pull requests of the fleet's repository as the store keeps them, beside what API servers hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectMeta, ObjectRef
from wgtui.store.store import Store

if TYPE_CHECKING:  # The list of clusters needs none of it before there is a pull request.
    from wgtui.github.following import Check
    from wgtui.github.marks import Subject, Verb
    from wgtui.github.pulls import PullRequest
    from wgtui.github.touched import TouchedFile

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
