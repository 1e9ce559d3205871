"""Bodies that make no sense: refused as a Status, never an accident."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.demo.served import CONFIG_MAPS, GITOPS, config_map, gitops_cluster
from tests.raw import APPLY, JSON, JSON_PATCH, MERGE, STRATEGIC, YAML, Raw

DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"
DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


def configuration(**more: Any) -> dict[str, Any]:
    return gitops_cluster("here") | more


@pytest.mark.parametrize(
    ("method", "path", "kind", "body"),
    [
        ("POST", GITOPS, JSON, None),
        ("POST", GITOPS, JSON, []),
        ("POST", GITOPS, JSON, "text"),
        ("POST", GITOPS, JSON, configuration(metadata=5)),
        ("POST", GITOPS, JSON, configuration(metadata={"name": 5})),
        ("POST", GITOPS, JSON, configuration(metadata={"name": "x", "labels": "none"})),
        ("POST", GITOPS, JSON, configuration(metadata={"name": "x", "labels": {"a": 1}})),
        ("POST", GITOPS, JSON, configuration(metadata={"name": "x", "finalizers": "none"})),
        ("POST", GITOPS, JSON, configuration(metadata={"name": "x", "ownerReferences": [5]})),
        ("POST", GITOPS, JSON, configuration(metadata={"name": "x"}, spec=[])),
        ("POST", GITOPS, JSON, configuration(metadata={"name": "x"}, spec={"secretRef": "s"})),
        ("POST", GITOPS, YAML, configuration(metadata={"name": "\u0000"})),
        ("PATCH", f"{GITOPS}/here", MERGE, 5),
        ("PATCH", f"{GITOPS}/here", MERGE, [1]),
        ("PATCH", f"{GITOPS}/here", MERGE, {"metadata": []}),
        ("PATCH", f"{GITOPS}/here", MERGE, {"spec": "none"}),
        ("PATCH", f"{GITOPS}/here", JSON_PATCH, [1]),
        ("PATCH", f"{GITOPS}/here", JSON_PATCH, [{"op": "replace", "path": "", "value": []}]),
        ("PATCH", f"{GITOPS}/here", JSON_PATCH, [{"op": "add", "path": 5, "value": 1}]),
        ("PATCH", f"{GITOPS}/here", JSON_PATCH, [{"op": "move", "path": "/spec", "from": None}]),
        ("PATCH", f"{GITOPS}/here", APPLY, "just words"),
        ("PATCH", f"{GITOPS}/here", APPLY, configuration(metadata=[])),
        ("POST", DEPLOYMENTS, JSON, {"metadata": {"name": "x"}, "spec": True}),
        ("PATCH", f"{CONFIG_MAPS}/here", STRATEGIC, {"metadata": {"labels": []}}),
        ("POST", DEFINITIONS, JSON, {"metadata": {"name": "x"}, "spec": 1.5}),
        ("POST", DEFINITIONS, JSON, {"metadata": {"name": "x"}, "spec": {"names": [], "versions": {}}}),
        ("POST", REVIEWS, JSON, {"spec": []}),
        ("POST", REVIEWS, JSON, {"spec": {"resourceAttributes": "all"}}),
        ("DELETE", f"{GITOPS}/here", JSON, {"propagationPolicy": []}),
        ("DELETE", f"{GITOPS}/here", JSON, {"dryRun": "Some"}),
    ],
)
async def test_nonsense_is_refused(admin: Raw, method: str, path: str, kind: str, body: object) -> None:
    """With a code of the client's fault; what was there is there still."""
    await admin.post(GITOPS, gitops_cluster("here"))
    await admin.post(CONFIG_MAPS, config_map("here"))
    answer = await admin.ask(method, path, json.dumps(body), content_type=kind, fieldManager="nobody")
    assert 400 <= answer.status < 500
    assert (answer.json["kind"], answer.json["code"]) == ("Status", answer.status)
    assert (await admin.get(f"{GITOPS}/here")).json["spec"] == {"secretRef": {"name": "here-kubeconfig"}}


@pytest.mark.parametrize("patch", [{"$retainKeys": None}, {"$setElementOrder/data": 1}, {"data": {"$patch": "delete"}}])
async def test_odd_directives_do_no_harm(admin: Raw, patch: dict[str, Any]) -> None:
    """Of a strategic patch: what cannot be followed is left."""
    await admin.post(CONFIG_MAPS, config_map("here", a="b"))
    assert (await admin.patch(f"{CONFIG_MAPS}/here", patch, STRATEGIC)).status == 200


async def test_null_is_no_nonsense(admin: Raw) -> None:
    """Go clients send `"creationTimestamp": null` for an object they make."""
    for path, body in ((CONFIG_MAPS, config_map("new")), (GITOPS, gitops_cluster("new"))):
        body["metadata"] |= {"creationTimestamp": None, "labels": None}
        made = await admin.post(path, body)
        assert made.status == 201
        assert made.metadata["creationTimestamp"]
        assert "labels" not in made.metadata
