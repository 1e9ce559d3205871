"""What the index of a Helm repository says of its charts."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from wgtui.errors import TemplateError
from wgtui.templates.charts import Charts, of_versions, read_index
from wgtui.templates.profiles import ChartFacts, Profile, needs_facts
from wgtui.templates.request import ProfileChoice


def _index(*versions: str, **more: Any) -> bytes:
    entries = {"web": [{"name": "web", "version": version, **more} for version in versions]}
    return json.dumps({"apiVersion": "v1", "entries": entries}).encode()


def test_versions_are_sorted_by_what_they_mean() -> None:
    """Numbers as numbers, a pre-release before its release, a `v` and missing parts forgiven."""
    index = read_index(_index("1.9.0", "1.10.0", "v1.10.0-rc.10", "1.10.0-rc.9", "2", "0.1.0+build.7"))
    assert index.versions("web") == ("2", "1.10.0", "v1.10.0-rc.10", "1.10.0-rc.9", "1.9.0", "0.1.0+build.7")
    assert index.versions("nothing") == ()


@pytest.mark.parametrize(
    ("versions", "newest"),
    [
        (("1.0.0", "2.0.0-beta.1"), "1.0.0"),
        (("2.0.0-beta.1", "2.0.0-beta.2"), "2.0.0-beta.2"),
        (("1.2.3", "1.2.10"), "1.2.10"),
    ],
)
def test_the_newest_is_a_release_where_there_is_one(versions: tuple[str, ...], newest: str) -> None:
    """As Helm takes `*`."""
    assert read_index(_index(*versions)).by_name["web"].newest.text == newest


def test_what_upstream_serves_is_read_as_well() -> None:
    """Older controllers keep the YAML they downloaded."""
    text = yaml.safe_dump(json.loads(_index("1.0.0", "1.1.0")))
    assert read_index(text.encode()).versions("web") == ("1.1.0", "1.0.0")


def test_layers_and_profiles_are_told() -> None:
    """By the chart's annotations, or by that of the whole repository."""
    content = _index("1.0.0", annotations={"weave.works/profile": "web", "weave.works/layer": "layer-1"})
    index = read_index(content)
    assert index.facts == {"web": ChartFacts("1.0.0", "layer-1")}
    assert [chart.name for chart in index.profiles] == ["web"]
    assert read_index(_index("1.0.0")).profiles == ()
    assert [one.name for one in read_index(_index("1.0.0"), {"weave.works/profiles": "true"}).profiles] == ["web"]


def test_a_repository_may_offer_a_part_of_its_versions() -> None:
    """By the annotation of Weave GitOps; a chart without any left is none."""
    said = {"weave.works/helm-version-filter": ">=1.1 <2"}
    assert read_index(_index("1.0.0", "1.1.0", "1.2.0", "2.0.0"), said).versions("web") == ("1.2.0", "1.1.0")
    assert read_index(_index("3.0.0"), said) == Charts()
    with pytest.raises(TemplateError, match="no range of versions"):
        read_index(_index("1.0.0"), {"weave.works/helm-version-filter": "newest"})


def test_what_cannot_be_read_is_left_out() -> None:
    """One bad line does not hide the others."""
    entries = {
        "web": [{"version": "1.0.0"}, {"version": 2}, {"version": "latest"}, "junk", None],
        "none": [],
        "odd": {"version": "1"},
        "b": [{"version": "1.0.0", "description": None, "annotations": None}],
    }
    assert read_index(json.dumps({"entries": entries}).encode()).facts == {
        "b": ChartFacts("1.0.0"),
        "web": ChartFacts("1.0.0"),
    }


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"<html>", b"entries: 5", b"\xff\xfe", b'{"entries": null}'])
def test_what_is_no_index_says_so(content: bytes) -> None:
    """A login page, half a file."""
    with pytest.raises(TemplateError, match="no index of a Helm repository"):
        read_index(content)


def test_a_huge_index_is_cut_off() -> None:
    """Nobody chooses among a million."""
    some = [{"version": f"1.0.{number}"} for number in range(400)]
    content = json.dumps({"entries": {f"c{number:04}": some for number in range(600)}}).encode()
    assert sum(len(chart.versions) for chart in read_index(content).by_name.values()) == 200_000


def test_versions_that_run_are_an_offer_too() -> None:
    """Each once, newest first."""
    found = of_versions([("web", "1.0.0"), ("web", "1.2.0"), ("web", "1.0.0"), ("db", "odd")])
    assert found.versions("web") == ("1.2.0", "1.0.0")
    assert found.versions("db") == ()


def test_the_index_is_needed_for_what_has_no_version() -> None:
    """Everything else is known without it."""
    known = {"a": Profile("a", "1.0.0", required=True), "b": Profile("b")}
    assert not needs_facts(known, [])
    assert needs_facts(known, [ProfileChoice.of("b")])
    assert not needs_facts(known, [ProfileChoice.of("b", version="2.0.0")])
    assert needs_facts(known, [ProfileChoice.of("c", version="2.0.0")])
    assert needs_facts({"b": Profile("b", required=True)}, [])
