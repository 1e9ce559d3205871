"""Kinds that every API server has: namespaces, pods and their logs, strategic patches, tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.demo.served import CONFIG_MAPS, Json, config_map
from tests.raw import JSON_PATCH, STRATEGIC, TABLE, Raw
from wgtui.demo.pod_logs import Container
from wgtui.demo.server import DemoServer

DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"
PODS = "/api/v1/namespaces/default/pods"
START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def deployment(*containers: tuple[str, str]) -> Json:
    listed = [{"name": name, "image": image} for name, image in containers]
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": listed}},
        },
    }


def pod(name: str, phase: str = "Running", *containers: str) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {"containers": [{"name": each, "image": "x"} for each in containers or ("main",)]},
        "status": {"phase": phase},
    }


async def test_a_strategic_patch_merges_containers_by_name(admin: Raw) -> None:
    """Others stay as they are; a directive takes one away."""
    await admin.post(DEPLOYMENTS, deployment(("web", "nginx:1"), ("side", "side:1")))
    changed = [{"name": "web", "image": "nginx:2"}, {"name": "new", "image": "new:1"}]
    patch = {"spec": {"template": {"spec": {"containers": changed}}}}
    spec = (await admin.patch(f"{DEPLOYMENTS}/web", patch, STRATEGIC)).json["spec"]["template"]["spec"]
    assert [(each["name"], each["image"]) for each in spec["containers"]] == [
        ("web", "nginx:2"),
        ("side", "side:1"),
        ("new", "new:1"),
    ]
    gone = {"spec": {"template": {"spec": {"containers": [{"name": "side", "$patch": "delete"}]}}}}
    spec = (await admin.patch(f"{DEPLOYMENTS}/web", gone, STRATEGIC)).json["spec"]["template"]["spec"]
    assert [each["name"] for each in spec["containers"]] == ["web", "new"]


async def test_a_strategic_patch_keeps_order_and_keys_as_told(admin: Raw) -> None:
    """`$setElementOrder` and `$retainKeys`, as `kubectl apply` sends them."""
    body = deployment(("a", "1"), ("b", "1"), ("c", "1"))
    body["spec"]["strategy"] = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}
    await admin.post(DEPLOYMENTS, body)
    order = [{"name": name} for name in ("c", "a", "b")]
    patch = {
        "spec": {
            "strategy": {"$retainKeys": ["type"], "type": "Recreate"},
            "template": {"spec": {"$setElementOrder/containers": order, "containers": [{"name": "a", "image": "2"}]}},
        }
    }
    spec = (await admin.patch(f"{DEPLOYMENTS}/web", patch, STRATEGIC)).json["spec"]
    assert spec["strategy"] == {"type": "Recreate"}
    containers = spec["template"]["spec"]["containers"]
    assert [(each["name"], each["image"]) for each in containers] == [("c", "1"), ("a", "2"), ("b", "1")]


async def test_finalizers_merge_as_a_set(admin: Raw) -> None:
    """And are taken out of it by name."""
    body = config_map("a")
    body["metadata"]["finalizers"] = ["x/one"]
    await admin.post(CONFIG_MAPS, body)
    added = await admin.patch(f"{CONFIG_MAPS}/a", {"metadata": {"finalizers": ["x/two"]}}, STRATEGIC)
    assert added.metadata["finalizers"] == ["x/one", "x/two"]
    removal = {"metadata": {"$deleteFromPrimitiveList/finalizers": ["x/one"]}}
    assert (await admin.patch(f"{CONFIG_MAPS}/a", removal, STRATEGIC)).metadata["finalizers"] == ["x/two"]


async def test_a_namespace_takes_everything_in_it_along(admin: Raw) -> None:
    """While something holds out it is Terminating, and takes nothing new."""
    body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team"}}
    made = (await admin.post("/api/v1/namespaces", body)).json
    assert made["metadata"]["labels"] == {"kubernetes.io/metadata.name": "team"}
    assert made["status"] == {"phase": "Active"}
    held = config_map("held")
    held["metadata"] |= {"namespace": "team", "finalizers": ["x/y"]}
    await admin.post("/api/v1/namespaces/team/configmaps", held)
    assert (await admin.delete("/api/v1/namespaces/team")).json["status"] == {"phase": "Terminating"}
    refused = await admin.post(
        "/api/v1/namespaces/team/configmaps", config_map("late") | {"metadata": {"name": "late"}}
    )
    assert refused.status == 403
    assert refused.message == (
        'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated'
    )
    release = [{"op": "remove", "path": "/metadata/finalizers"}]
    await admin.patch("/api/v1/namespaces/team/configmaps/held", release, JSON_PATCH)
    assert (await admin.get("/api/v1/namespaces/team")).status == 404


async def test_a_namespace_must_be_there_first(admin: Raw) -> None:
    """404, of the namespace."""
    body = config_map("a") | {"metadata": {"name": "a"}}
    answer = await admin.post("/api/v1/namespaces/nowhere/configmaps", body)
    assert (answer.status, answer.message) == (404, 'namespaces "nowhere" not found')


async def test_the_systems_namespaces_stay(admin: Raw) -> None:
    """Nobody may delete them."""
    answer = await admin.delete("/api/v1/namespaces/kube-system")
    assert answer.message == 'namespaces "kube-system" is forbidden: this namespace may not be deleted'


async def test_items_of_a_list_do_not_repeat_their_kind(admin: Raw) -> None:
    """Built-in kinds; custom ones do."""
    await admin.post(CONFIG_MAPS, config_map("a"))
    listed = (await admin.get(CONFIG_MAPS)).json
    assert (listed["kind"], listed["apiVersion"]) == ("ConfigMapList", "v1")
    assert "kind" not in listed["items"][0]


async def test_a_table_of_pods_is_what_kubectl_prints(server: DemoServer, admin: Raw) -> None:
    """Ready, status, restarts, age."""
    storage = server.clusters["management"]
    storage.now = lambda: START + timedelta(hours=3)
    body = pod("web", "Running", "main", "side")
    body["metadata"]["creationTimestamp"] = "2026-11-24T12:00:00Z"
    waiting = {"waiting": {"reason": "CrashLoopBackOff"}}
    body["status"]["containerStatuses"] = [
        {"name": "main", "ready": True, "restartCount": 0, "state": {"running": {}}},
        {"name": "side", "ready": False, "restartCount": 4, "state": waiting},
    ]
    storage.put(body)
    table = (await admin.get(PODS, headers={"Accept": TABLE})).json
    assert [column["name"] for column in table["columnDefinitions"]][:5] == [
        "Name", "Ready", "Status", "Restarts", "Age",
    ]  # fmt: skip
    assert table["rows"][0]["cells"][:5] == ["web", "1/2", "CrashLoopBackOff", "4", "3h"]


async def test_a_watched_table_tells_its_columns_once(server: DemoServer, admin: Raw) -> None:
    """Rows come one by one."""
    storage = server.clusters["management"]
    storage.put(pod("a"))
    storage.put(pod("b"))
    async with admin.watch(PODS, headers={"Accept": TABLE}) as events:
        (_, first), (_, second) = [await events.next(), await events.next()]
    assert first["columnDefinitions"][0]["name"] == "Name"
    assert second["columnDefinitions"] is None
    assert [table["rows"][0]["cells"][0] for table in (first, second)] == ["a", "b"]


@pytest.fixture
def written(server: DemoServer) -> Container:
    """A running pod that has written a line each ten seconds for a minute."""
    storage = server.clusters["management"]
    storage.now = lambda: START + timedelta(seconds=60)
    storage.put(pod("web"))
    container = Container("default", "web", "main")
    for index in range(6):
        storage.logs.write(container, START + timedelta(seconds=10 * index), f"line {index}")
    return container


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({}, ["line 0", "line 1", "line 2", "line 3", "line 4", "line 5"]),
        ({"tailLines": "2"}, ["line 4", "line 5"]),
        ({"tailLines": "0"}, []),
        ({"sinceSeconds": "25"}, ["line 4", "line 5"]),
        ({"sinceTime": "2026-11-24T12:00:45Z"}, ["line 5"]),
        ({"sinceSeconds": "25", "tailLines": "1"}, ["line 5"]),
        ({"tailLines": "1", "timestamps": "true"}, ["2026-11-24T12:00:50.000000000Z line 5"]),
        ({"container": "main", "tailLines": "1"}, ["line 5"]),
        ({"limitBytes": "6"}, ["line 0"]),
    ],
)
async def test_a_log_is_read_from_where_one_likes(admin: Raw, query: dict[str, str], lines: list[str]) -> None:
    """By lines, by time, with or without it."""
    answer = await admin.get(f"{PODS}/web/log", **query)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain")
    assert answer.text.splitlines() == lines


async def test_a_log_is_followed_until_its_pod_goes(server: DemoServer, admin: Raw, written: Container) -> None:
    """Lines come as they are written."""
    storage = server.clusters["management"]
    async with admin.stream(f"{PODS}/web/log", follow="true", tailLines="1") as content:
        assert await content.readline() == b"line 5\n"
        storage.logs.write(written, storage.now(), "line 6")
        assert await content.readline() == b"line 6\n"
        storage.remove("pods", "default", "web")
        assert await content.read() == b""


@pytest.mark.parametrize(
    ("containers", "query", "message"),
    [
        (("main",), {"container": "nope"}, "container nope is not valid for pod web"),
        (
            ("a", "b"),
            {},
            "a container name must be specified for pod web, choose one of: [a b]",
        ),
    ],
)
async def test_a_container_must_be_one_of_the_pods(
    server: DemoServer, admin: Raw, containers: tuple[str, ...], query: dict[str, str], message: str
) -> None:
    """And named where there are several."""
    server.clusters["management"].put(pod("web", "Running", *containers))
    answer = await admin.get(f"{PODS}/web/log", **query)
    assert (answer.status, answer.message) == (400, message)


async def test_a_container_that_waits_has_no_log(server: DemoServer, admin: Raw) -> None:
    """It says what it waits for."""
    body = pod("web", "Pending")
    state = {"waiting": {"reason": "ContainerCreating"}}
    body["status"]["containerStatuses"] = [{"name": "main", "restartCount": 0, "state": state}]
    server.clusters["management"].put(body)
    answer = await admin.get(f"{PODS}/web/log")
    assert answer.message == 'container "main" in pod "web" is waiting to start: ContainerCreating'


async def test_requests_in_protobuf_are_understood(admin: Raw) -> None:
    """As kubectl sends what it makes itself: a namespace named `pb`, written by hand."""
    meta = b"\x0a\x04\x0a\x02pb"
    unknown = b"\x0a\x0f\x0a\x02v1\x12\x09Namespace" + b"\x12" + bytes([len(meta)]) + meta
    made = await admin.post(
        "/api/v1/namespaces", b"k8s\x00" + unknown, content_type="application/vnd.kubernetes.protobuf"
    )
    assert (made.status, made.metadata["name"]) == (201, "pb")
    strange = await admin.post(CONFIG_MAPS, b"k8s\x00\x0a\x00", content_type="application/vnd.kubernetes.protobuf")
    assert strange.status == 415
