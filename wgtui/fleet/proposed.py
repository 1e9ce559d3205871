"""The row of a cluster that is in an open pull request and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.pulls import KnownPull
from wgtui.fleet.status import Status
from wgtui.github.pulls import Checks, Mergeable, PullRequest, PullState, Review
from wgtui.resources.meta import ObjectRef


def proposed(ref: ObjectRef, known: KnownPull) -> ClusterSummary:
    pull = known.pull
    return ClusterSummary(
        uid=str(ref),
        ref=ref,
        management=False,
        gitops=False,
        capi=False,
        status=Status.PROPOSED,
        reason="",
        message=f"#{pull.number} by {pull.author}: {standing(pull)}",
        provider="",
        region="",
        version="",
        control_plane=Count(),
        workers=Count(),
        connectivity=None,
        bootstrap=None,
        applications=Count(),
        created=pull.created,
        labels={},
        pull=pull.number,
    )


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
