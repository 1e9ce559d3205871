"""What an application was before, and what it is configured with."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from wgtui.resources.core import Event
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.views.history import history_sections, revision_section
from wgtui.views.values import references, value_lines

SHA = "0123456789abcdef0123456789abcdef01234567"


def rows(section: Any) -> list[list[str]]:
    return [[column.cell(row, None).text for column in section.columns if not column.ages] for row in section.rows]


def test_a_release_s_history_is_what_helm_controller_keeps() -> None:
    """The newest first; what is no entry is left out."""
    entry = {"version": 3, "status": "failed", "action": "upgrade", "chartName": "cart", "chartVersion": "1.2.3"}
    whole = {"status": {"history": [entry | {"appVersion": "v3"}, "nonsense", {"version": 2, "status": "deployed"}]}}
    (section,) = history_sections(HELM_RELEASE, whole, False)
    assert [row[:5] for row in rows(section)] == [
        ["v3", "failed", "upgrade", "cart 1.2.3", "v3"],
        ["v2", "deployed", "–", "–", "–"],
    ]


def test_a_kustomization_s_history_is_what_was_applied() -> None:
    """With its revision where the controller notes it."""
    entry = {
        "digest": f"sha256:{SHA}{SHA[:24]}",
        "lastReconciledStatus": "HealthCheckFailed",
        "totalReconciliations": 7,
        "lastReconciledDuration": "2s",
        "metadata": {"revision": f"main@sha1:{SHA}"},
    }
    (section,) = history_sections(KUSTOMIZATION, {"status": {"history": [entry]}}, False)
    assert rows(section) == [["main@sha1:01234567", "HealthCheckFailed", "7", "2s", "sha256:01234567"]]


@pytest.mark.parametrize("status", [None, {}, {"history": None}, {"history": "x"}, {"history": [3, None]}, "x"])
def test_no_history_is_an_empty_one(status: Any) -> None:
    """Whatever an object's status holds."""
    for kind in (HELM_RELEASE, KUSTOMIZATION):
        (section,) = history_sections(kind, {"status": status}, False)
        assert rows(section) == []


def event(name: str, revision: str, at: str) -> Event:
    annotations = {"kustomize.toolkit.fluxcd.io/revision": revision} if revision else {}
    body = {"metadata": {"name": name, "annotations": annotations}, "reason": name, "lastTimestamp": at}
    return msgspec.convert(body, Event)


def test_each_revision_of_the_events_is_shown_once() -> None:
    """By what was told of it last, the newest first."""
    section: Any = revision_section(
        [
            event("Applied", "main@sha1:b", "2026-11-24T05:00:02Z"),
            event("Progressing", "main@sha1:b", "2026-11-24T05:00:01Z"),
            event("Failed", "main@sha1:a", "2026-11-24T05:00:00Z"),
            event("Other", "", "2026-11-24T05:00:05Z"),
        ]
    )
    assert [(row.revision, row.event.reason) for row in section.rows] == [
        ("main@sha1:b", "Applied"),
        ("main@sha1:a", "Failed"),
    ]


def release(**spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "cart", "namespace": "shop"}, "spec": spec}


VALUES_FROM = [
    {"kind": "ConfigMap", "name": "base"},
    {"kind": "Secret", "name": "token", "valuesKey": "password", "targetPath": "auth.password"},
    {"kind": "ConfigMap", "name": "gone", "optional": True},
]


def test_values_are_shown_in_the_order_in_which_they_are_merged() -> None:
    """With what ConfigMaps hold, and only the names of Secrets."""
    contents: dict[ObjectRef, Any] = {
        ObjectRef("shop", "base"): {"values.yaml": "replicas: 1\nimage: a"},
        ObjectRef("shop", "gone"): "it is not there",
    }
    lines = value_lines(HELM_RELEASE, release(valuesFrom=VALUES_FROM, values={"replicas": 2}), contents)
    assert lines == [
        "# What comes later wins.",
        "",
        "# ConfigMap shop/base, key values.yaml",
        "replicas: 1",
        "image: a",
        "",
        "# Secret shop/token, key password, at auth.password",
        "# (what a Secret holds is not shown)",
        "",
        "# ConfigMap shop/gone, key values.yaml (optional)",
        "# it is not there",
        "",
        "# spec.values",
        "replicas: 2",
    ]


def test_substitutions_are_shown_with_all_keys() -> None:
    """Those of the spec win."""
    post_build = {
        "substitute": {"env": "prod"},
        "substituteFrom": [{"kind": "ConfigMap", "name": "vars"}, {"kind": "Secret", "name": "secrets"}],
    }
    contents = {ObjectRef("shop", "vars"): {"region": "eu"}}
    lines = value_lines(KUSTOMIZATION, release(postBuild=post_build), contents)
    assert "# ConfigMap shop/vars" in lines and "region: eu" in lines
    assert lines[-2:] == ["# spec.postBuild.substitute", "env: prod"]


def test_a_key_that_is_not_there_is_told() -> None:
    """And a private key in a ConfigMap is hidden all the same."""
    base = ObjectRef("shop", "base")
    only = release(valuesFrom=VALUES_FROM[:1])
    assert value_lines(HELM_RELEASE, only, {base: {}})[-1] == "# it has no key values.yaml"
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0123456789\n-----END RSA PRIVATE KEY-----\n"
    assert "MIIE" not in "\n".join(value_lines(HELM_RELEASE, only, {base: {"values.yaml": key}}))


@pytest.mark.parametrize(
    "spec", [{}, {"values": None, "valuesFrom": None}, {"valuesFrom": "x", "postBuild": 3}, {"valuesFrom": [1, None]}]
)
def test_what_configures_nothing_is_empty(spec: Any) -> None:
    """Whatever stands there instead."""
    for kind in (HELM_RELEASE, KUSTOMIZATION):
        assert references(kind, release(**spec)) == []
        assert value_lines(kind, release(**spec), {}) == []
    assert value_lines(HELM_RELEASE, {"spec": None, "metadata": None}, {}) == []
