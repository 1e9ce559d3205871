"""Answers recorded from a real kube-apiserver: the embedded one gives the same."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.demo.served import CAPI, CLUSTERS, GITOPS, Json, asking, capi_cluster, gitops_cluster
from tests.raw import Raw
from wgtui.demo.access import Rule
from wgtui.demo.server import DemoServer

KIND: Json = {"group": "cluster.x-k8s.io", "kind": "clusters"}
REVIEWS = "/apis/authorization.k8s.io/v1"


@dataclass(frozen=True)
class Case:
    title: str
    path: str
    code: int
    reason: str
    message: str
    details: Json | None
    token: str = "viewer"
    headers: dict[str, str] = field(default_factory=dict)


def cannot(user: str, where: str = "at the cluster scope") -> str:
    return (
        f'clusters.cluster.x-k8s.io is forbidden: User "{user}" cannot list resource "clusters" '
        f'in API group "cluster.x-k8s.io" {where}'
    )


CASES = (
    Case("a bad token", f"{CAPI}/clusters", 401, "Unauthorized", "Unauthorized", None, "wrong"),
    Case("no token", f"{CAPI}/clusters", 403, "Forbidden", cannot("system:anonymous"), KIND, ""),
    Case("no right", f"{CAPI}/clusters", 403, "Forbidden", cannot("nobody"), KIND, "nobody"),
    Case(
        "no right in one namespace", CLUSTERS, 403, "Forbidden", cannot("nobody", 'in the namespace "fleet-00"'), KIND,
        "nobody",
    ),
    Case(
        "an object that is not there", f"{CLUSTERS}/absent", 404, "NotFound",
        'clusters.cluster.x-k8s.io "absent" not found', {"name": "absent", **KIND},
    ),
    Case(
        "acting as somebody without rights", f"{CAPI}/clusters", 403, "Forbidden", cannot("dev"), KIND, "admin",
        {"Impersonate-User": "dev"},
    ),
    Case(
        "acting as others without the right to", f"{CAPI}/clusters", 403, "Forbidden",
        'users "admin" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" '
        "at the cluster scope", {"name": "admin", "kind": "users"}, "viewer", {"Impersonate-User": "admin"},
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
async def test_a_refusal_is_the_recorded_one(server: DemoServer, case: Case) -> None:
    """The whole Status, field by field."""
    async with asking(server, case.token) as user:
        answer = await user.get(case.path, headers=case.headers)
    wanted: Json = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": case.message,
        "reason": case.reason,
        "code": case.code,
    }
    if case.details is not None:
        wanted["details"] = case.details
    assert (answer.status, answer.json) == (case.code, wanted)
    assert answer.headers["Content-Type"] == "application/json"


async def test_what_nobody_serves_is_plain_text(admin: Raw) -> None:
    """As Go's mux answers."""
    for path in (f"{CAPI}/nothings", "/apis/nope.example/v1/things", "/nonsense"):
        answer = await admin.get(path)
        assert (answer.status, answer.text) == (404, "404 page not found\n")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_a_watch_of_the_far_past_is_an_error_event(server: DemoServer, admin: Raw) -> None:
    """HTTP 200, and then 410 within the stream, which ends."""
    server.clusters["management"].put(gitops_cluster("one"))
    server.clusters["management"].compact()
    async with admin.watch(GITOPS, resourceVersion="1") as events:
        assert events.status == 200
        ((kind, status),) = await events.rest()
    oldest = server.clusters["management"].version
    assert kind == "ERROR"
    assert status == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": f"too old resource version: 1 ({oldest})",
        "reason": "Expired",
        "code": 410,
    }


async def test_a_watch_of_the_far_future_stays_silent(admin: Raw) -> None:
    """It is accepted; nothing comes."""
    async with admin.watch(GITOPS, resourceVersion="999999999", timeoutSeconds="1") as events:
        assert (events.status, await events.rest()) == (200, [])


