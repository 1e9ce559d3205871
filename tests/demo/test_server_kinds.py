"""Definitions, versions and OpenAPI: which kinds a server serves, and what it tells of them."""

from __future__ import annotations

from copy import deepcopy

import pytest
import yaml

from tests.crds import FOLDER, needs_crds
from tests.demo.served import CAPI, GITOPS, Json, capi_cluster, gitops_cluster
from tests.raw import MERGE, TABLE, Raw
from wgtui.demo.capi_versions import from_v1beta1, to_v1beta1
from wgtui.demo.kinds import BUILTIN_KINDS, MANAGEMENT_KINDS
from wgtui.demo.server import DemoServer

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
OLD = "/apis/cluster.x-k8s.io/v1beta1/namespaces/fleet-00/clusters"
CONDITION = {"type": "Available", "status": "True", "reason": "Available", "message": ""}


async def test_every_custom_kind_has_its_definition(admin: Raw) -> None:
    """Established, with its names, versions and columns."""
    found = {item["metadata"]["name"]: item for item in (await admin.get(DEFINITIONS)).json["items"]}
    assert found.keys() == {kind.resource for kind in MANAGEMENT_KINDS if kind.custom}
    clusters = found["clusters.cluster.x-k8s.io"]
    assert clusters["spec"]["names"]["shortNames"] == ["cl"]
    assert [version["name"] for version in clusters["spec"]["versions"]] == ["v1beta2", "v1beta1"]
    assert {each["type"]: each["status"] for each in clusters["status"]["conditions"]}["Established"] == "True"


async def test_a_kind_goes_with_its_definition(server: DemoServer, admin: Raw) -> None:
    """And its objects; a watch of them ends."""
    server.clusters["management"].put(gitops_cluster("a"))
    async with admin.watch(GITOPS, resourceVersion=str(server.clusters["management"].version)) as events:
        await admin.delete(f"{DEFINITIONS}/gitopsclusters.gitops.weave.works")
        assert await events.rest() == []
    assert (await admin.get(GITOPS)).status == 404


async def test_a_definition_must_be_named_after_its_kind(admin: Raw) -> None:
    """Or it is refused."""
    body = (await admin.get(f"{DEFINITIONS}/clusters.cluster.x-k8s.io")).json
    body["metadata"] = {"name": "wrong.example"}
    answer = await admin.post(DEFINITIONS, body)
    assert (answer.status, answer.json["details"]["causes"][0]["field"]) == (422, "metadata.name")


@needs_crds
async def test_the_real_definitions_can_be_installed(server: DemoServer) -> None:
    """On a server that has none of them, with their whole schemas."""
    server.add_cluster("management", BUILTIN_KINDS)
    storage = server.clusters["management"]
    for path in FOLDER.glob("*.yaml"):
        storage.put(yaml.load(path.read_bytes(), yaml.CSafeLoader))
    assert {kind.resource for kind in MANAGEMENT_KINDS} <= {kind.resource for kind in storage.kinds}


