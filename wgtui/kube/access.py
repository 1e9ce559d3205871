"""What the user may do on a server, asked before it is tried: greyed actions, and the namespaces to watch."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from wgtui.errors import Forbidden
from wgtui.kube.client import Client
from wgtui.kube.decoding import decoded
from wgtui.kube.pages import pages
from wgtui.kube.printable import one_line
from wgtui.kube.rules import Rules
from wgtui.resources.kinds import Kind

API_VERSION = "authorization.k8s.io/v1"
REVIEWS = f"/apis/{API_VERSION}/"
KEPT = 300.0
"""Seconds a right is believed in."""

DOUBTED = 60.0
"""Seconds after which what was refused is asked for again: it may have been given meanwhile."""

AT_ONCE = 30
"""Namespaces that may be asked about in that time; of more, the answers are believed longer."""

READING = ("get", "list", "watch")
WATCHING = ("list", "watch")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` tells why not; it is empty where it is allowed."""

    allowed: bool
    reason: str = ""


class _Access(msgspec.Struct):
    allowed: bool = False
    reason: str = ""


class _AccessReview(msgspec.Struct):
    status: _Access


class _RulesReview(msgspec.Struct):
    status: Rules


class _Name(msgspec.Struct):
    name: str


class _Named(msgspec.Struct):
    metadata: _Name


class Access:
    """Asks once and remembers for minutes. Where the user may not list namespaces, those of the contexts are tried.

    `there` tells the namespaces where they are watched; otherwise they are listed once.
    """

    def __init__(
        self, client: Client, doubted: float = DOUBTED, there: Callable[[], Iterable[str] | None] = lambda: None
    ) -> None:
        self._client = client
        self._doubted = doubted
        self._there = there
        self._listed: tuple[str, ...] | None = None
        self._fallback = tuple(dict.fromkeys((client.login.namespace, *client.login.namespaces)))
        self._verdicts: dict[tuple[str, str, str], tuple[float, Verdict]] = {}
        self._rules: dict[str, Rules] = {}
        self._rules_at = float("-inf")
        self._asking = asyncio.Lock()

    async def allowed(self, verb: str, kind: Kind[Any], namespace: str = "", subresource: str = "") -> Verdict:
        """Whether the server would let us; raises KubeError where it cannot be asked."""
        if self._client.read_only and verb not in READING:
            return Verdict(False, "read-only: started with --read-only")
        try:
            return await self._verdict(verb, kind, namespace, subresource)
        except Forbidden:
            # Some servers forbid the question itself: the attempt will tell.
            return Verdict(True)

    async def namespaces(self, kind: Kind[Any]) -> tuple[str, ...] | None:
        """Where this kind may be listed and watched: None for everywhere, else the namespaces, maybe none."""
        try:
            if await self._may_watch(kind):
                return None
        except Forbidden:
            return self._fallback if kind.namespaced else None
        if not kind.namespaced:
            return ()
        rules = await self._rules_by_namespace()
        allowed = tuple(namespace for namespace, found in rules.items() if found.allow(WATCHING, kind))
        if allowed or not any(found.incomplete for found in rules.values()):
            return allowed
        # Another authorizer than RBAC decides, and tells no rules: it is asked for each namespace and kind.
        verdicts = await _in_parallel(rules, lambda namespace: self._may_watch(kind, namespace))
        return tuple(namespace for namespace, may in verdicts.items() if may)

    def forget(self) -> None:
        """Asks anew from now on: rights may have been given meanwhile."""
        self._verdicts.clear()
        self._rules_at = float("-inf")
        self._listed = None

    @property
    def patience(self) -> float:
        """Seconds after which `namespaces` may answer otherwise."""
        return self._doubted * max(1.0, len(self._rules) / AT_ONCE)

    async def _verdict(self, verb: str, kind: Kind[Any], namespace: str = "", subresource: str = "") -> Verdict:
        resource = f"{kind.resource}/{subresource}" if subresource else kind.resource
        asked = (verb, resource, namespace)
        at, verdict = self._verdicts.get(asked, (float("-inf"), Verdict(False)))
        if time.monotonic() - at > (KEPT if verdict.allowed else self._doubted):
            verdict = await self._review(verb, kind, namespace, subresource)
            self._verdicts[asked] = (time.monotonic(), verdict)
        return verdict

    async def _may_watch(self, kind: Kind[Any], namespace: str = "") -> bool:
        may_list = await self._verdict("list", kind, namespace)
        return may_list.allowed and (await self._verdict("watch", kind, namespace)).allowed

    async def _rules_by_namespace(self) -> dict[str, Rules]:
        """One review a namespace serves all kinds; those who ask meanwhile wait for the same answers."""
        async with self._asking:
            is_old = time.monotonic() - self._rules_at > self.patience
            known = {} if is_old else self._rules
            there = await self._candidates()
            asked = await _in_parallel((name for name in there if name not in known), self._rules_in)
            self._rules = {name: known[name] if name in known else asked[name] for name in there}
            if is_old:
                self._rules_at = time.monotonic()
            return self._rules

    async def _rules_in(self, namespace: str) -> Rules:
        body = {"apiVersion": API_VERSION, "kind": "SelfSubjectRulesReview", "spec": {"namespace": namespace}}
        try:
            return decoded(await self._client.ask(f"{REVIEWS}selfsubjectrulesreviews", body), _RulesReview).status
        except Forbidden:
            return Rules(incomplete=True)

    async def _candidates(self) -> tuple[str, ...]:
        """Every namespace there is, or those we were told of where the user may not list them."""
        watched = self._there()
        if watched is not None:
            return tuple(watched)
        if self._listed is None:
            self._listed = await self._list()
        return self._listed

    async def _list(self) -> tuple[str, ...]:
        found: list[str] = []
        try:
            async for page in pages(self._client.connection, "/api/v1/namespaces", ()):
                found += [decoded(item, _Named).metadata.name for item in page.items or ()]
        except Forbidden:
            return self._fallback
        return tuple(found)

    async def _review(self, verb: str, kind: Kind[Any], namespace: str, subresource: str) -> Verdict:
        asked = {
            "verb": verb,
            "group": kind.group,
            "resource": kind.plural,
            "subresource": subresource,
            "namespace": namespace,
        }
        spec = {"resourceAttributes": {field: value for field, value in asked.items() if value}}
        body = {"apiVersion": API_VERSION, "kind": "SelfSubjectAccessReview", "spec": spec}
        answer = decoded(await self._client.ask(f"{REVIEWS}selfsubjectaccessreviews", body), _AccessReview).status
        if answer.allowed:
            return Verdict(True)
        where = f"in namespace {namespace}" if namespace else "in all namespaces"
        why = f": {one_line(answer.reason)}" if answer.reason else ""
        return Verdict(False, f"you may not {verb} {kind.resource} {where}{why}")


async def _in_parallel(namespaces: Iterable[str], ask: Callable[[str], Awaitable[T]]) -> dict[str, T]:
    """Answers by namespace; the first failure ends the others. The connection limits how many go at once."""
    found: dict[str, T] = {}

    async def take(namespace: str) -> None:
        found[namespace] = await ask(namespace)

    names = tuple(namespaces)
    try:
        async with asyncio.TaskGroup() as asking:
            for namespace in names:
                asking.create_task(take(namespace))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return {namespace: found[namespace] for namespace in names}
