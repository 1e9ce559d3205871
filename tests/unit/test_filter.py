"""The filter language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from wgtui.errors import FilterError
from wgtui.fleet.applications import ApplicationSummary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.status import Status
from wgtui.resources.meta import ObjectRef
from wgtui.views import applications, clusters
from wgtui.views.filter import Texts, parse

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def cluster(name: str, namespace: str = "team-a", **changes: object) -> ClusterSummary:
    row = ClusterSummary(
        uid=name,
        ref=ObjectRef(namespace, name),
        management=False,
        gitops=True,
        capi=True,
        status=Status.READY,
        reason="",
        message="",
        provider="aws",
        region="eu-west-1",
        version="v1.31.2",
        control_plane=Count(3, 3),
        workers=Count(5, 5),
        connectivity=Status.READY,
        bootstrap=None,
        applications=Count(12, 12),
        created=NOW - 3 * HOUR,
        labels={"env": "prod", "tier": "web"},
    )
    return replace(row, **changes)


FLEET = (
    cluster("prod-eu"),
    cluster("prod-us", region="us-east-1", version="v1.29.9", created=NOW - HOUR, workers=Count(3, 5)),
    cluster(
        "dev-eu",
        "team-b",
        status=Status.FAILED,
        reason="QuotaExceeded",
        message="VPC limit reached [us-east-1]",
        labels={"env": "dev"},
        applications=Count(2, 9),
    ),
    cluster(
        "lab",
        "labs",
        status=Status.PROVISIONING,
        provider="docker",
        region="",
        version="",
        control_plane=Count(),
        workers=Count(),
        connectivity=None,
        applications=Count(),
        created=None,
        labels={},
        paused=True,
    ),
)
ALL = ["prod-eu", "prod-us", "dev-eu", "lab"]


def found(text: str, *, lenient: bool = False) -> list[str]:
    return [row.ref.name for row in parse(text, clusters.FIELDS, lenient=lenient).select(FLEET, NOW)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ALL),
        ("   ", ALL),
        ("PROD", ["prod-eu", "prod-us"]),
        ("prod us-east", ["prod-us"]),
        ("team-a/prod-eu", ["prod-eu"]),
        ("!prod", ["dev-eu", "lab"]),
        ("prod !eu-west", ["prod-us"]),
        ('"limit reached"', ["dev-eu"]),
        ("'limit reached'", ["dev-eu"]),
        ('!"limit reached"', ["prod-eu", "prod-us", "lab"]),
        ("[us-east-1]", ["dev-eu"]),
        ("pr*us", ["prod-us"]),
        ("status=failed", ["dev-eu"]),
        ("STATUS=Failed", ["dev-eu"]),
        ("status!=ready", ["dev-eu", "lab"]),
        ("!status=ready", ["dev-eu", "lab"]),
        ("status=failed,provisioning", ["dev-eu", "lab"]),
        ("status!=failed,provisioning", ["prod-eu", "prod-us"]),
        ("status=pro*", ["lab"]),
        ("connectivity=unknown", ["lab"]),
        ("ns=team-*", ["prod-eu", "prod-us", "dev-eu"]),
        ("namespace!=team-*", ["lab"]),
        ("ns=team", []),
        ("name=prod-??", ["prod-eu", "prod-us"]),
        ("provider=AWS region=eu-west-1", ["prod-eu", "dev-eu"]),
        ('region=""', ["lab"]),
        ("message=limit", ["dev-eu"]),
        ("reason=QuotaExceeded", ["dev-eu"]),
        ("age<2h", ["prod-us"]),
        ("age>=3h", ["prod-eu", "dev-eu"]),
        ("age=3h", ["prod-eu", "dev-eu"]),
        ("age>2h30m", ["prod-eu", "dev-eu"]),
        ("age!=3h", ["prod-us", "lab"]),
        ("apps<10", ["dev-eu"]),
        ("applications>=12", ["prod-eu", "prod-us"]),
        ("cp=3/3", ["prod-eu", "prod-us", "dev-eu"]),
        ("cp!=3/3", ["lab"]),
        ("workers<all", ["prod-us"]),
        ("workers=all", ["prod-eu", "dev-eu"]),
        ("version<1.30", ["prod-us"]),
        ("version=1.31", ["prod-eu", "dev-eu"]),
        ("version>1.29", ["prod-eu", "dev-eu"]),
        ("version<=v1.29.9", ["prod-us"]),
        ("version!=1.31", ["prod-us", "lab"]),
        ("version=v1.3*", ["prod-eu", "dev-eu"]),
        ("paused=yes", ["lab"]),
        ("paused=false !dev", ["prod-eu", "prod-us"]),
        ("name~^prod-(eu|us)$", ["prod-eu", "prod-us"]),
        ("name!~^prod", ["dev-eu", "lab"]),
        ("~limit.*reached", ["dev-eu"]),
        ("!~prod", ["dev-eu", "lab"]),
        ("-l env=prod", ["prod-eu", "prod-us"]),
        ("-l env!=prod", ["dev-eu", "lab"]),
        ("-l env=prod,tier!=dev", ["prod-eu", "prod-us"]),
        ("-l env in (prod, dev), !tier", ["dev-eu"]),
        ("-l env notin (prod)", ["dev-eu", "lab"]),
        ("-l tier us", ["prod-us"]),
        ("-l 'env in (prod)' us", ["prod-us"]),
        ("-l env in", []),
        ("!-l env", ["lab"]),
        ("status=ready ns=team-* age<2h -l env=prod", ["prod-us"]),
    ],
)
def test_what_is_typed_selects(text: str, names: list[str]) -> None:
    """Every form of the language, on a fleet of four."""
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("prod stat=failed", 5, "known: status"),
        ("status=", 0, "a status: failed"),
        ("status=faild", 0, "known: failed"),
        ("status<ready", 0, "it takes = !="),
        ("age<2x", 0, "30s, 5m, 2h"),
        ("age~2", 0, "it takes = !="),
        ("cp=three", 0, "3/3"),
        ("cp<3/3", 0, "no order"),
        ("version<new", 0, "1.30"),
        ("paused=perhaps", 0, "yes or no"),
        ('"open', 0, "not closed"),
        ("prod !", 5, "right after it"),
        ("~", 0, "regular expression"),
        ("~(", 0, "not a regular expression"),
        ("~(a+)+$", 0, "repeats a repetition"),
        ("~(a|a)*b", 0, "repeats a repetition"),
        ("~.*.*.*x", 0, "too often"),
        (r"~(a)\1", 0, "refers back"),
        ("name~(?=a)", 0, "looks around"),
        ("-l", 2, "label selector"),
        ("-l env=prod,", 12, "after the comma"),
        ("-l env in (a", 12, "',' or ')'"),
        ("-l =x", 3, "a label key"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_was_expected(text: str, position: int, says: str) -> None:
    """One line that a person can act on; unknown names list the known ones, nearest first."""
    with pytest.raises(FilterError) as caught:
        parse(text, clusters.FIELDS)
    assert caught.value.position == position
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "status",
        "status=",
        "status=fai",
        "!",
        "~",
        "~(",
        "age<",
        "age<2",
        "cp=3/",
        "version<",
        "version<v",
        "nam=x",
        "name~[",
    ],
)
def test_an_unfinished_term_does_not_empty_the_list(text: str) -> None:
    """Typing towards `status=failed` never passes an empty list; what is left out is told."""
    reading = parse(f"dev {text}", clusters.FIELDS, lenient=True)
    names = [row.ref.name for row in reading.select(FLEET, NOW)]
    assert names == ["dev-eu"] or text == "status"
    assert reading.problem is not None or text in ("status", "status=fai")


@pytest.mark.parametrize(
    "text", ["-", "-l", "-l ", "-l env in", "-l env in (", "-l env in (dev", "-l !", '"dev', "ns=tea", "ns=team-"]
)
def test_unfinished_labels_quotes_and_names_do_not_empty_the_list(text: str) -> None:
    """The last value is the beginning of one."""
    assert "dev-eu" in found(text, lenient=True)


@given(st.text(max_size=40))
def test_reading_while_typing_never_fails(text: str) -> None:
    """Whatever is typed."""
    parse(text, clusters.FIELDS, lenient=True).select(FLEET, NOW)


@given(st.text(alphabet="!~-l=<>()\"', abc*?0.:[]{}|+", max_size=30))
@example("~[[")
def test_strict_reading_either_works_or_is_a_filter_error(text: str) -> None:
    """No other exception, and the position lies in what was typed."""
    try:
        parse(text, clusters.FIELDS).select(FLEET, NOW)
    except FilterError as error:
        assert 0 <= error.position <= len(text)


def test_prepared_texts_follow_the_rows() -> None:
    """A row that was replaced is searched by what it says now."""
    texts = Texts(clusters.FIELDS)
    before = cluster("one", message="all is well")
    after = replace(before, message="disk full")
    assert parse("full", clusters.FIELDS, texts=texts).select([before], NOW) == []
    assert parse("full", clusters.FIELDS, texts=texts).select([after], NOW) == [after]
    assert parse("well", clusters.FIELDS, texts=texts).select([after], NOW) == []


def test_old_texts_are_forgotten() -> None:
    """Days of changes do not pile up."""
    texts = Texts(clusters.FIELDS)
    search = parse("x", clusters.FIELDS, texts=texts)
    for _ in range(30):
        search.select([cluster(f"c{index}") for index in range(100)], NOW)
    assert len(texts) <= 2 * 100 + 1024 + 100


def test_only_filters_on_age_depend_on_the_time() -> None:
    """The table asks again as time passes only for these."""
    assert parse("age<2h", clusters.FIELDS).ages
    assert not parse("prod status=failed", clusters.FIELDS).ages


def test_hostile_names_are_found_as_they_are_shown() -> None:
    """What a person sees is what a person searches."""
    row = cluster("x", message="\x1b[31mfailed\x1b[0m\nto connect")
    assert parse('"failed to connect"', clusters.FIELDS).matches(row, NOW)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("source=podinfo", True),
        ("source=flux-system/podinfo", True),
        ("source=GitRepository/*", True),
        ("source=info", False),
        ("cluster=prod-eu", True),
        ("cluster=team-a/prod-eu", True),
        ("cluster=management", False),
        ("kind=kustomization suspended=yes", True),
        ("revision=01234567", True),
    ],
)
def test_applications_are_found_by_source_and_cluster(text: str, matches: bool) -> None:
    """A path is matched as a whole or from any of its slashes on."""
    row = ApplicationSummary(
        uid="u",
        cluster="team-a/prod-eu",
        kind="Kustomization",
        ref=ObjectRef("apps", "podinfo"),
        status=Status.SUSPENDED,
        reason="",
        message="",
        source="GitRepository/flux-system/podinfo",
        revision="main@sha1:01234567",
        changed=NOW,
        suspended=True,
        labels={},
    )
    assert parse(text, applications.FIELDS).matches(row, NOW) is matches