async def test_the_rules_of_a_gitops_cluster_hold(admin: Raw) -> None:
    """It names a Secret or a Cluster, not both, not neither."""
    both = gitops_cluster("a", secretRef={"name": "s"}, capiClusterRef={"name": "c"})
    answer = await admin.post(GITOPS, both)
    assert answer.message == (
        'GitopsCluster.gitops.weave.works "a" is invalid: spec: Invalid value: '
        "cannot provide both capiClusterRef and secretRef"
    )
    neither = gitops_cluster("bad") | {"spec": {}}
    answer = await admin.post(GITOPS, neither)
    assert answer.json == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": 'GitopsCluster.gitops.weave.works "bad" is invalid: spec: Invalid value: '
        "must provide a secretRef or capiClusterRef",
        "reason": "Invalid",
        "details": {
            "name": "bad",
            "group": "gitops.weave.works",
            "kind": "GitopsCluster",
            "causes": [
                {
                    "reason": "FieldValueInvalid",
                    "message": "Invalid value: must provide a secretRef or capiClusterRef",
                    "field": "spec",
                }
            ],
        },
        "code": 422,
    }


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({"prune": True, "sourceRef": {"kind": "GitRepository", "name": "a"}}, "spec.interval"),
        ({"interval": "soon", "prune": True, "sourceRef": {"kind": "GitRepository", "name": "a"}}, "spec.interval"),
        ({"interval": "1m", "prune": True, "sourceRef": {"kind": "Cluster", "name": "a"}}, "spec.sourceRef.kind"),
        ({"interval": "1m", "prune": "yes", "sourceRef": {"kind": "Bucket", "name": "a"}}, "spec.prune"),
    ],
)
async def test_a_kustomization_must_make_sense(admin: Raw, spec: Json, field: str) -> None:
    """Required fields, choices, patterns and types, with the field that is wrong."""
    path = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/default/kustomizations"
    body = {"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization", "metadata": {"name": "a"}}
    answer = await admin.post(path, body | {"spec": spec})
    assert answer.status == 422
    assert field in [cause["field"] for cause in answer.json["details"]["causes"]]


async def test_a_cluster_is_served_in_both_versions(server: DemoServer, admin: Raw) -> None:
    """Stored as v1beta2; in v1beta1 its fields are where that version has them."""
    body = capi_cluster("prod", conditions=[CONDITION], initialization={"infrastructureProvisioned": True})
    body["spec"]["infrastructureRef"] = {
        "apiGroup": "infrastructure.cluster.x-k8s.io",
        "kind": "AWSCluster",
        "name": "prod",
    }
    server.clusters["management"].put(body)
    old = (await admin.get(f"{OLD}/prod")).json
    assert old["apiVersion"] == "cluster.x-k8s.io/v1beta1"
    assert old["status"] == {"infrastructureReady": True, "v1beta2": {"conditions": [CONDITION]}}
    assert old["spec"]["infrastructureRef"] == {
        "apiVersion": "infrastructure.cluster.x-k8s.io/v1beta2",
        "kind": "AWSCluster",
        "name": "prod",
        "namespace": "fleet-00",
    }


async def test_what_is_written_in_the_old_version_is_stored_in_the_new(server: DemoServer, admin: Raw) -> None:
    """A patch of v1beta1 is one of its own fields."""
    server.clusters["management"].put(capi_cluster("prod"))
    ready = {"status": {"infrastructureReady": True, "v1beta2": {"conditions": [CONDITION]}}}
    await admin.patch(f"{OLD}/prod/status", ready, MERGE)
    stored = server.clusters["management"].get("clusters.cluster.x-k8s.io", "fleet-00", "prod")
    assert stored["apiVersion"] == "cluster.x-k8s.io/v1beta2"
    assert stored["status"] == {"initialization": {"infrastructureProvisioned": True}, "conditions": [CONDITION]}


@pytest.mark.parametrize(
    ("kind", "spec", "status"),
    [
        ("Cluster", {"topology": {"classRef": {"name": "eks"}, "version": "v1.35.0"}}, {"workers": {"replicas": 3}}),
        ("Machine", {"deletion": {"nodeDrainTimeoutSeconds": 605}}, {"deprecated": {"v1beta1": {"conditions": []}}}),
        ("MachineDeployment", {"template": {"spec": {"deletion": {"nodeDeletionTimeoutSeconds": 7200}}}}, {}),
        (
            "MachineHealthCheck",
            {
                "checks": {"nodeStartupTimeoutSeconds": 600, "unhealthyNodeConditions": [{"type": "Ready"}]},
                "remediation": {"triggerIf": {"unhealthyLessThanOrEqualTo": "40%"}},
            },
            {},
        ),
        ("KubeadmControlPlane", {"replicas": 3}, {"initialization": {"controlPlaneInitialized": True}}),
    ],
)
def test_conversion_loses_nothing(kind: str, spec: Json, status: Json) -> None:
    """There and back again."""
    body: Json = {"metadata": {"name": "a", "namespace": "n"}, "spec": spec, "status": status}
    there = deepcopy(body)
    to_v1beta1(kind, there)
    assert there != body or kind == "KubeadmControlPlane"
    from_v1beta1(kind, there)
    assert there == body