async def test_a_token_too_old_brings_one_that_goes_on(server: DemoServer, admin: Raw) -> None:
    """410 with a token for the rest, at the present version."""
    for name in ("a", "b", "c"):
        server.clusters["management"].put(gitops_cluster(name))
    token = (await admin.get(GITOPS, limit="1")).metadata["continue"]
    server.clusters["management"].put(gitops_cluster("d"))
    server.clusters["management"].compact()
    refused = await admin.get(GITOPS, limit="1", **{"continue": token})
    assert (refused.status, refused.json["reason"]) == (410, "Expired")
    assert refused.message.startswith("The provided continue parameter is too old to display a consistent list result.")
    rest = await admin.get(GITOPS, **{"continue": refused.metadata["continue"]})
    assert rest.names == ["b", "c", "d"]


async def test_an_access_review_repeats_its_question(server: DemoServer) -> None:
    """201, and whether."""
    spec = {"resourceAttributes": {"verb": "list", "group": "cluster.x-k8s.io", "resource": "clusters"}}
    body = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": spec}
    for token, allowed in (("nobody", False), ("viewer", True)):
        async with asking(server, token) as user:
            answer = await user.post(f"{REVIEWS}/selfsubjectaccessreviews", body)
        assert (answer.status, answer.json["spec"], answer.json["status"]) == (201, spec, {"allowed": allowed})


async def test_a_rules_review_lists_what_holds_in_a_namespace(server: DemoServer) -> None:
    """And which paths may be read."""
    server.rules.add("dev", Rule(("get", "list"), ("clusters",), ("cluster.x-k8s.io",), namespaces=("team-a",)))
    body: Json = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview"}
    wanted = {"verbs": ["get", "list"], "apiGroups": ["cluster.x-k8s.io"], "resources": ["clusters"]}
    async with asking(server, "dev") as user:
        for namespace, there in (("team-a", True), ("team-b", False)):
            review = body | {"spec": {"namespace": namespace}}
            status = (await user.post(f"{REVIEWS}/selfsubjectrulesreviews", review)).json["status"]
            assert (wanted in status["resourceRules"]) is there
            assert "/apis/*" in status["nonResourceRules"][0]["nonResourceURLs"]


async def test_the_server_says_whom_it_takes_somebody_for(server: DemoServer) -> None:
    """SelfSubjectReview: `kubectl auth whoami`."""
    body = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
    async with asking(server, "viewer") as user:
        answer = await user.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", body)
    assert answer.json["status"]["userInfo"] == {"username": "viewer", "groups": ["system:authenticated"]}


async def test_a_rule_for_one_name_allows_to_list_it_by_name(server: DemoServer) -> None:
    """By a field selector: that is how one object is watched."""
    server.clusters["management"].put(capi_cluster("mine"))
    server.rules.add("dev", Rule(("list", "watch"), ("clusters",), names=("mine",)))
    async with asking(server, "dev") as user:
        assert (await user.get(CLUSTERS, fieldSelector="metadata.name=mine")).names == ["mine"]
        assert (await user.get(CLUSTERS)).status == 403


async def test_a_large_list_is_compressed_for_who_can_read_it(server: DemoServer, admin: Raw) -> None:
    """As the real server does; a person with curl gets it indented."""
    for index in range(300):
        body = gitops_cluster(f"c{index:03}")
        body["metadata"]["annotations"] = {"text": "x" * 1000}
        server.clusters["management"].put(body)
    answer = await admin.get(GITOPS)
    assert (answer.headers["Content-Encoding"], len(answer.json["items"])) == ("gzip", 300)
    small = await admin.get(GITOPS, limit="1")
    assert "Content-Encoding" not in small.headers
    assert small.text.count("\n") == 1
    indented = await admin.get(GITOPS, limit="1", headers={"User-Agent": "curl/8"})
    assert indented.text.startswith('{\n  "apiVersion"')
