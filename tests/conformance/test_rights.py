"""Discovery and reviews: what the server serves, and what the user may do."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import GROUP, PLURAL, ROOT, SAMPLE, Sample
from tests.raw import Json
from wgtui.errors import Absent
from wgtui.kube.access import Access
from wgtui.kube.client import Client
from wgtui.resources.kinds import Kind

REVIEWS = "/apis/authorization.k8s.io/v1"


async def review(cluster: Cluster, plural: str, kind: str, spec: Json) -> Json:
    body = {"apiVersion": "authorization.k8s.io/v1", "kind": kind, "spec": spec}
    answer = await cluster.raw.post(f"{REVIEWS}/{plural}", body)
    if answer.status == 404:
        pytest.skip("this server has no reviews")
    assert answer.status == 201
    found: Json = answer.json
    return found


async def test_the_client_finds_the_kind(cluster: Cluster, client: Client) -> None:
    """Its version, and that it can be watched."""
    if (await cluster.raw.get("/apis")).status == 404:
        pytest.skip("this server has no discovery of all groups")
    served = await client.served()
    assert served.versions_of(SAMPLE) == ("v1",)
    assert {"list", "watch", "patch"} <= served.kinds[GROUP, "v1", PLURAL]


async def test_a_kind_that_is_not_served_is_absent(cluster: Cluster, client: Client) -> None:
    """As one whose controller is not installed."""
    if (await cluster.raw.get("/apis")).status == 404:
        pytest.skip("this server has no discovery of all groups")
    with pytest.raises(Absent):
        await client.version_of(Kind(GROUP, "Nothing", "nothings", Sample))


async def test_both_sorts_of_discovery_agree(cluster: Cluster) -> None:
    """Aggregated and plain."""
    accept = {"Accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"}
    answer = await cluster.raw.get("/apis", headers=accept)
    if answer.status in (404, 406) or "as=" not in answer.headers["Content-Type"]:
        pytest.skip("this server has no aggregated discovery")
    assert "as=APIGroupDiscoveryList" in answer.headers["Content-Type"]
    group = next(item for item in answer.json["items"] if item["metadata"]["name"] == GROUP)
    (aggregated,) = group["versions"][0]["resources"]
    plain = next(each for each in (await cluster.raw.get(ROOT)).json["resources"] if each["name"] == PLURAL)
    assert aggregated["resource"] == plain["name"]
    assert aggregated["responseKind"]["kind"] == plain["kind"] == "Sample"
    assert sorted(aggregated["verbs"]) == sorted(plain["verbs"])
    assert sorted(each["subresource"] for each in aggregated["subresources"]) == ["scale", "status"]


async def test_openapi_tells_the_fields(cluster: Cluster) -> None:
    """As `kubectl explain` reads them."""
    listed = await cluster.raw.get("/openapi/v3")
    if listed.status == 404:
        pytest.skip("this server has no OpenAPI v3")
    assert f"apis/{GROUP}/v1" in listed.json["paths"]
    document = (await cluster.raw.get(f"/openapi/v3/apis/{GROUP}/v1")).json
    wanted = {"group": GROUP, "kind": "Sample", "version": "v1"}
    (schema,) = (
        schema
        for schema in document["components"]["schemas"].values()
        if wanted in schema.get("x-kubernetes-group-version-kind", ())
    )
    assert schema["properties"]["spec"]["properties"]["size"]["type"] == "integer"


async def test_a_review_says_whether(cluster: Cluster, client: Client) -> None:
    """Whoever may make namespaces and kinds may do this."""
    attributes = {"verb": "list", "group": GROUP, "resource": PLURAL, "namespace": cluster.namespace}
    answer = await review(
        cluster, "selfsubjectaccessreviews", "SelfSubjectAccessReview", {"resourceAttributes": attributes}
    )
    assert answer["status"]["allowed"] is True
    assert answer["spec"] == {"resourceAttributes": attributes}
    assert (await Access(client).allowed("list", SAMPLE, cluster.namespace)).allowed


async def test_a_review_of_rules_lists_them(cluster: Cluster) -> None:
    """Everybody may ask about themselves."""
    answer = await review(
        cluster, "selfsubjectrulesreviews", "SelfSubjectRulesReview", {"namespace": cluster.namespace}
    )
    rules = answer["status"]["resourceRules"]
    assert any("selfsubjectaccessreviews" in rule["resources"] or "*" in rule["resources"] for rule in rules)
    assert answer["status"]["nonResourceRules"]


async def test_somebody_without_rights_is_refused(cluster: Cluster) -> None:
    """In words that say who, what and where."""
    acting = {"Impersonate-User": "wgtui-nobody"}
    refused = await cluster.raw.get(cluster.samples, headers=acting)
    if refused.status == 200:
        pytest.skip("this server lets everybody do everything")
    if refused.status >= 500:
        pytest.skip(f"this server cannot tell: {refused.text}")
    assert refused.status == 403
    if "impersonate" in refused.message:
        pytest.skip("this user may not act as others")
    assert refused.message.startswith(
        f'{PLURAL}.{GROUP} is forbidden: User "wgtui-nobody" cannot list resource "{PLURAL}" in API group "{GROUP}" '
        f'in the namespace "{cluster.namespace}"'
    )
    assert refused.json["details"] == {"group": GROUP, "kind": PLURAL}