async def test_a_watch_is_converted_too(server: DemoServer, admin: Raw) -> None:
    """Every event in the version that was asked for."""
    storage = server.clusters["management"]
    storage.put(capi_cluster("prod"))
    async with admin.watch(OLD) as events:
        _, first = await events.next()
        storage.put(capi_cluster("prod", phase="Provisioned"))
        _, second = await events.next()
    assert {first["apiVersion"], second["apiVersion"]} == {"cluster.x-k8s.io/v1beta1"}


async def test_a_server_may_serve_the_old_version_alone(server: DemoServer, admin: Raw) -> None:
    """As one that was never upgraded: discovery says so, the new one is not found."""
    server.clusters["management"].kinds.serve("clusters.cluster.x-k8s.io", "v1beta1")
    assert (await admin.get(f"{CAPI}/clusters")).status == 404
    assert (await admin.get("/apis/cluster.x-k8s.io/v1beta1/clusters")).status == 200


async def test_a_table_of_clusters_has_the_columns_of_its_definition(server: DemoServer, admin: Raw) -> None:
    """Found by path, filters in it too."""
    server.clusters["management"].put(capi_cluster("prod", phase="Provisioned", conditions=[CONDITION]))
    table = (await admin.get(f"{CAPI}/clusters", headers={"Accept": TABLE})).json
    cells = dict(zip((each["name"] for each in table["columnDefinitions"]), table["rows"][0]["cells"], strict=True))
    assert (cells["Name"], cells["Available"], cells["Phase"], cells["CP Desired"]) == (
        "prod", "True", "Provisioned", None,
    )  # fmt: skip


async def test_openapi_in_both_versions(admin: Raw) -> None:
    """v3 by group and version, v2 as one document, in JSON or protobuf."""
    wanted = {"group": "gitops.weave.works", "kind": "GitopsCluster", "version": "v1alpha1"}
    url = (await admin.get("/openapi/v3")).json["paths"]["apis/gitops.weave.works/v1alpha1"]["serverRelativeURL"]
    assert url.startswith("/clusters/management/openapi/v3/apis/gitops.weave.works/v1alpha1?hash=")
    third = (await admin.get("/openapi/v3/apis/gitops.weave.works/v1alpha1")).json
    operations = [item["patch"] for item in third["paths"].values() if "patch" in item]
    assert [operation["x-kubernetes-group-version-kind"] for operation in operations] == [wanted]
    assert {"fieldValidation", "dryRun"} <= {each["name"] for each in operations[0]["parameters"]}
    second = (await admin.get("/openapi/v2")).json
    schema = second["definitions"]["works.weave.gitops.v1alpha1.GitopsCluster"]
    assert schema["x-kubernetes-group-version-kind"] == [wanted]
    accept = {"Accept": "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"}
    async with admin.stream("/openapi/v2", headers=accept) as content:
        encoded = await content.read()
    assert encoded.startswith(b"\x0a\x032.0")
    assert b"works.weave.gitops.v1alpha1.GitopsCluster" in encoded


async def test_every_object_of_discovery_can_be_listed(admin: Raw) -> None:
    """What is told is served."""
    accept = {"Accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"}
    for root in ("/api", "/apis"):
        for group in (await admin.get(root, headers=accept)).json["items"]:
            name = group["metadata"].get("name", "")
            for version in group["versions"]:
                base = f"/apis/{name}/{version['version']}" if name else f"/api/{version['version']}"
                for resource in version["resources"]:
                    if "list" in resource["verbs"]:
                        assert (await admin.get(f"{base}/{resource['resource']}", limit="1")).status == 200
