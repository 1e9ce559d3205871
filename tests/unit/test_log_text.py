"""Lines of logs as a person reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from wgtui.fleet.logging import Writers, Written, mentions, writers_at_once, writers_of, writes, written
from wgtui.resources.core import NAMESPACE, POD
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import DEPLOYMENT, JOB
from wgtui.views.log_text import log_line, masked, short_names, worded

CART = ObjectRef("shop", "cart")
JSON_LINE = json.dumps(
    {
        "level": "error",
        "ts": "2026-11-24T06:00:00.000Z",
        "msg": "Reconciler error",
        "controller": "kustomization",
        "controllerKind": "Kustomization",
        "Kustomization": {"name": "cart", "namespace": "shop"},
        "namespace": "shop",
        "name": "cart",
        "reconcileID": "1",
        "error": "no such file",
        "tries": 3,
    }
)


def clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}"


def test_the_moment_of_a_line_sorts_as_text() -> None:
    """However many digits the server sends."""
    lines = ["2026-11-24T06:00:00.5Z late", "2026-11-24T06:00:00Z early", "no moment"]
    assert [line.text for line in sorted((written(one, "a") for one in lines), key=lambda line: line.at)] == [
        "no moment",
        "early",
        "late",
    ]


def test_a_structured_line_is_put_into_words() -> None:
    """Without what every line has, or what it is about."""
    assert worded(JSON_LINE) == "error  Reconciler error  error=no such file  tries=3"


@pytest.mark.parametrize("text", ["plain", "{not json}", "[1]", "{" * 5000, ""])
def test_other_lines_stay_as_they_are(text: str) -> None:
    """Whatever they look like."""
    assert worded(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("token ghp_0123456789abcdefghij failed", "token *** failed"),
        ("url https://user:hunter22@github.com/acme", "url https://***@github.com/acme"),
        ('{"password":"hunter22","user":"me"}', '{"password":"***","user":"me"}'),
        ("login --token=abcdef123 now", "login --token=*** now"),
        ("Authorization: Bearer abc.def-ghi_123", "Authorization: Bearer ***"),
        ("key AKIAABCDEFGHIJKLMNOP", "key ***"),
        ("jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.sig", "jwt ***"),
        ("-----BEGIN RSA PRIVATE KEY-----\\nMIIE", "***"),
        ("aws_secret_access_key = 'wJalrXUtnFEMI'", "aws_secret_access_key = '***'"),
        ('secret "flux-system/git" not found', 'secret "flux-system/git" not found'),
        ("invalid token: unexpected end of input", "invalid token: unexpected end of input"),
        ("main@sha1:0123456789abcdef0123456789abcdef01234567", "main@sha1:0123456789abcdef0123456789abcdef01234567"),
    ],
)
def test_what_looks_like_a_secret_is_never_shown(text: str, told: str) -> None:
    """And what only speaks of one is."""
    assert masked(text) == told


def test_a_line_has_its_moment_and_its_writer() -> None:
    """The writer only where there are several."""
    line = written("2026-11-24T06:00:00.123456789Z listening", "cart-1/web")
    assert log_line(line, who="cart-1/web", plain=False, clock=clock) == "06:00:00 cart-1/web listening"
    assert log_line(line, plain=True, clock=clock) == "06:00:00 listening"
    assert log_line(Written("", "x", "text"), plain=True, clock=clock) == "text"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["cart-5d-a1/web", "cart-5d-b2/web"], ["a1", "b2"]),
        (["cart-5d-a1/web", "cart-5d-b2/init"], ["a1/web", "b2/init"]),
        (["cart-5d-a1/web", "cart-5d-a1/init"], ["web", "init"]),
        (["cart/web", "cart-b2/web"], ["cart", "cart-b2"]),
        (["a/web"], ["a"]),
        ([], []),
    ],
)
def test_writers_are_called_by_what_tells_them_apart(names: list[str], short: list[str]) -> None:
    """Names of pods are long, and begin alike."""
    assert list(short_names(names).values()) == short


@pytest.mark.parametrize(
    ("text", "is_about"),
    [
        (JSON_LINE, True),
        (JSON_LINE.replace('"cart"', '"cart-2"'), False),
        (JSON_LINE.replace('"shop"', '"shop-2"'), False),
        ('{"controllerKind":"Kustomization","namespace":"shop","name":"cart"}', True),
        ('{"controllerKind":"HelmRelease","namespace":"shop","name":"cart"}', False),
        ('{"controller":"kustomization","namespace":"shop","name":"cart"}', True),
        ('I1124 06:00:00 "done" Kustomization="shop/cart"', True),
        ("cart", False),
    ],
)
def test_a_line_of_a_controller_is_about_one_object(text: str, is_about: bool) -> None:
    """By kind, namespace and name, in every form that controllers have used."""
    assert mentions(text, "Kustomization", CART) is is_about


def test_who_writes_is_known_by_the_kind() -> None:
    """A workload's selector has to be read first."""
    assert writers_at_once(POD, CART) == Writers("shop", name="cart")
    assert writers_at_once(JOB, CART) == Writers("shop", (("job-name", "cart"),))
    release = writers_at_once(HELM_RELEASE, CART)
    assert release is not None and release.selector == "app=helm-controller" and release.namespace == ""
    assert writers_at_once(DEPLOYMENT, CART) is None
    assert writes(DEPLOYMENT) and writes(KUSTOMIZATION) and not writes(NAMESPACE)


def test_a_workload_s_pods_are_those_it_selects() -> None:
    """In its own namespace only."""
    found = writers_of({"metadata": {"namespace": "shop"}, "spec": {"selector": {"matchLabels": {"b": "2", "a": "1"}}}})
    assert found is not None and found.selector == "a=1,b=2"
    assert found.namespace == "shop"
    assert writers_of({"spec": {"selector": None}}) is None


def test_utc_is_the_server_s() -> None:
    """The clock on the wall is the user's."""
    seen: list[datetime] = []

    def look(at: datetime) -> str:
        seen.append(at)
        return ""

    log_line(Written("2026-11-24T06:00:00.0Z", "", ""), plain=True, clock=look)
    assert seen == [datetime(2026, 11, 24, 6, tzinfo=UTC)]
