"""Objects in, objects out: what a client reads, changes, refuses and counts."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiohttp import web

from tests.eventually import eventually, meanwhile
from tests.kube.other_servers import answering
from tests.kube.watched import CLUSTERS, cluster, connected, opened
from wgtui.demo.faults import HangUp, Malformed, Refuse, Silence
from wgtui.demo.server import DemoServer
from wgtui.errors import (
    Absent,
    Conflict,
    Invalid,
    KubeError,
    NotFound,
    ReadOnly,
    ServerFault,
    Throttled,
    Unauthorized,
    Unreachable,
)
from wgtui.kube.login import Login
from wgtui.kube.requests import JSON_PATCH
from wgtui.kube.sleep import Wakefulness
from wgtui.resources.capi import CLUSTER
from wgtui.resources.core import NAMESPACE
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef

ALPHA = ObjectRef("fleet", "alpha")
UNKNOWN: Kind[object] = Kind("example.org", "Thing", "things", object)


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    server.clusters["management"].put(cluster("alpha"))
    server.clusters["management"].put(cluster("beta"))
    return server


def paused(server: DemoServer) -> bool:
    return bool(server.clusters["management"].get(CLUSTERS, "fleet", "alpha")["spec"].get("paused"))


async def test_an_object_comes_typed_or_whole(fleet: DemoServer) -> None:
    """The struct for rows, the whole for YAML and describe."""
    async with connected(fleet) as client:
        found = await client.get(CLUSTER, ALPHA)
        assert found.spec.control_plane_endpoint is not None
        assert str(found.spec.control_plane_endpoint) == "10.0.0.1:6443"
        whole = await client.get_raw(CLUSTER, ALPHA)
        assert whole["apiVersion"] == "cluster.x-k8s.io/v1beta2"


async def test_a_list_leaves_out_what_cannot_be_decoded(fleet: DemoServer) -> None:
    """By namespace and selectors."""
    async with connected(fleet) as client:
        fleet.faults.add(Malformed(), verb="list", resource=CLUSTERS)
        assert [found.metadata.name for found in await client.list(CLUSTER)] == ["alpha", "beta"]
        assert await client.list(CLUSTER, "elsewhere") == []
        assert len(await client.list(CLUSTER, field_selector="metadata.name=beta")) == 1
        assert {"default", "fleet"} <= {found.metadata.name for found in await client.list(NAMESPACE)}


async def test_an_object_that_is_not_there_is_not_found(fleet: DemoServer) -> None:
    """Another matter than a kind that is not served."""
    async with connected(fleet) as client:
        with pytest.raises(NotFound, match='"gamma" not found'):
            await client.get(CLUSTER, ObjectRef("fleet", "gamma"))
        with pytest.raises(Absent, match=r"things\.example\.org is not served"):
            await client.get(UNKNOWN, ALPHA)


async def test_an_object_is_made(fleet: DemoServer) -> None:
    """Once: the second of the same name is a conflict."""
    async with connected(fleet) as client:
        tried = await client.create(CLUSTER, cluster("gamma"), "fleet", dry_run=True)
        assert tried["metadata"]["uid"]
        assert len(await client.list(CLUSTER)) == 2
        made = await client.create(CLUSTER, cluster("gamma"), "fleet")
        assert made["metadata"]["managedFields"][0]["manager"] == "wgtui"
        with pytest.raises(Conflict, match="already exists"):
            await client.create(CLUSTER, cluster("gamma"), "fleet")


async def test_a_merge_patch_changes_what_it_names(fleet: DemoServer) -> None:
    """A dry run changes nothing, a stale version is a conflict."""
    body = {"spec": {"paused": True}}
    async with connected(fleet) as client:
        before = await client.get(CLUSTER, ALPHA)
        tried = await client.patch(CLUSTER, ALPHA, body, dry_run=True)
        assert tried["spec"]["paused"] is True
        assert not paused(fleet)
        await client.patch(CLUSTER, ALPHA, body, resource_version=before.metadata.resource_version)
        assert paused(fleet)
        with pytest.raises(Conflict) as raised:
            await client.patch(
                CLUSTER, ALPHA, {"spec": {"paused": False}}, resource_version=before.metadata.resource_version
            )
        assert "look again" in raised.value.detail
        assert paused(fleet)


async def test_a_json_patch_on_a_stale_version_is_a_conflict_too(fleet: DemoServer) -> None:
    """Not "invalid", which would sound as if the change itself were wrong."""
    change = [{"op": "add", "path": "/spec/paused", "value": True}]
    async with connected(fleet) as client:
        before = await client.get(CLUSTER, ALPHA)
        await client.patch(CLUSTER, ALPHA, change, content_type=JSON_PATCH)
        assert paused(fleet)
        with pytest.raises(Conflict):
            await client.patch(
                CLUSTER, ALPHA, change, content_type=JSON_PATCH, resource_version=before.metadata.resource_version
            )


async def test_apply_makes_and_owns(fleet: DemoServer) -> None:
    """Fields of others are taken over with `force` only."""
    async with connected(fleet) as client:
        made = await client.apply(CLUSTER, ObjectRef("fleet", "gamma"), cluster("gamma", paused=True))
        assert [entry["operation"] for entry in made["metadata"]["managedFields"]] == ["Apply"]
        await client.patch(CLUSTER, ALPHA, {"spec": {"paused": True}})
        with pytest.raises(Conflict):
            await client.apply(CLUSTER, ALPHA, cluster("alpha", paused=False))
        await client.apply(CLUSTER, ALPHA, cluster("alpha", paused=False), force=True)
        assert not paused(fleet)


async def test_a_deletion_hits_the_object_it_was_meant_for(fleet: DemoServer) -> None:
    """Not another of the same name."""
    async with connected(fleet) as client:
        found = await client.get(CLUSTER, ALPHA)
        with pytest.raises(Conflict):
            await client.delete(CLUSTER, ALPHA, uid="of-another")
        await client.delete(CLUSTER, ALPHA, uid=found.metadata.uid, dry_run=True)
        await client.delete(CLUSTER, ALPHA, uid=found.metadata.uid, resource_version=found.metadata.resource_version)
        with pytest.raises(NotFound):
            await client.delete(CLUSTER, ALPHA)


async def test_what_the_server_finds_wrong_is_told_in_its_words(fleet: DemoServer) -> None:
    """A validation rule, a webhook, a bad field."""
    async with connected(fleet) as client:
        with pytest.raises(Invalid):
            await client.patch(CLUSTER, ALPHA, [{"op": "test", "path": "/spec/paused", "value": 1}])


MUTATIONS = ["create", "patch", "apply", "delete"]


@pytest.mark.parametrize("verb", MUTATIONS)
async def test_read_only_sends_nothing_that_changes(fleet: DemoServer, verb: str) -> None:
    """It ends here, in the client, whatever a screen believes."""
    async with connected(fleet, read_only=True) as client:
        await client.version_of(CLUSTER)
        sent = len(fleet.requests)
        with pytest.raises(ReadOnly) as raised:
            match verb:
                case "create":
                    await client.create(CLUSTER, cluster("gamma"), "fleet")
                case "patch":
                    await client.patch(CLUSTER, ALPHA, {}, dry_run=True)
                case "apply":
                    await client.apply(CLUSTER, ALPHA, cluster("alpha"))
                case "delete":
                    await client.delete(CLUSTER, ALPHA)
        assert "--read-only" in raised.value.detail
        assert len(fleet.requests) == sent
        assert len(await client.list(CLUSTER)) == 2


async def test_a_change_whose_answer_is_lost_is_not_repeated(fleet: DemoServer) -> None:
    """It may have been made: that is said, and left to the user."""
    async with connected(fleet) as client:
        await client.version_of(CLUSTER)
        cut = fleet.faults.add(HangUp(), verb="delete")
        with pytest.raises(Unreachable) as raised:
            await client.delete(CLUSTER, ALPHA)
        assert "may or may not have been made" in raised.value.detail
        assert cut.met == 1


async def test_an_answer_that_does_not_come_is_given_up(fleet: DemoServer) -> None:
    """After the request timeout."""
    async with connected(fleet, timeout=0.1) as client:
        fleet.faults.add(Silence())
        with pytest.raises(Unreachable, match="does not answer"):
            await client.version()


async def test_closing_ends_a_request_that_waits(fleet: DemoServer) -> None:
    """`^c` never waits for a server."""
    async with connected(fleet) as client:
        fleet.faults.add(Silence())
        asked = asyncio.create_task(client.version())
        await eventually(lambda: len(fleet.requests) == 1)
        began = time.monotonic()
        await client.close()
        with pytest.raises(Unreachable):
            await asked
        assert time.monotonic() - began < 0.5


async def test_a_closed_client_opens_again_when_asked(fleet: DemoServer) -> None:
    """Closing is for connections, not for good."""
    async with connected(fleet) as client:
        assert await client.version() == "v1.35.0"
        await client.close()
        assert await client.version() == "v1.35.0"


async def test_after_sleep_no_connection_from_before_is_used(
    fleet: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request would wait on it in vain."""
    wall = time.time()
    async with connected(fleet) as client:
        monkeypatch.setattr(client.connection, "_wakefulness", Wakefulness(lambda: wall))
        await client.version()
        before = client.connection._transport
        await client.version()
        assert client.connection._transport is before
        wall += 3600
        await client.version()
        assert client.connection._transport is not before


