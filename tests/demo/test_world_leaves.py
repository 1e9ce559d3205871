"""Leaf clusters over HTTP: found through their Secrets, gone for a while, never there before they are made."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import yaml

from tests.demo.worlds import START, named
from wgtui.demo.server import DemoServer
from wgtui.demo.world.world import World

NODES = "/api/v1/nodes"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    server = DemoServer()
    await server.start()
    world = World(server, start=START)
    world.build()
    yield world
    await server.stop()


@asynccontextmanager
async def leaf(world: World, namespace: str, secret: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of the cluster whose kubeconfig is in the Secret."""
    config = yaml.safe_load(base64.b64decode(named(world, "secrets", namespace, secret)["data"]["value"]))
    address, token = config["clusters"][0]["cluster"]["server"], config["users"][0]["user"]["token"]
    async with aiohttp.ClientSession(address.rstrip("/") + "/", headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


async def nodes(client: aiohttp.ClientSession) -> list[str]:
    async with client.get(NODES.removeprefix("/")) as answer:
        assert answer.status == 200
        return [item["metadata"]["name"] for item in (await answer.json())["items"]]


async def test_a_leaf_runs_the_version_of_its_cluster(world: World) -> None:
    """As EC2's own and as EKS write it; the management cluster runs another."""
    for name, told in (("storefront-eu", "v1.34.2"), ("payments-eu", "v1.34.1-eks-113cf36")):
        async with leaf(world, "fleet-prod", f"{name}-kubeconfig") as client, client.get("version") as answer:
            version = await answer.json()
            assert (version["gitVersion"], version["minor"]) == (told, "34")
    assert "management" not in world.server.versions


async def test_a_leaf_answers_with_nodes_of_its_own(world: World) -> None:
    """Those of its machines, under the address and token of its Secret."""
    async with leaf(world, "fleet-prod", "storefront-eu-kubeconfig") as client:
        assert len(await nodes(client)) == 8
    async with leaf(world, "edge", "warehouse-12-access") as client:
        assert await nodes(client) == ["warehouse-12-a", "warehouse-12-b"]


async def test_a_leaf_that_goes_away_hangs_up_and_comes_back(world: World) -> None:
    """New requests fail, an open watch ends, and the management cluster says so a little later."""
    async with leaf(world, "edge", "warehouse-12-access") as client:
        async with client.get(NODES.removeprefix("/"), params={"watch": "true", "resourceVersion": "0"}) as watch:
            assert watch.status == 200
            world.advance(50)
            async for _ in watch.content:
                continue
        with pytest.raises(aiohttp.ClientError):
            await nodes(client)
        world.advance(10)
        gitops = named(world, "gitopsclusters.gitops.weave.works", "edge", "warehouse-12")
        told = {each["type"]: each["status"] for each in gitops["status"]["conditions"]}
        assert told["ClusterConnectivity"] == "False"
        world.advance(40)
        assert await nodes(client)


async def test_a_cluster_that_is_still_made_has_no_api_server(world: World) -> None:
    """Neither a Secret nor anybody who answers; both are there once its control plane is."""
    address = world.server.url("search")
    headers = {"Authorization": "Bearer admin"}
    async with aiohttp.ClientSession(headers=headers) as client:
        with pytest.raises(aiohttp.ClientError):
            await client.get(address + NODES)
    assert world.server.clusters["management"].find("secrets", "fleet-staging", "search-kubeconfig") is None
    world.advance(45)
    async with leaf(world, "fleet-staging", "search-kubeconfig") as client:
        assert len(await nodes(client)) == 3


async def test_what_is_known_of_people_is_in_another_secret(world: World) -> None:
    """On EKS: a kubeconfig with a login plugin, beside that of controllers."""
    text = base64.b64decode(named(world, "secrets", "fleet-prod", "payments-eu-user-kubeconfig")["data"]["value"])
    user = yaml.safe_load(text)["users"][0]["user"]
    assert user["exec"]["command"] == "aws"
    assert user["exec"]["args"][-2:] == ["--cluster-name", "payments-eu"]
