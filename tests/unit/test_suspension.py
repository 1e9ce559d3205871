"""Until when something is suspended: what may be typed, what is read from an object, and what is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.worlds import gitops, kustomization, made, release, store_of
from wgtui.errors import ConfigError
from wgtui.fleet.applications import application_summary
from wgtui.fleet.blast import reach, reverting, summed
from wgtui.fleet.suspension import due, expiry
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GIT_REPOSITORY

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOTE = "metadata.weave.works/suspended-"


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("", None),
        ("  ", None),
        ("90m", NOW + timedelta(minutes=90)),
        ("2h", NOW + timedelta(hours=2)),
        ("1d12h", NOW + timedelta(days=1, hours=12)),
        ("1W", NOW + timedelta(weeks=1)),
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-12-01 18:00", datetime(2026, 12, 1, 18, tzinfo=UTC)),
        ("2026-12-01T18:00+02:00", datetime(2026, 12, 1, 16, tzinfo=UTC)),
        ("99999w", NOW + timedelta(days=3660)),
    ],
)
def test_an_end_is_a_time_from_now_or_a_date(typed: str, until: datetime | None) -> None:
    """Whatever comes easiest."""
    assert expiry(typed, NOW) == until


@pytest.mark.parametrize("typed", ["soon", "2", "h", "0h", "2h!", "2026-11-23", "2026-13-01", "-2h"])
def test_what_is_no_time_to_come_is_told_what_is(typed: str) -> None:
    """With examples."""
    with pytest.raises(ConfigError, match=r"as in 2h, 3d"):
        expiry(typed, NOW)


@pytest.mark.parametrize(
    ("days", "until", "over"),
    [(1, None, False), (15, None, True), (15, 1, False), (1, -1, True), (None, None, False), (None, -1, True)],
)
def test_what_has_no_end_is_over_when_it_is_long(days: int | None, until: int | None, over: bool) -> None:
    """An end that was named is kept to."""
    since = NOW - timedelta(days=days) if days is not None else None
    end = NOW + timedelta(days=until) if until is not None else None
    moment = due(since, end)
    assert (moment is not None and moment <= NOW) is over


def test_notes_of_others_and_nonsense_are_read() -> None:
    """The Flux operator says who; what is no time counts as none."""
    notes = {"fluxcd.controlplane.io/suspendedBy": "ada", f"{NOTE}until": "whenever", f"{NOTE}at": "2026-11-01"}
    row = application_summary(kustomization(spec={"suspend": True}, annotations=notes))
    assert row.suspended_by == "ada"
    assert row.suspended_until is None
    assert row.suspended_since == datetime(2026, 11, 1, tzinfo=UTC)


def test_notes_of_what_is_not_suspended_say_nothing() -> None:
    """They were left behind."""
    row = application_summary(kustomization(annotations={f"{NOTE}by": "ada", f"{NOTE}until": "2026-12-01"}))
    assert not row.suspended_by
    assert row.suspended_until is None


def test_everything_that_stands_still_is_counted_once() -> None:
    """A source, what reads it, what that applies, what waits for it, and the clusters at the end."""
    labels = {"kustomize.toolkit.fluxcd.io/name": "clusters", "kustomize.toolkit.fluxcd.io/namespace": "fleet"}
    leaf = {"kubeConfig": {"secretRef": {"name": "edge-kubeconfig"}}, "dependsOn": [{"name": "clusters"}]}
    elsewhere = {"sourceRef": {"kind": "GitRepository", "name": "other"}}
    store = store_of(
        made(GIT_REPOSITORY, "repo", {"url": "https://example.test"}),
        kustomization("clusters"),
        kustomization("apps", spec=leaf),
        kustomization("elsewhere", spec=elsewhere),
        release("chart", labels=labels),
        gitops("prod", labels=labels),
    )
    found = reach(store, (GIT_REPOSITORY, ObjectRef("fleet", "repo")))
    assert {ref.name for _, ref in found.applications} == {"clusters", "apps", "chart"}
    assert found.clusters == {ObjectRef("fleet", "prod"), ObjectRef("fleet", "edge")}
    assert summed(found) == "in all 3 applications and 2 clusters get no more changes through it"
    alone = reach(store, (KUSTOMIZATION, ObjectRef("fleet", "elsewhere")))
    assert summed(alone) == "in all 1 application gets no more changes through it"
    assert "Flux will revert this at the next reconcile" in reverting(labels)
    assert not reverting({})
