"""Only what is looked at is watched, on one server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from tests.eventually import eventually
from tests.kube.watched import CLUSTERS, QUICK, cluster, connected, counted
from wgtui.demo.access import Rule
from wgtui.demo.faults import Refuse
from wgtui.demo.server import DemoServer
from wgtui.errors import Forbidden
from wgtui.kube.client import Client
from wgtui.resources.capi import CLUSTER, MACHINE
from wgtui.resources.core import NAMESPACE
from wgtui.store.freshness import Health
from wgtui.store.store import Store
from wgtui.watching import Watching

MACHINES = "machines.cluster.x-k8s.io"
READ = ("get", "list", "watch")


@asynccontextmanager
async def running(watching: Watching) -> AsyncIterator[Watching]:
    task = asyncio.create_task(watching.run())
    try:
        yield watching
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def watched(
    server: DemoServer, token: str = "admin", namespaces: tuple[str, ...] | None = None, linger: float = 0.05
) -> AsyncIterator[Watching]:
    async with connected(server, token) as client:
        watching = Watching(client, Store(), namespaces, linger=linger, pace=QUICK)
        async with running(watching):
            yield watching


def names(watching: Watching) -> list[str]:
    return sorted(str(ref) for ref in watching.store.objects(CLUSTER))


async def live(watching: Watching) -> None:
    await eventually(lambda: watching.store.freshness(CLUSTER).health is Health.LIVE)


def open_watches(server: DemoServer) -> list[str]:
    return sorted(line.resource for line in server.requests.open_watches())


@pytest.fixture
def fleet(server: DemoServer) -> DemoServer:
    for namespace in ("team-a", "team-b", "team-c"):
        server.clusters["management"].put(cluster("alpha", namespace))
    return server


async def test_a_kind_is_watched_while_somebody_holds_it(fleet: DemoServer) -> None:
    """Once, however many do, and for a while after the last has left."""
    async with watched(fleet) as watching:
        assert open_watches(fleet) == []
        one, another = watching.hold(CLUSTER), watching.hold(CLUSTER)
        await live(watching)
        assert open_watches(fleet) == [CLUSTERS]
        one.release()
        one.release()
        another.release()
        assert open_watches(fleet) == [CLUSTERS]
        await eventually(lambda: open_watches(fleet) == [])
        assert names(watching) == []
        assert watching.store.freshness(CLUSTER).health is Health.RELEASED


async def test_going_back_to_a_screen_costs_no_request(fleet: DemoServer) -> None:
    """It was left a moment ago."""
    async with watched(fleet, linger=60) as watching:
        with watching.hold(CLUSTER):
            await live(watching)
        requests = len(fleet.requests)
        with watching.hold(CLUSTER):
            assert len(names(watching)) == 3
            await asyncio.sleep(0)
        assert len(fleet.requests) == requests


async def test_machines_are_read_for_one_cluster_alone(fleet: DemoServer) -> None:
    """The server selects by label."""
    async with watched(fleet) as watching:
        watching.hold(MACHINE, "team-a", selector="cluster.x-k8s.io/cluster-name=alpha")
        await eventually(lambda: watching.store.freshness(MACHINE).health is Health.LIVE)
        (line,) = fleet.requests.of("watch", MACHINES)
        assert line.namespace == "team-a"
        assert line.query["labelSelector"] == "cluster.x-k8s.io/cluster-name=alpha"


async def test_steady_state_makes_no_list_request(fleet: DemoServer) -> None:
    """Not even after streams have ended and others were begun."""
    async with watched(fleet) as watching:
        watching.hold(CLUSTER)
        watching.hold(MACHINE)
        await live(watching)
        fleet.clusters["management"].put(cluster("beta", "team-a"))
        await eventually(lambda: len(names(watching)) == 4)
        assert fleet.requests.of("list") == []


async def test_everything_is_read_anew_on_demand(fleet: DemoServer) -> None:
    """What is shown stays until the answer is whole."""
    async with watched(fleet) as watching:
        watching.hold(CLUSTER)
        await live(watching)
        begun = counted(fleet, "watch")
        watching.again()
        assert len(names(watching)) == 3
        await eventually(lambda: begun() == 1)
        await live(watching)


async def test_the_namespaces_looked_at_can_be_changed(fleet: DemoServer) -> None:
    """Rows of the others go, those of kinds without a namespace stay."""
    async with watched(fleet, namespaces=("team-a",)) as watching:
        watching.hold(CLUSTER)
        watching.hold(NAMESPACE)
        await eventually(lambda: names(watching) == ["team-a/alpha"])
        watching.look_at(("team-b", "team-c"))
        await eventually(lambda: names(watching) == ["team-b/alpha", "team-c/alpha"])
        watching.look_at(None)
        await eventually(lambda: len(names(watching)) == 3)
        assert watching.store.freshness(NAMESPACE).health is Health.LIVE


async def test_a_user_bound_to_some_namespaces_gets_those_and_is_told(fleet: DemoServer) -> None:
    """One watch for each, instead of one that is denied for ever."""
    fleet.rules.add(
        "dev",
        Rule(READ, ("clusters",), namespaces=("team-a", "team-c")),
        Rule(("list",), ("namespaces",)),
    )
    async with watched(fleet, "dev") as watching:
        watching.hold(CLUSTER)
        await eventually(lambda: names(watching) == ["team-a/alpha", "team-c/alpha"])
        await live(watching)
        assert watching.bound == {CLUSTER: ("team-a", "team-c")}
        fleet.clusters["management"].put(cluster("beta", "team-c"))
        await eventually(lambda: len(names(watching)) == 3)


async def test_rows_of_a_bound_user_stay_while_everything_is_read_anew(fleet: DemoServer) -> None:
    """Although all namespaces are tried first."""
    fleet.rules.add("dev", Rule(READ, ("clusters",), namespaces=("team-a",)), Rule(("list",), ("namespaces",)))
    async with watched(fleet, "dev") as watching:
        watching.hold(CLUSTER)
        await live(watching)
        begun, fewest = counted(fleet, "watch"), 1
        watching.again()

        def is_read_anew() -> bool:
            nonlocal fewest
            fewest = min(fewest, len(names(watching)))
            return begun() == 2 and watching.store.freshness(CLUSTER).health is Health.LIVE

        await eventually(is_read_anew)
        assert fewest == 1
        fleet.rules.grants["dev"] = (Rule(READ, ("clusters",)),)
        watching.again()
        await eventually(lambda: len(names(watching)) == 3)


async def test_two_hundred_namespaces_are_watched_one_by_one(server: DemoServer) -> None:
    """A user with a role in each of them, and none for all."""
    bound = tuple(f"team-{number:03}" for number in range(200))
    for namespace in bound:
        server.clusters["management"].put(cluster("alpha", namespace))
    server.rules.add("dev", Rule(READ, ("clusters",), namespaces=bound), Rule(("list",), ("namespaces",)))
    async with watched(server, "dev") as watching:
        watching.hold(CLUSTER)
        await eventually(lambda: len(names(watching)) == 200)
        await live(watching)
        await eventually(lambda: len(open_watches(server)) == 200)


async def test_two_that_watch_the_same_do_not_disturb_each_other(fleet: DemoServer) -> None:
    """One for all that the user may see, one for a namespace among it."""
    fleet.rules.add("dev", Rule(READ, ("clusters",), namespaces=("team-a",)), Rule(("list",), ("namespaces",)))
    async with watched(fleet, "dev") as watching:
        with watching.hold(CLUSTER):
            await live(watching)
            with watching.hold(CLUSTER, "team-a"):
                await eventually(lambda: len(open_watches(fleet)) == 2)
            await eventually(lambda: len(open_watches(fleet)) == 1)
            assert names(watching) == ["team-a/alpha"]


async def test_a_kind_nobody_may_read_is_denied(fleet: DemoServer) -> None:
    """With the server's words; the others are shown."""
    fleet.rules.add("dev", Rule(READ, ("clusters",)))
    async with watched(fleet, "dev") as watching:
        watching.hold(CLUSTER)
        watching.hold(MACHINE)
        await live(watching)
        await eventually(lambda: watching.store.freshness(MACHINE).health is Health.DENIED)
        error = watching.store.freshness(MACHINE).error
        assert isinstance(error, Forbidden)
        assert 'User "dev" cannot' in error.title


