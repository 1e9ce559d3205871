"""What `--watch` tells: rows that differ, troubles that begin and end."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from wgtui.arguments import Get
from wgtui.config import Config
from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.status import Status
from wgtui.headless.following import Shown, Troubles
from wgtui.headless.gaps import Gap, State
from wgtui.headless.question import understood
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
APPS = ApplicationSummary(
    uid="1",
    cluster="",
    kind="Kustomization",
    ref=ObjectRef("flux-system", "apps"),
    status=Status.READY,
    reason="",
    message="",
    source="",
    revision="",
    changed=NOW,
    suspended=False,
    labels={},
)
FAILED = replace(APPS, status=Status.FAILED)


def told(
    before: ApplicationSummary | None, after: ApplicationSummary | None, *, typed: str = "", now: datetime = NOW
) -> list[tuple[str, Status]]:
    question = understood(Get(Config(), "applications", filter=typed))
    shown: Shown[ApplicationSummary] = Shown(question, [before] if before else [])
    rows: dict[Hashable, ApplicationSummary] = {after.uid: after} if after else {}
    return [(happened, row.status) for happened, row in shown.update(rows, ["1"], now)]


@pytest.mark.parametrize(
    ("before", "after", "happened"),
    [
        (None, APPS, [("added", Status.READY)]),
        (APPS, FAILED, [("changed", Status.FAILED)]),
        (APPS, None, [("deleted", Status.READY)]),
        (APPS, APPS, []),
        (APPS, replace(APPS, stale=True), []),
        (None, None, []),
    ],
)
def test_a_row_is_told_when_it_differs(
    before: ApplicationSummary | None, after: ApplicationSummary | None, happened: list[tuple[str, Status]]
) -> None:
    """That it is stale is no change of its own: the trouble is told once."""
    assert told(before, after) == happened


def test_a_row_goes_where_it_matches_no_more() -> None:
    """As it is now, so that it can be seen why."""
    assert told(APPS, FAILED, typed="status=ready") == [("deleted", Status.FAILED)]
    assert told(None, FAILED, typed="status=ready") == []


def test_a_row_grows_out_of_a_filter_by_age() -> None:
    """Although nothing has happened to it."""
    assert told(APPS, APPS, typed="age<1h", now=NOW + timedelta(minutes=59)) == []
    assert told(APPS, APPS, typed="age<1h", now=NOW + timedelta(minutes=61)) == [("deleted", Status.READY)]


def lost(message: str) -> list[Gap]:
    return [Gap("", kind, State.UNREACHABLE, message) for kind in (KUSTOMIZATION, HELM_RELEASE)]


def test_a_trouble_is_told_once_and_its_end() -> None:
    """Whatever it is called from try to try."""
    troubles = Troubles([])
    assert list(troubles.update(lost("cut off"))) == ["cut off", "what was printed is from before; trying again"]
    assert list(troubles.update(lost("cut off"))) == []
    assert list(troubles.update(lost("refused"))) == ["refused"]
    assert list(troubles.update(lost("cut off"))) == []
    assert list(troubles.update([])) == ["reading live again"]
    assert "cut off" in list(troubles.update(lost("cut off")))


def test_what_was_missing_from_the_beginning_is_not_told_again() -> None:
    """It was told with the first answer."""
    denied = Gap("", HELM_RELEASE, State.DENIED, "not allowed")
    troubles = Troubles([denied])
    assert not troubles.changed([denied])
    assert list(troubles.update([denied])) == []
