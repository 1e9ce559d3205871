"""What is said of requests that make no sense: status, reason and message, word for word."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import DEFINITION, GROUP, PLURAL, sample
from tests.raw import JSON_PATCH, MERGE, STRATEGIC, TABLE, Json


@dataclass(frozen=True)
class Case:
    """One request and its refusal; `below` is what follows the path of the samples, `name` of which one is there."""

    title: str
    method: str
    code: int
    reason: str
    message: str
    below: str = ""
    query: dict[str, str] = field(default_factory=dict)
    body: object = None
    content_type: str = "application/json"
    accept: str = "application/json"


LIST_INVALID = 'ListOptions.meta.k8s.io "" is invalid: '
MATCH = "resourceVersionMatch"
WATCH = {"watch": "true", "timeoutSeconds": "1"}
TOKEN = "invalid continue token: continue key is not valid: "
BODY = "the object provided is unrecognized (must be of type Sample): "


def get(title: str, code: int, reason: str, message: str, **query: str) -> Case:
    return Case(title, "GET", code, reason, message, query=query)


def post(title: str, code: int, reason: str, message: str, body: object, **query: str) -> Case:
    return Case(title, "POST", code, reason, message, body=body, query=query)


def patch(title: str, code: int, reason: str, message: str, body: object, kind: str = MERGE, **query: str) -> Case:
    return Case(title, "PATCH", code, reason, message, "/here", query, body, kind)


def named(name: str, **metadata: object) -> Json:
    body = sample(name)
    body["metadata"] |= metadata
    return body


CASES = (
    get("a continue token that is none", 400, "BadRequest",
        f"{TOKEN}invalid character 'i' looking for beginning of value", **{"continue": "abc"}),
    get("a continue token that is no base64", 400, "BadRequest",
        f"{TOKEN}illegal base64 data at input byte 0", **{"continue": "!!!"}),
    get("a match without a version", 422, "Invalid",
        f"{LIST_INVALID}{MATCH}: Forbidden: {MATCH} is forbidden unless resourceVersion is provided",
        resourceVersionMatch="Exact"),
    get("a match nobody knows", 422, "Invalid",
        f'{LIST_INVALID}{MATCH}: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
        resourceVersion="1", resourceVersionMatch="Foo"),
    get("exactly at version 0", 422, "Invalid",
        f'{LIST_INVALID}{MATCH}: Forbidden: {MATCH} "exact" is forbidden for resourceVersion "0"',
        resourceVersion="0", resourceVersionMatch="Exact"),
    get("a match beside a token", 422, "Invalid",
        f"{LIST_INVALID}{MATCH}: Forbidden: {MATCH} is forbidden when continue is provided",
        resourceVersion="5", resourceVersionMatch="Exact", **{"continue": "abc"}),
    get("initial events of a list", 422, "Invalid",
        f"{LIST_INVALID}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
        sendInitialEvents="true"),
    get("initial events without a match", 422, "Invalid",
        f"{LIST_INVALID}{MATCH}: Forbidden: sendInitialEvents requires setting {MATCH} to NotOlderThan",
        sendInitialEvents="true", **WATCH),
    get("a watch with a match alone", 422, "Invalid",
        f"{LIST_INVALID}{MATCH}: Forbidden: {MATCH} is forbidden for watch unless sendInitialEvents is provided",
        resourceVersion="5", resourceVersionMatch="NotOlderThan", **WATCH),
    get("a version that is no number", 400, "BadRequest",
        'invalid resource version: resourceVersion: Invalid value: "abc": '
        'strconv.ParseUint: parsing "abc": invalid syntax',
        resourceVersion="abc"),
    get("a limit that is no number", 400, "BadRequest",
        'strconv.ParseInt: parsing "abc": invalid syntax', limit="abc"),
    get("a field nobody can select by", 400, "BadRequest",
        "field label not supported: spec.x", fieldSelector="spec.x=1"),
    get("a field selector without a value", 400, "BadRequest",
        "invalid selector: 'foo'; can't understand 'foo'", fieldSelector="foo"),
    get("three equals signs", 400, "BadRequest",
        "unable to parse requirement: found '=', expected: identifier", labelSelector="a===b"),
    get("an open set", 400, "BadRequest",
        "unable to parse requirement: found '', expected: ',' or ')'", labelSelector="a in (b"),
    get("a value without a key", 400, "BadRequest",
        "found '=', expected: !, identifier, or 'end of string'", labelSelector="=a"),
    get("a comma at the end", 400, "BadRequest",
        "found '', expected: identifier after ','", labelSelector="a,"),
    get("no operator that is known", 400, "BadRequest",
        "unable to parse requirement: found 'foo', expected: in, notin, =, ==, !=, gt, lt", labelSelector="a foo b"),
    get("two selectors without a comma", 400, "BadRequest",
        "found 'c', expected: ',' or 'end of string'", labelSelector="a=b c"),
    Case("a form nobody has", "GET", 406, "NotAcceptable",
         "only the following media types are accepted: application/json, application/yaml, "
         "application/vnd.kubernetes.protobuf", "/here", accept="text/plain"),
    Case("an object that is not there", "GET", 404, "NotFound", f'{DEFINITION} "absent" not found', "/absent"),
    post("half an object", 400, "BadRequest",
         f"{BODY}couldn't get version/kind; json parse error: unexpected end of JSON input ({{)", "{"),
    post("no object", 400, "BadRequest",
         f"{BODY}couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value "
         "(68656c6c6f)", "hello"),
    post("another version", 400, "BadRequest",
         f"the API version in the data ({GROUP}/v9) does not match the expected API version ({GROUP}/v1)",
         sample("new") | {"apiVersion": f"{GROUP}/v9"}),
    post("another kind", 422, "Invalid", f'Foo.{GROUP} "new" is invalid: kind: Invalid value: "Foo": must be Sample',
         sample("new") | {"kind": "Foo"}),
    post("another namespace", 400, "BadRequest",
         "the namespace of the provided object does not match the namespace sent on the request",
         named("new", namespace="elsewhere")),
    post("an object that is there", 409, "AlreadyExists", f'{DEFINITION} "here" already exists', sample("here")),
    post("a validation nobody knows", 422, "Invalid",
         'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Foo": '
         'supported values: "", "Ignore", "Strict", "Warn"', sample("new"), fieldValidation="Foo"),
    post("half a dry run", 422, "Invalid",
         'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
         sample("new"), dryRun="Some"),
    post("a rule broken", 422, "Invalid",
         f'Sample.{GROUP} "new" is invalid: spec: Invalid value: cannot provide both',
         sample("new", secretRef={"name": "a"}, otherRef={"name": "b"})),
    Case("plain text", "POST", 415, "UnsupportedMediaType",
         "the body of the request was in an unknown format - accepted media types include: "
         "application/json, application/yaml, application/vnd.kubernetes.protobuf",
         body=sample("new"), content_type="text/plain"),
    Case("an update of nothing", "PUT", 404, "NotFound", f'{DEFINITION} "absent" not found', "/absent",
         body=named("absent", resourceVersion="1")),
    Case("an update without a version", "PUT", 422, "Invalid",
         f'{DEFINITION} "here" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
         "/here", body=sample("here")),
    Case("an update with an old version", "PUT", 409, "Conflict",
         f'Operation cannot be fulfilled on {DEFINITION} "here": the object has been modified; '
         "please apply your changes to the latest version and try again",
         "/here", body=named("here", resourceVersion="1")),
    Case("an update under another name", "PUT", 400, "BadRequest",
         "the name of the object (other) does not match the name on the URL (here)", "/here", body=sample("other")),
    patch("a strategic patch of a custom kind", 415, "UnsupportedMediaType",
          "the body of the request was in an unknown format - accepted media types include: "
          "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml", {}, STRATEGIC),
    patch("half a patch", 400, "BadRequest", "error decoding patch: unexpected end of JSON input", "{"),
    patch("operations that are none", 400, "BadRequest",
          "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
          {}, JSON_PATCH),
    patch("a test that fails", 422, "Invalid", "the server rejected our request due to an error in our request",
          [{"op": "test", "path": "/spec/size", "value": 99}], JSON_PATCH),
    patch("force without apply", 422, "Invalid",
          'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
          {}, force="true"),
    patch("apply without a manager", 422, "Invalid",
          'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
          sample("here"), "application/apply-patch+yaml"),
    patch("apply with managed fields", 400, "BadRequest", "metadata.managedFields must be nil",
          named("here", managedFields=[{"manager": "x"}]), "application/apply-patch+yaml", fieldManager="m"),
    patch("apply of a field nobody knows", 500, "",
          f"failed to create typed patch object (/here; {GROUP}/v1, Kind=Sample): .spec.foo: "
          "field not declared in schema", sample("here", foo=1), "application/apply-patch+yaml", fieldManager="m"),
    Case("a policy nobody knows", "DELETE", 422, "Invalid",
         'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": '
         'supported values: "Foreground", "Background", "Orphan", "nil"', "/here", {"propagationPolicy": "Foo"}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
async def test_a_refusal_is_worded_as_everywhere(cluster: Cluster, case: Case) -> None:
    """Clients and people read these."""
    await cluster.raw.post(cluster.samples, sample("here"))
    answer = await cluster.raw.ask(
        case.method,
        cluster.samples + case.below,
        case.body,
        content_type=case.content_type,
        headers={"Accept": case.accept},
        **case.query,
    )
    said = answer.json
    assert (answer.status, said.get("reason", ""), said["message"]) == (case.code, case.reason, case.message)
    assert (said["kind"], said["apiVersion"], said["status"], said["code"]) == ("Status", "v1", "Failure", case.code)


async def test_what_is_not_served_is_no_page(cluster: Cluster) -> None:
    """Plain text, no Status: nobody there could make one."""
    for path in (f"/apis/{GROUP}/v9/{PLURAL}", f"/apis/{GROUP}/v1/nothings", "/apis/nope.wgtui.example/v1/things"):
        answer = await cluster.raw.get(path)
        assert (answer.status, answer.text.strip()) == (404, "404 page not found")


async def test_a_version_yet_to_come_is_waited_for_in_vain(cluster: Cluster) -> None:
    """504, and the version that there is."""
    answer = await cluster.raw.get(cluster.samples, resourceVersion="999999999999")
    assert (answer.status, answer.json["reason"]) == (504, "Timeout")
    assert answer.message.startswith("Timeout: Too large resource version: 999999999999, current: ")
    assert answer.json["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge"


async def test_a_bad_version_of_a_watch_is_an_internal_error(cluster: Cluster) -> None:
    """Unlike that of a list."""
    answer = await cluster.raw.get(cluster.samples, watch="true", resourceVersion="abc", timeoutSeconds="1")
    assert answer.status == 500
    assert answer.message == 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'


async def test_a_refusal_of_a_table_is_a_status(cluster: Cluster) -> None:
    """Whatever form was asked for."""
    answer = await cluster.raw.get(f"{cluster.samples}/absent", headers={"Accept": TABLE})
    assert (answer.status, answer.json["kind"]) == (404, "Status")
