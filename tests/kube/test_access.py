"""What the user may do, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web

from tests.kube.other_servers import answering
from tests.kube.watched import cluster, connected, counted, login, opened
from wgtui.demo.access import Rule
from wgtui.demo.faults import Refuse
from wgtui.demo.server import DemoServer
from wgtui.errors import ServerFault
from wgtui.kube.access import Access, Verdict
from wgtui.resources.capi import CLUSTER, MACHINE
from wgtui.resources.core import NAMESPACE, SECRET

READ = ("get", "list", "watch")


def bound(server: DemoServer, *namespaces: str, verbs: tuple[str, ...] = READ) -> None:
    """A user who may read clusters in these namespaces, and know which namespaces there are."""
    server.rules.add(
        "dev",
        Rule(verbs, ("clusters",), ("cluster.x-k8s.io",), namespaces=namespaces),
        Rule(("list",), ("namespaces",), ("",)),
    )


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    for number in range(200):
        server.clusters["management"].put(cluster("alpha", f"team-{number:03}"))
    return server


async def test_a_right_is_asked_for_before_it_is_used(server: DemoServer) -> None:
    """With the reason where it is missing."""
    async with connected(server) as client:
        assert await Access(client).allowed("delete", CLUSTER, "fleet") == Verdict(True)
    async with connected(server, "viewer") as client:
        access = Access(client)
        assert (await access.allowed("list", CLUSTER)).allowed
        denied = await access.allowed("delete", CLUSTER, "fleet")
        assert denied == Verdict(False, "you may not delete clusters.cluster.x-k8s.io in namespace fleet")
        assert (await access.allowed("get", SECRET)).reason == "you may not get secrets in all namespaces"


async def test_a_subresource_is_another_right(server: DemoServer) -> None:
    """Who may patch an object may not patch its status."""
    server.rules.add("dev", Rule(("patch",), ("clusters",)))
    async with connected(server, "dev") as client:
        access = Access(client)
        assert (await access.allowed("patch", CLUSTER)).allowed
        assert not (await access.allowed("patch", CLUSTER, subresource="status")).allowed


async def test_answers_are_remembered(server: DemoServer) -> None:
    """For minutes, not for ever: rights change."""
    asked = counted(server, "create", "selfsubjectaccessreviews.authorization.k8s.io")
    async with connected(server, "nobody") as client:
        access = Access(client)
        for _ in range(5):
            assert not (await access.allowed("delete", CLUSTER)).allowed
        assert asked() == 1
        server.rules.grants["nobody"] = (Rule(("delete",)),)
        impatient = Access(client, doubted=-1.0)
        assert (await impatient.allowed("delete", CLUSTER)).allowed
        server.rules.grants["nobody"] = ()
        assert (await impatient.allowed("delete", CLUSTER)).allowed


async def test_read_only_needs_no_question(server: DemoServer) -> None:
    """Nobody may change anything then; whether one may read is asked all the same."""
    async with connected(server, read_only=True) as client:
        access = Access(client)
        denied = await access.allowed("patch", CLUSTER)
        assert "--read-only" in denied.reason
        assert len(server.requests) == 0
        assert (await access.allowed("list", CLUSTER)).allowed


async def test_who_may_read_everywhere_is_bound_to_nothing(fleet: DemoServer) -> None:
    """Two questions, whatever the number of namespaces."""
    async with connected(fleet, "viewer") as client:
        assert await Access(client).namespaces(CLUSTER) is None
        assert len(fleet.requests) == 2


async def test_who_is_bound_to_some_of_two_hundred_namespaces_gets_those(fleet: DemoServer) -> None:
    """One question a namespace serves all kinds."""
    bound(fleet, "team-007", "team-042")
    async with connected(fleet, "dev") as client:
        access = Access(client)
        found = await asyncio.gather(*(access.namespaces(kind) for kind in (CLUSTER, MACHINE, SECRET)))
        assert found == [("team-007", "team-042"), (), ()]
        assert await access.namespaces(CLUSTER) == ("team-007", "team-042")
    reviews = fleet.requests.of("create", "selfsubjectrulesreviews.authorization.k8s.io")
    namespaces = 200 + 4
    assert len(reviews) == namespaces


def unruly(fleet: DemoServer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The embedded server behind another, whose rules reviews are those of a server with a webhook that tells none."""

    async def answer(request: web.Request) -> web.StreamResponse:
        async with aiohttp.ClientSession() as session:
            url = fleet.url() + request.path_qs
            async with session.request(
                request.method, url, headers=request.headers, data=await request.read()
            ) as found:
                body = await found.read()
                if request.path.endswith("selfsubjectrulesreviews"):
                    body = body.replace(b'"incomplete":false', b'"incomplete":true')
                return web.Response(body=body, status=found.status, content_type=found.content_type)

    return answer


async def test_a_server_that_tells_not_all_rules_is_believed_where_they_allow_something(fleet: DemoServer) -> None:
    """So it is on every EKS cluster: two hundred namespaces times twenty kinds are not asked for one by one."""
    bound(fleet, "team-007", "team-042")
    async with answering(unruly(fleet)) as address, opened(replace(login(fleet, "dev"), server=address)) as client:
        access = Access(client)
        assert await access.namespaces(CLUSTER) == ("team-007", "team-042")
        assert len(fleet.requests.of("create", "selfsubjectaccessreviews.authorization.k8s.io")) == 1
        assert await access.namespaces(MACHINE) == ()
        assert len(fleet.requests.of("create", "selfsubjectaccessreviews.authorization.k8s.io")) > 200


async def test_a_namespace_in_which_one_may_list_but_not_watch_is_left_out(fleet: DemoServer) -> None:
    """It could not be kept live."""
    bound(fleet, "team-007", verbs=("get", "list"))
    async with connected(fleet, "dev") as client:
        assert await Access(client).namespaces(CLUSTER) == ()


async def test_a_kind_without_namespaces_is_read_everywhere_or_not(fleet: DemoServer) -> None:
    """There is nothing to look for in namespaces."""
    async with connected(fleet, "nobody") as client:
        assert await Access(client).namespaces(NAMESPACE) == ()
        assert len(fleet.requests) == 1


async def test_who_may_not_list_namespaces_tries_those_of_the_contexts(fleet: DemoServer) -> None:
    """One context for each namespace is how some clusters hand out their kubeconfigs."""
    fleet.rules.add("dev", Rule(READ, ("clusters",), namespaces=("team-007", "team-042", "default")))
    known = replace(login(fleet, "dev"), namespaces=("team-042", "team-001"))
    async with opened(known) as client:
        assert await Access(client).namespaces(CLUSTER) == ("default", "team-042")


async def test_a_server_in_trouble_cannot_be_asked(server: DemoServer) -> None:
    """And nothing is concluded from that."""
    async with connected(server) as client:
        access = Access(client)
        server.faults.add(Refuse(503, "etcd leader changed"), verb="create", times=1)
        with pytest.raises(ServerFault, match="etcd leader changed"):
            await access.allowed("delete", CLUSTER)
        assert (await access.allowed("delete", CLUSTER)).allowed


async def test_where_even_the_question_is_forbidden_it_is_left_to_the_attempt(server: DemoServer) -> None:
    """Some servers are hardened so far; the known namespaces are tried."""
    server.faults.add(Refuse(403), verb="create")
    async with connected(server, "viewer") as client:
        access = Access(client)
        assert (await access.allowed("delete", CLUSTER)).allowed
        assert await access.namespaces(CLUSTER) == ("default",)
