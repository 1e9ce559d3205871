"""Leaf clusters: opened when looked at, given up when dead, however many there are."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.eventually import eventually
from tests.kube.watched import QUICK, connected
from wgtui.demo import certificates
from wgtui.demo.faults import Delay, Silence
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError, Waiting
from wgtui.kube.pace import Pace
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.store.fleet_store import Fleet
from wgtui.store.freshness import Health
from wgtui.watching import Leaf, LeafLogins, Leaves
from wgtui.watching.leaf import LeafPace, LeafState

KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"

PACE = LeafPace(Pace(first_retry=0.05, longest_retry=0.1), replace(QUICK, given_up=0.1))


def ref(name: str) -> ObjectRef:
    return ObjectRef("fleet", name)


def app(name: str) -> dict[str, Any]:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "flux-system"},
        "spec": {"interval": "1m", "path": "./", "prune": True, "sourceRef": {"kind": "GitRepository", "name": "flux"}},
    }


def put_secret(server: DemoServer, name: str, content: bytes, key: str = "value") -> None:
    server.clusters["management"].put(
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": f"{name}-kubeconfig", "namespace": "fleet"},
            "type": "cluster.x-k8s.io/secret",
            "data": {key: base64.b64encode(content).decode()},
        }
    )


def add_leaf(server: DemoServer, name: str, token: str = "admin") -> None:
    """A leaf cluster with one application of its own name."""
    server.add_cluster(name)
    server.clusters[name].put(app(f"app-of-{name}"))
    put_secret(server, name, json.dumps(server.kubeconfig(name, token)).encode())


class Seen:
    """The leaves of a fleet, and what is known of them."""

    def __init__(self, leaves: Leaves, fleet: Fleet) -> None:
        self.leaves = leaves
        self.fleet = fleet

    def open(self, name: str, **options: Any) -> Any:
        return self.leaves.open(ref(name), (f"{name}-kubeconfig",), **options)

    def leaf(self, name: str) -> Leaf:
        leaf = self.leaves.leaf(ref(name))
        assert leaf is not None
        return leaf

    def apps(self, name: str) -> list[str]:
        store = self.fleet.store(f"fleet/{name}")
        return [found.name for found in store.objects(KUSTOMIZATION)] if store else []

    def health(self, name: str) -> Health:
        store = self.fleet.store(f"fleet/{name}")
        assert store is not None
        return store.freshness(KUSTOMIZATION).health

    async def shows(self, *names: str) -> None:
        await eventually(lambda: all(self.apps(name) for name in names))

    async def failed(self, name: str) -> str:
        await eventually(lambda: self.leaf(name).state is LeafState.FAILED)
        return str(self.leaf(name).error)


@asynccontextmanager
async def leaves(
    server: DemoServer, *, timeout: float = 5.0, pace: LeafPace = PACE, **options: Any
) -> AsyncIterator[Seen]:
    """Applications are watched on every leaf that is open."""
    fleet = Fleet()
    async with connected(server) as management:
        logins = LeafLogins(management, timeout=timeout)
        found = Leaves(logins, fleet, pace=pace, **options)
        found.everywhere(KUSTOMIZATION)
        task = asyncio.create_task(found.run())
        try:
            yield Seen(found, fleet)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_a_leaf_is_opened_when_it_is_looked_at(server: DemoServer) -> None:
    """By the kubeconfig in its Secret; not before."""
    add_leaf(server, "prod")
    async with leaves(server) as seen:
        assert seen.leaves.leaf(ref("prod")) is None
        assert server.requests.of(cluster="prod") == []
        with seen.open("prod"):
            assert seen.leaf("prod").state is LeafState.OPENING
            assert seen.leaves.watching(ref("prod")) is None
            await seen.shows("prod")
            assert seen.apps("prod") == ["app-of-prod"]
            assert seen.leaf("prod").state is LeafState.OPEN
            assert seen.leaves.watching(ref("prod")) is not None


async def test_the_older_key_of_the_secret_is_read_too(server: DemoServer) -> None:
    """And the first Secret that is there counts."""
    add_leaf(server, "prod")
    put_secret(server, "other", json.dumps(server.kubeconfig("prod")).encode(), "value.yaml")
    async with leaves(server) as seen:
        seen.leaves.open(ref("other"), ("missing", "other-kubeconfig", "prod-kubeconfig"))
        await seen.shows("other")


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        (b"", "value", "has no kubeconfig"),
        (b"{}", "other", "has no kubeconfig"),
        (b"hello", "value", "is not a kubeconfig"),
        (b"users: [{name: u, user: {exec: {command: rm, apiVersion: v1}}}]", "value", "has no context: whoever writes"),
        (b"contexts: [{name: a, context: {cluster: a}}]", "value", "its current-context '' is not among its contexts"),
    ],
)
async def test_a_secret_that_opens_nothing_is_told(server: DemoServer, content: bytes, key: str, said: str) -> None:
    """What is wrong with it, and it is tried again: somebody may mend it."""
    add_leaf(server, "prod")
    put_secret(server, "prod", content, key)
    async with leaves(server) as seen:
        seen.open("prod")
        assert said in await seen.failed("prod")
        assert seen.health("prod") is Health.STALE
        assert seen.leaf("prod").retry_at > 0
        put_secret(server, "prod", json.dumps(server.kubeconfig("prod")).encode())
        await seen.shows("prod")
        assert seen.leaf("prod").error is None


async def test_a_leaf_without_a_secret_is_told(server: DemoServer) -> None:
    """With the names that were tried."""
    async with leaves(server) as seen:
        seen.leaves.open(ref("prod"), ("prod-kubeconfig", "prod-user-kubeconfig"))
        assert "looked for prod-kubeconfig, prod-user-kubeconfig in fleet" in await seen.failed("prod")


async def test_a_kubeconfig_that_reaches_for_this_machine_is_refused(server: DemoServer) -> None:
    """Whoever can write a Secret must not run a program here."""
    hostile = server.kubeconfig("management")
    hostile["users"][0]["user"] = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "/bin/sh"}}
    put_secret(server, "prod", json.dumps(hostile).encode())
    async with leaves(server) as seen:
        seen.open("prod")
        assert "it uses exec" in await seen.failed("prod")
        assert isinstance(seen.leaf("prod").error, ConfigError)


async def test_a_client_certificate_that_has_expired_is_told(
    server: DemoServer, tls_server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leaf only hangs up, or does not know us; the Secret has to be renewed."""
    tls_server.add_cluster("prod")
    assert tls_server.authority is not None
    monkeypatch.setattr(certificates, "LIFETIME", timedelta(minutes=-30))
    chain, key = tls_server.authority.client(tls_server.rules.tokens["admin"])
    old = tls_server.kubeconfig("prod")
    encoded = {"client-certificate-data": chain, "client-key-data": key}
    old["users"][0]["user"] = {name: base64.b64encode(pem).decode() for name, pem in encoded.items()}
    put_secret(server, "prod", json.dumps(old).encode())
    async with leaves(server) as seen:
        seen.open("prod")
        told = await seen.failed("prod")
        assert "the client certificate expired on 20" in told
        assert "renew the kubeconfig Secret of fleet/prod" in told