@pytest.mark.parametrize("code", [400, 403, 409, 410, 415, 422, 429, 500, 503])
async def test_every_refusal_is_one_of_our_errors(fleet: DemoServer, code: int) -> None:
    """With its code."""
    async with connected(fleet) as client:
        await client.version_of(CLUSTER)
        fleet.faults.add(Refuse(code), verb="get")
        with pytest.raises(KubeError) as raised:
            await client.get(CLUSTER, ALPHA)
        assert raised.value.code == code


async def test_a_server_that_says_when_it_will_answer_is_asked_again(fleet: DemoServer) -> None:
    """As while it takes up a new kind; what changes something is sent once all the same."""
    async with connected(fleet) as client:
        fleet.faults.add(Refuse(429, retry_after=0), verb="list", times=2)
        assert await client.list(CLUSTER)
        fleet.faults.add(Refuse(429, retry_after=0), verb="patch", times=1)
        with pytest.raises(Throttled):
            await client.patch(CLUSTER, ALPHA, {"metadata": {"labels": {"a": "b"}}})
        fleet.faults.add(Refuse(429, retry_after=60), verb="list", times=1)
        with pytest.raises(Throttled):
            await client.list(CLUSTER)


async def test_a_page_of_a_proxy_is_a_fault_of_the_server() -> None:
    """Its login page comes with HTTP 200."""

    async def login_page(_request: web.Request) -> web.Response:
        return web.Response(text="<html>Log in</html>", content_type="text/html")

    async with answering(login_page) as address, opened(Login("other", address)) as client:
        with pytest.raises(ServerFault, match="cannot be read"):
            await client.get(CLUSTER, ALPHA)