async def test_a_namespace_that_is_taken_away_is_told_among_the_others(fleet: DemoServer) -> None:
    """Its rows are missing, whatever the rest says."""
    namespaces = Rule(("list",), ("namespaces",))
    fleet.rules.add("dev", Rule(READ, ("clusters",), namespaces=("team-a", "team-b")), namespaces)
    async with watched(fleet, "dev") as watching:
        watching.hold(CLUSTER)
        await eventually(lambda: len(names(watching)) == 2)
        fleet.rules.grants["dev"] = (
            Rule(READ, ("clusters",), namespaces=("team-a",)),
            Rule(("list",), ("namespaces",)),
        )
        fleet.hang_up()
        await eventually(lambda: watching.store.freshness(CLUSTER).denied == ("team-b",))
        watching.again()
        await eventually(lambda: watching.bound == {CLUSTER: ("team-a",)})


async def test_a_right_that_was_given_is_found_on_demand(fleet: DemoServer) -> None:
    """`^r` asks anew what the user may do."""
    async with watched(fleet, "nobody") as watching:
        watching.hold(CLUSTER)
        await eventually(lambda: watching.store.freshness(CLUSTER).health is Health.DENIED)
        fleet.rules.grants["nobody"] = (Rule(READ, ("clusters",)),)
        watching.again()
        await live(watching)