async def test_a_certificate_of_the_leaf_that_has_expired_is_told(
    server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And that the leaf is where it has to be renewed."""
    leaf = DemoServer(tls=True)
    monkeypatch.setattr(certificates, "LIFETIME", timedelta(minutes=-30))
    await leaf.start()
    leaf.add_cluster("prod")
    put_secret(server, "prod", json.dumps(leaf.kubeconfig("prod")).encode())
    async with leaves(server) as seen:
        seen.open("prod")
        assert "certificate has expired; it has to be renewed there" in await seen.failed("prod")
    await leaf.stop()


async def test_a_slow_and_a_dead_leaf_delay_nobody(server: DemoServer) -> None:
    """One answers late, one takes requests and never answers, one is not there at all."""
    for name in ("good", "slow", "silent"):
        add_leaf(server, name)
    gone = server.kubeconfig("good")
    gone["clusters"][0]["cluster"]["server"] = "http://127.0.0.1:1/clusters/good"
    put_secret(server, "gone", json.dumps(gone).encode())
    server.faults.add(Silence(), cluster="silent")
    server.faults.add(Delay(0.3), cluster="slow")
    async with leaves(server, timeout=1) as seen:
        for name in ("slow", "silent", "gone", "good"):
            seen.open(name)
        await seen.shows("good")
        assert {seen.leaf(name).state for name in ("slow", "silent")} == {LeafState.OPENING}
        assert "cannot be reached" in await seen.failed("gone")
        assert "does not answer" in await seen.failed("silent")
        await seen.shows("slow")


async def test_what_is_looked_at_does_not_wait_behind_dead_leaves(server: DemoServer) -> None:
    """Not even where it had been waiting before."""
    for name in ("silent", "good", "later"):
        add_leaf(server, name)
    server.faults.add(Silence(), cluster="silent")
    async with leaves(server, at_once=1) as seen:
        for name in ("silent", "good", "later"):
            seen.open(name, on_screen=False)
        await eventually(lambda: server.requests.of(cluster="silent"))
        assert server.requests.of(cluster="good") == []
        seen.open("good")
        await seen.shows("good")
        assert seen.leaf("silent").state is LeafState.OPENING
        assert server.requests.of(cluster="later") == []


async def test_a_leaf_whose_secret_may_not_be_read_is_told(server: DemoServer) -> None:
    """Who sees the fleet may not see its kubeconfigs."""
    add_leaf(server, "prod")
    fleet = Fleet()
    async with connected(server, "viewer") as management:
        found = Leaves(LeafLogins(management), fleet, pace=PACE)
        seen = Seen(found, fleet)
        task = asyncio.create_task(found.run())
        seen.open("prod")
        assert 'User "viewer" cannot get resource "secrets"' in await seen.failed("prod")
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_leaf_out_of_reach_keeps_its_rows_with_their_age(server: DemoServer) -> None:
    """Greyed, with the reason, until it is back, when only what changed differs."""
    add_leaf(server, "prod")
    port = server.port
    async with leaves(server) as seen:
        seen.open("prod")
        await seen.shows("prod")
        await server.stop()
        assert "cannot be reached" in await seen.failed("prod")
        assert seen.apps("prod") == ["app-of-prod"]
        store = seen.fleet.store("fleet/prod")
        assert store is not None
        assert store.freshness(KUSTOMIZATION).since is not None
        assert seen.health("prod") is Health.STALE
        assert seen.leaves.watching(ref("prod")) is None
        server.clusters["prod"].remove(KUSTOMIZATIONS, "flux-system", "app-of-prod")
        server.clusters["prod"].put(app("new"))
        await server.start(port)
        await eventually(lambda: seen.apps("prod") == ["new"])
        assert seen.health("prod") is Health.LIVE


async def test_a_leaf_that_has_moved_is_found_by_its_new_secret(server: DemoServer) -> None:
    """Made anew under the same name: other address, other authority. What was held is held on."""
    add_leaf(server, "prod")
    elsewhere = DemoServer()
    await elsewhere.start()
    elsewhere.add_cluster("prod")
    elsewhere.clusters["prod"].put(app("elsewhere"))
    async with leaves(server, timeout=0.3) as seen:
        seen.open("prod")
        await seen.shows("prod")
        put_secret(server, "prod", json.dumps(elsewhere.kubeconfig("prod")).encode())
        server.faults.add(Silence(), cluster="prod")
        server.hang_up()
        await eventually(lambda: seen.apps("prod") == ["elsewhere"])
    await elsewhere.stop()


async def test_a_token_that_was_rotated_is_read_from_the_secret_again(server: DemoServer) -> None:
    """Cluster API renews those of EKS clusters every few minutes; no word about it."""
    add_leaf(server, "prod", token="first")
    server.rules.tokens["first"] = server.rules.tokens["admin"]
    async with leaves(server) as seen:
        seen.open("prod")
        await seen.shows("prod")
        server.rules.tokens["second"] = server.rules.tokens.pop("first")
        put_secret(server, "prod", json.dumps(server.kubeconfig("prod", "second")).encode())
        watching = seen.leaves.watching(ref("prod"))
        assert watching is not None
        assert await watching.client.version()
        assert seen.leaf("prod").state is LeafState.OPEN


@pytest.mark.parametrize("by", ["looking", "reading anew"])
async def test_a_leaf_that_failed_is_tried_at_once_when_it_matters(server: DemoServer, by: str) -> None:
    """It would have been its turn in a minute."""
    add_leaf(server, "prod")
    port = server.port
    await server.stop()
    patient = replace(PACE, opening=Pace(first_retry=60.0, longest_retry=60.0))
    async with leaves(server, pace=patient) as seen:
        seen.open("prod", on_screen=False)
        assert "cannot be reached" in await seen.failed("prod")
        await server.start(port)
        if by == "looking":
            seen.open("prod")
        else:
            seen.leaves.again()
        await seen.shows("prod")


async def test_beyond_the_cap_the_one_left_for_longest_is_closed(server: DemoServer) -> None:
    """Those that are looked at stay, however many."""
    for name in "abcde":
        add_leaf(server, name)
    async with leaves(server, capacity=2) as seen:
        leases = {name: seen.open(name) for name in "abcd"}
        await seen.shows(*"abcd")
        for name in "bac":
            leases[name].release()
        await eventually(lambda: sorted(seen.fleet.leaves) == ["fleet/c", "fleet/d"])
        assert seen.leaves.leaf(ref("a")) is None
        await eventually(lambda: {line.cluster for line in server.requests.open_watches()} == {"c", "d"})
        with seen.open("e"):
            await seen.shows("e")
            assert sorted(seen.fleet.leaves) == ["fleet/d", "fleet/e"]


async def test_a_leaf_whose_cluster_is_gone_is_closed_with_its_rows(server: DemoServer) -> None:
    """Whoever looks at it; a lease of it does no harm afterwards."""
    add_leaf(server, "prod")
    async with leaves(server) as seen:
        lease = seen.open("prod")
        await seen.shows("prod")
        seen.leaves.close(ref("prod"))
        assert list(seen.fleet.leaves) == []
        await eventually(lambda: server.requests.open_watches() == [])
        lease.release()


async def test_kinds_wanted_everywhere_are_watched_on_leaves_opened_before(server: DemoServer) -> None:
    """Beside those wanted already."""
    add_leaf(server, "prod")
    async with leaves(server) as seen:
        seen.open("prod")
        await seen.shows("prod")
        with seen.leaves.everywhere(KUSTOMIZATION, HELM_RELEASE):
            store = seen.fleet.store("fleet/prod")
            assert store is not None
            await eventually(lambda: store.freshness(HELM_RELEASE).health is Health.LIVE)
            assert len(server.requests.of("watch", KUSTOMIZATIONS)) == 1


async def test_two_hundred_leaves_over_forty_connections(server: DemoServer) -> None:
    """Every row comes, soon; then all are kept up to date in turns. Half a dozen of them are dead."""
    names = [f"leaf-{number:03}" for number in range(200)]
    for name in names:
        add_leaf(server, name)
    for name in names[::33]:
        server.faults.add(Silence(), cluster=name)
    most = 0

    async def count() -> None:
        nonlocal most
        while True:
            most = max(most, server.connections)
            await asyncio.sleep(0.001)

    async with leaves(server) as seen:
        counting = asyncio.create_task(count())
        for name in names:
            seen.open(name, on_screen=False)
        good = [name for name in names if name not in names[::33]]
        await eventually(lambda: all(seen.apps(name) for name in good), timeout=30)
        counting.cancel()
        # The server counts sixteen questions to the management cluster beside, and those closed a moment ago.
        assert 40 <= most <= 40 + 16 + 40
        await eventually(lambda: server.connections <= 40 + 16)
        assert len(server.requests.open_watches()) <= 40
        stores = [seen.fleet.store(f"fleet/{name}") for name in good]
        errors = {type(store.freshness(KUSTOMIZATION).error) for store in stores if store}
        assert errors <= {Waiting, type(None)}
        with seen.open(good[77]):
            await eventually(lambda: seen.health(good[77]) is Health.LIVE)