async def test_a_refused_token_is_told_with_what_to_do(fleet: DemoServer) -> None:
    """Nothing can be renewed about a token that stands in the kubeconfig."""
    async with connected(fleet, "wrong") as client:
        with pytest.raises(Unauthorized) as raised:
            await client.version_of(CLUSTER)
        assert raised.value.code == 401
        assert "log in again" in raised.value.detail


async def test_few_requests_wait_for_the_server_at_a_time(fleet: DemoServer) -> None:
    """Of fifty questions asked at once, a server that says nothing gets sixteen."""
    fleet.faults.add(Silence())
    async with connected(fleet) as client:
        asking = [asyncio.create_task(client.read("/healthz")) for _ in range(50)]
        await eventually(lambda: len(fleet.requests) == 16)
        await meanwhile()
        assert len(fleet.requests) == 16
        for task in asking:
            task.cancel()


async def test_requests_are_counted_by_the_minute(fleet: DemoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams and failures too; what is older than a minute is forgotten."""
    async with connected(fleet, "wrong") as client:
        for _ in range(3):
            with pytest.raises(Unauthorized):
                await client.read("/api")
        assert client.requests_per_minute == 3
        later = time.monotonic() + 61
        monkeypatch.setattr("wgtui.kube.connection.time.monotonic", lambda: later)
        assert client.requests_per_minute == 0


async def test_a_redirect_is_not_followed(fleet: DemoServer) -> None:
    """A credential is for the server of the kubeconfig alone."""

    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPFound(fleet.url() + request.path)

    async with answering(elsewhere) as address, opened(Login("other", address)) as client:
        with pytest.raises(Unreachable, match="redirects") as raised:
            await client.version()
    assert fleet.url() in raised.value.detail
    assert len(fleet.requests) == 0