async def test_a_right_in_another_namespace_is_found_without_being_asked_for(fleet: DemoServer) -> None:
    """Within a minute, or what counts as one here; what was shown stays meanwhile, and nothing is listed for it."""
    there = Rule(READ, ("namespaces",))
    fleet.rules.add("dev", Rule(READ, ("clusters",), namespaces=("team-a",)), there)
    async with watched(fleet, "dev") as watching:
        watching.hold(CLUSTER)
        await eventually(lambda: names(watching) == ["team-a/alpha"])
        await eventually(lambda: watching.store.freshness(NAMESPACE).health is Health.LIVE)
        lists = counted(fleet, "list", "namespaces")
        fleet.rules.grants["dev"] = (Rule(READ, ("clusters",), namespaces=("team-a", "team-b")), there)
        await eventually(lambda: names(watching) == ["team-a/alpha", "team-b/alpha"])
        await eventually(lambda: watching.bound == {CLUSTER: ("team-a", "team-b")})
        fleet.rules.grants["dev"] = (Rule(READ, ("clusters",)),)
        await eventually(lambda: len(names(watching)) == 3 and not watching.bound)
        assert lists() == 0


async def test_a_namespace_that_is_new_is_looked_at_at_once(fleet: DemoServer) -> None:
    """Only it is asked about."""
    there = Rule(READ, ("namespaces",))
    fleet.rules.add("dev", Rule(READ, ("clusters",), namespaces=("team-a", "team-new")), there)
    async with connected(fleet, "dev") as client:
        watching = Watching(client, Store(), pace=replace(QUICK, denied=60.0))
        async with running(watching):
            watching.hold(CLUSTER)
            await eventually(lambda: names(watching) == ["team-a/alpha"])
            await eventually(lambda: watching.store.freshness(NAMESPACE).health is Health.LIVE)
            reviews = counted(fleet, "create", "selfsubjectrulesreviews.authorization.k8s.io")
            fleet.clusters["management"].put(cluster("alpha", "team-new"))
            await eventually(lambda: names(watching) == ["team-a/alpha", "team-new/alpha"])
            assert reviews() == 1


async def test_a_server_that_cannot_be_asked_for_rights_ends_nothing(fleet: DemoServer) -> None:
    """It is asked again."""
    fleet.faults.add(Refuse(503), verb="create")
    async with watched(fleet, "nobody") as watching:
        watching.hold(CLUSTER)
        await eventually(lambda: watching.store.freshness(CLUSTER).health is Health.DENIED)


async def test_the_watches_of_one_kind_do_not_disturb_another(fleet: DemoServer) -> None:
    """One that fails is told as its own trouble."""
    fleet.faults.add(Refuse(500, "no"), resource=MACHINES)
    async with watched(fleet) as watching:
        watching.hold(MACHINE)
        watching.hold(CLUSTER)
        await live(watching)
        await eventually(lambda: watching.store.freshness(MACHINE).health is Health.STALE)
        assert not watching.reach.is_lost.is_set()


async def test_a_server_without_any_answer_is_out_of_reach(fleet: DemoServer) -> None:
    """After a while, not at the first trouble; the watches go on trying."""
    async with connected(fleet) as client:
        watching = Watching(client, Store(), pace=replace(QUICK, given_up=0.1))
        async with running(watching):
            watching.hold(MACHINE)
            watching.hold(CLUSTER)
            await live(watching)
            port = fleet.port
            await fleet.stop()
            await asyncio.wait_for(watching.reach.is_lost.wait(), 5)
            assert watching.reach.why.title == "the server cannot be reached"
            await fleet.start(port)
            await live(watching)


async def test_another_way_to_the_server_goes_on_with_what_was_held(fleet: DemoServer, server: DemoServer) -> None:
    """A leaf cluster that has moved: its rows stay, its leases too."""
    async with connected(fleet) as before, connected(server) as after:
        watching = Watching(before, Store(), pace=QUICK)
        lease = watching.hold(CLUSTER)
        async with running(watching):
            await live(watching)
        watching.use(after)
        assert len(names(watching)) == 3
        fleet.clusters["management"].remove(CLUSTERS, "team-a", "alpha")
        async with running(watching):
            await eventually(lambda: len(names(watching)) == 2)
            lease.release()
        assert isinstance(watching.client, Client)
