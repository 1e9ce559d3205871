"""What an answer of a server means."""

from __future__ import annotations

import json

import pytest

from wgtui.errors import (
    Absent,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    KubeError,
    NotFound,
    ServerFault,
    Throttled,
    Unauthorized,
)
from wgtui.kube.answers import error_of_answer


def status(message: str = "because", **fields: object) -> bytes:
    return json.dumps({"kind": "Status", "status": "Failure", "message": message, **fields}).encode()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, Invalid),
        (401, Unauthorized),
        (403, Forbidden),
        (405, Invalid),
        (409, Conflict),
        (410, Gone),
        (413, Invalid),
        (415, Invalid),
        (422, Invalid),
        (429, Throttled),
        (500, ServerFault),
        (502, ServerFault),
        (503, ServerFault),
        (504, ServerFault),
        (418, ServerFault),
    ],
)
def test_each_status_is_one_of_our_errors(code: int, kind: type[KubeError]) -> None:
    """With the server's words as title."""
    error = error_of_answer(code, status(), {})
    assert type(error) is kind
    assert (error.code, error.title) == (code, "because")


def test_an_absent_object_and_an_absent_kind_are_told_apart() -> None:
    """The one is a Status that names the object, the other is plain text."""
    details = {"name": "prod", "kind": "clusters"}
    assert type(error_of_answer(404, status(details=details), {})) is NotFound
    assert type(error_of_answer(404, b"404 page not found\n", {})) is Absent
    assert type(error_of_answer(404, status(details={"name": ""}), {})) is Absent


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("-1", 0.0), ("99999", 600.0), ("soon", None), ("", None)])
def test_retry_after_is_in_seconds_and_has_bounds(header: str, seconds: float | None) -> None:
    """A server that errs does not silence us for a week."""
    error = error_of_answer(429, status(), {"Retry-After": header})
    assert isinstance(error, Throttled)
    assert error.retry_after == seconds


def test_retry_after_may_stand_in_the_details() -> None:
    """In an ERROR event it can stand nowhere else."""
    error = error_of_answer(503, status(details={"retryAfterSeconds": 3}), {})
    assert isinstance(error, ServerFault)
    assert error.retry_after == 3


def test_a_page_of_a_proxy_is_not_quoted() -> None:
    """HTML says nothing in one line."""
    error = error_of_answer(502, b"<html><body>nginx", {"Content-Type": "text/html; charset=utf-8"})
    assert error.title == "the server answered 502"


def test_words_are_one_harmless_line() -> None:
    """Whatever a server, a webhook or a proxy says."""
    error = error_of_answer(500, b"\x1b]0;title\x07 line\none \xe2\x80\xae\xff" + b"x" * 10_000, {})
    assert error.title.startswith("]0;title line one \ufffdxxx")
    assert len(error.title) == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"details":17}', b"\xff", b"{" * 5000])
def test_no_body_breaks_it(body: bytes) -> None:
    """The code alone says enough."""
    assert type(error_of_answer(403, body, {})) is Forbidden


def test_who_may_not_read_everywhere_is_told_that_one_namespace_may_do() -> None:
    """As a role in a namespace gives it; a refusal in a namespace has no such way out."""
    words = 'clusters.cluster.x-k8s.io is forbidden: User "dev" cannot list resource "clusters" '
    assert "-n" in error_of_answer(403, status(words + "at the cluster scope"), {}).detail
    assert "-n" not in error_of_answer(403, status(words + 'in the namespace "shop"'), {}).detail
