"""`wgtui wait`: until a cluster or an application is ready or gone, or a pull request merged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from wgtui.actions.flux import Target, judged
from wgtui.actions.outcome import Outcome, Result
from wgtui.errors import ConfigError
from wgtui.fleet.journey.delivery import pull_stations
from wgtui.fleet.pulls import Intent, KnownPull
from wgtui.github.hosts import Hosts
from wgtui.github.marks import Subject, Verb
from wgtui.github.pulls import PullRequest, PullState
from wgtui.github.repository import Repository
from wgtui.headless.names import NoSuch, application, object_ref, the_one
from wgtui.headless.output import Output
from wgtui.headless.proposing import where
from wgtui.headless.session import in_session
from wgtui.headless.travelling import Telling, tell
from wgtui.kube.client import Client
from wgtui.kube.watch import watch
from wgtui.resources.changes import Absent, Applied, Deleted, Denied, Synced, WatchKey
from wgtui.resources.gitops import GITOPS_CLUSTER, GitopsCluster
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ConditionStatus, ObjectMeta, ObjectRef
from wgtui.screens.journeys import Goal, cluster_goal
from wgtui.screens.session import Session
from wgtui.serving import Connect
from wgtui.verbs import BOOTSTRAPPED, Wait
from wgtui.wishes import PullRequestWishes

LOOK = 5.0
"""Seconds between two looks at a pull request."""

Judge = Callable[[Any], Outcome | None]


async def wait(command: Wait, connect: Connect, output: Output) -> int:
    """0 when it has come, 1 when it never will or has not in time."""
    outcome = Outcome(Result.UNKNOWN, command.name, f"not {command.state} after {command.timeout:.0f} s")

    async def come(session: Session) -> int:
        nonlocal outcome
        outcome = (
            await _pull(command, session, output) if command.kind == "pull" else await _told(command, session, output)
        )
        return 0

    try:
        async with asyncio.timeout(command.timeout):
            await in_session(command.config, connect, come)
    except TimeoutError:
        pass
    output.data(f"{outcome.result.value}  {outcome}")
    return 0 if outcome.ok else 1


async def _told(command: Wait, session: Session, output: Output) -> Outcome:
    """What came of the object; the stations that it passes on the way are told meanwhile."""
    if command.kind == "cluster":
        command = replace(command, name=str(await _the_cluster(command, session.client)))
    # What delivers an object is in other namespaces than the object itself.
    session.watching.look_at(None)
    telling = asyncio.create_task(tell(session, _goal(command), output), name="journey")
    try:
        return await (_arrived(telling, command) if command.state == BOOTSTRAPPED else _object(command, session.client))
    finally:
        telling.cancel()


async def _the_cluster(command: Wait, client: Client) -> ObjectRef:
    """It need not be there yet, but then its namespace has to be named. Raises ConfigError."""
    typed, namespace = command.name, command.config.namespace
    if namespace or "/" in typed:
        return object_ref(typed, namespace)
    found = [one.metadata.ref for one in await client.list(GITOPS_CLUSTER) if one.metadata.name == typed]
    if not found and command.state != "deleted":
        raise ConfigError(f"no cluster {typed!r} is there yet", f"name its namespace too, as in team-a/{typed}")
    return the_one(found, "GitopsCluster", typed, "clusters") if found else object_ref(typed)


def _goal(command: Wait) -> Goal:
    verb = Verb.DELETE if command.state == "deleted" else Verb.CREATE
    if command.kind == "cluster":
        return cluster_goal(object_ref(command.name, command.config.namespace), verb)
    kind, ref = application(command.name, command.config.namespace)
    return Goal(Intent(verb if verb is Verb.DELETE else Verb.ADD, Subject(kind.kind, *ref)))


async def _arrived(telling: asyncio.Task[str], command: Wait) -> Outcome:
    """At the end of its journey: Flux runs there, and what it delivers is ready."""
    return Outcome(Result.DONE, f"cluster {command.name}", await telling)


async def _object(command: Wait, client: Client) -> Outcome:
    if command.kind == "cluster":
        ref = object_ref(command.name, command.config.namespace)
        return await _followed(client, GITOPS_CLUSTER, ref, command.state, _cluster_judge(ref))
    kind, ref = application(command.name, command.config.namespace)
    target = Target(kind, ref)
    return await _followed(client, kind, ref, command.state, lambda found: judged(target, found))


def _cluster_judge(ref: ObjectRef) -> Judge:
    def judge(found: GitopsCluster) -> Outcome | None:
        ready = {one.type: one for one in found.status.conditions}
        wanted = [ready.get("Ready"), ready.get("ClusterConnectivity")]
        if all(one is not None and one.status is ConditionStatus.TRUE for one in wanted):
            return Outcome(Result.DONE, f"GitopsCluster {ref}", "ready and connected")
        return None

    return judge


async def _followed(client: Client, kind: Kind[Any], ref: ObjectRef, state: str, judge: Judge) -> Outcome:
    what, was_there = f"{kind.kind} {ref}", False
    async with aclosing(watch(client, WatchKey(kind, ref.namespace, fields=f"metadata.name={ref.name}"))) as changes:
        async for change in changes:
            found: Any = None
            match change:
                case Synced(objects=objects):
                    found = objects[0] if objects else None
                case Applied(object=found):
                    pass
                case Deleted():
                    pass
                case Denied(error=error) | Absent(error=error):
                    raise error
                case _:
                    continue
            if found is None and (state == "deleted" or was_there):
                gone = Result.DONE if state == "deleted" else Result.FAILED
                return Outcome(gone, what, "deleted" if was_there else "not there")
            was_there = was_there or found is not None
            outcome = judge(found) if found is not None and state == "ready" else None
            if outcome is not None and outcome.ok:
                return outcome
    raise AssertionError("a watch does not end by itself")


async def _the_pull(hosts: Hosts, repository: Repository, typed: str) -> PullRequest:
    """Whoever waits may have been overtaken: one that was settled lately counts. Raises NoSuch."""
    for pulls in (hosts.open_pulls, hosts.settled_pulls):
        for pull in await pulls(repository):
            if _is_called(pull, typed):
                return pull
    raise NoSuch(f"no open pull request {typed!r} in {repository}", "see wgtui get pulls")


def _is_called(pull: PullRequest, typed: str) -> bool:
    """By its number, its branch, or its address."""
    if "://" in typed:
        return f"{typed}/".startswith(f"{pull.url}/")
    return typed.removeprefix("#") in (str(pull.number), pull.branch, pull.branch.rpartition("/")[2])


async def _pull(command: Wait, session: Session, output: Output) -> Outcome:
    hosts = session.hosts
    place = await where(session.client, hosts, PullRequestWishes())
    found = await _the_pull(hosts, place.repository, command.name)
    telling = Telling(output)
    while True:
        seen = (await hosts.refreshed(place.repository.host, [found]))[found.key]
        if seen is None:
            return Outcome(Result.FAILED, f"#{found.number}", "it is gone")
        found = seen
        telling.tell(pull_stations(KnownPull(ObjectMeta(), found, place.source)))
        if not found.is_open:
            break
        await asyncio.sleep(LOOK)
    merged = found.state is PullState.MERGED
    words = f"merged as {found.merge_commit[:8]}" if merged else "closed without being merged"
    return Outcome(Result.DONE if merged else Result.FAILED, f"#{found.number}", words)
