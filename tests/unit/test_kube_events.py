"""Lines of a watch, decoded: whatever they hold."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtui.errors import Forbidden, Gone, KubeError, ServerFault, Throttled
from wgtui.kube.events import Bookmark, EventDecoder, Removed
from wgtui.kube.lines import Overlong
from wgtui.resources.capi import MACHINE, Machine
from wgtui.resources.changes import Skipped
from wgtui.resources.meta import ObjectRef

MACHINE_OBJECT = {
    "apiVersion": "cluster.x-k8s.io/v1beta2",
    "kind": "Machine",
    "metadata": {"name": "m-1", "namespace": "fleet", "resourceVersion": "7"},
    "spec": {"clusterName": "prod"},
}


def told(kind: str, found: Any) -> Any:
    return EventDecoder(MACHINE).line(json.dumps({"type": kind, "object": found}, separators=(",", ":")).encode())


@pytest.mark.parametrize("kind", ["ADDED", "MODIFIED"])
def test_an_object_comes_as_its_struct(kind: str) -> None:
    """The line of nearly every event."""
    found = told(kind, MACHINE_OBJECT)
    assert isinstance(found, Machine)
    assert found.metadata.ref == ObjectRef("fleet", "m-1")
    assert found.spec.cluster_name == "prod"


def test_the_order_of_keys_does_not_matter() -> None:
    """JSON promises none, though every server has the type first."""
    line = json.dumps({"object": MACHINE_OBJECT, "type": "ADDED"}, indent=1).encode()
    assert isinstance(EventDecoder(MACHINE).line(line), Machine)


def test_a_deletion_names_the_object() -> None:
    """And the version from which a watch can go on without hearing of it again."""
    assert told("DELETED", MACHINE_OBJECT) == Removed("7", ObjectRef("fleet", "m-1"))


@pytest.mark.parametrize(("annotations", "ends"), [({}, False), ({"k8s.io/initial-events-end": "true"}, True)])
def test_a_bookmark_tells_how_far_the_server_is(annotations: dict[str, str], ends: bool) -> None:
    """One with the annotation ends the initial objects."""
    metadata = {"resourceVersion": "900", "annotations": annotations, "creationTimestamp": None}
    assert told("BOOKMARK", {"kind": "Machine", "metadata": metadata}) == Bookmark("900", ends)


@pytest.mark.parametrize(
    ("code", "kind"), [(410, Gone), (403, Forbidden), (429, Throttled), (500, ServerFault), (504, ServerFault)]
)
def test_an_error_event_is_the_error_its_status_means(code: int, kind: type[KubeError]) -> None:
    """HTTP said 200 long ago."""
    found = told("ERROR", {"kind": "Status", "message": "too old\x1b[31m resource version", "code": code})
    assert type(found) is kind
    assert found.code == code
    assert found.title == "too old[31m resource version"


def test_an_error_event_without_a_word_is_an_error() -> None:
    """Something ended the stream; what, nobody says."""
    assert isinstance(told("ERROR", {}), ServerFault)
    assert isinstance(told("ERROR", 17), ServerFault)


def test_an_object_of_wrong_types_is_skipped_with_its_name_and_the_reason() -> None:
    """A controller of the future, or a broken one, does not blind us for the rest."""
    found = told("ADDED", {**MACHINE_OBJECT, "spec": {"clusterName": 17}})
    assert found == Skipped(ObjectRef("fleet", "m-1"), "Expected `str`, got `int` - at `$.spec.clusterName`")


def test_an_object_too_large_is_skipped_by_the_name_in_its_head() -> None:
    """Only its head was kept."""
    line = json.dumps({"type": "ADDED", "object": MACHINE_OBJECT}, separators=(",", ":")).encode()
    found = EventDecoder(MACHINE).line(Overlong(line[: line.index(b'"spec"') + 12]))
    assert found == Skipped(ObjectRef("fleet", "m-1"), "larger than 8 MiB")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"type":"ADDED"}',
        b'{"type":"ADDED","object":{}}',
        b'{"type":"ADDED","object":{"metadata":{}}}',
        b'{"type":"ADDED","object":{"metadata":{"name":"\xff\xfe"}}}',
        b'{"type":"ADDED","object":{"metadata":{"name":"\\ud800"}}}',
        b'{"type":"ADDED","object":{"metadata":{"name":"a"},"x":' + b"[" * 60_000 + b"]" * 60_000 + b"}}",
        b'{"type":"DELETED","object":{"metadata":{}}}',
        b'{"type":"BOOKMARK","object":{"metadata":7}}',
        b'{"type":"\\u001b[31mNEW","object":{}}',
        Overlong(b'{"type":"ADDED","object":{"metadata":{"annotations":{"a":"xxxxxxxx'),
        Overlong(b'{"type":"ADDED","object":{"metadata":{"labels":' + b"[" * 60_000),
    ],
)
def test_what_cannot_be_read_is_skipped(line: bytes) -> None:
    """Nothing that a line holds ends the watch, and the reason is fit for a screen."""
    found = EventDecoder(MACHINE).line(line)
    assert isinstance(found, Skipped)
    assert found.reason.isprintable()
    assert len(found.reason) <= 400


@given(st.binary(max_size=200), st.sampled_from([b"ADDED", b"DELETED", b"BOOKMARK", b"ERROR", b"?"]))
def test_no_bytes_break_the_decoder(content: bytes, kind: bytes) -> None:
    """Anything may stand where an object should."""
    EventDecoder(MACHINE).line(b'{"type":"%s","object":%s}' % (kind, content))
    EventDecoder(MACHINE).line(content)
    EventDecoder(MACHINE).line(Overlong(b'{"type":"ADDED","object":{"metadata":{%s' % content))


def test_items_of_a_list_are_skipped_alike() -> None:
    """One bad object does not spoil the page."""
    decoder = EventDecoder(MACHINE)
    bad = msgspec.Raw(b'{"metadata":{"name":"bad","namespace":"fleet"},"spec":false}')
    found = decoder.item(bad)
    assert isinstance(found, Skipped)
    assert found.ref == ObjectRef("fleet", "bad")
    assert isinstance(decoder.item(msgspec.Raw(json.dumps(MACHINE_OBJECT).encode())), Machine)
