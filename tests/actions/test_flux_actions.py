"""Reconcile, suspend and resume: what is sent once, and what is told of what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.eventually import eventually
from tests.kube.watched import connected
from wgtui.actions.flux import Target
from wgtui.actions.outcome import Outcome, Result, refusal
from wgtui.actions.reconcile import Sources, Wish, reconcile
from wgtui.actions.suspend import resume, suspend
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.errors import Conflict, Forbidden, Invalid, KubeError, NotFound, Unreachable
from wgtui.fleet.suspension import Suspension
from wgtui.kube.client import Client
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GIT_REPOSITORY, HELM_REPOSITORY

APPS = Target(KUSTOMIZATION, ObjectRef("shop", "apps"))
SHOP = Target(GIT_REPOSITORY, ObjectRef("shop", "shop"))
REQUESTED = "reconcile.fluxcd.io/requestedAt"


def now() -> datetime:
    return datetime.now(UTC)


def put(server: DemoServer, target: Target, spec: dict[str, Any], **metadata: Any) -> None:
    group = target.kind.group
    server.clusters[MANAGEMENT].put(
        {
            "apiVersion": f"{group}/{target.kind.versions[0]}",
            "kind": target.kind.kind,
            "metadata": {"name": target.ref.name, "namespace": target.ref.namespace, **metadata},
            "spec": spec,
        }
    )


def apps(server: DemoServer, **spec: Any) -> None:
    """An application and its source."""
    reference = {"kind": "GitRepository", "name": "shop"}
    put(server, APPS, {"interval": "1m", "prune": True, "path": "./", "sourceRef": reference, **spec})
    put(server, SHOP, {"interval": "1m", "url": "https://github.com/acme/shop"})


def raw(server: DemoServer, target: Target) -> dict[str, Any]:
    return server.clusters[MANAGEMENT].get(target.kind.resource, *target.ref)


class Controller:
    """Takes up requests as a Flux controller does, and notes in which order; `ends` says how each ends."""

    def __init__(self, server: DemoServer, *targets: Target) -> None:
        self.seen: list[str] = []
        self.ends: dict[str, tuple[str, str, str]] = {}
        self._server = server
        self._targets = targets

    async def run(self) -> None:
        while True:
            for target in self._targets:
                self._look(target)
            await asyncio.sleep(0.005)

    def _look(self, target: Target) -> None:
        found = raw(self._server, target)
        token = found["metadata"].get("annotations", {}).get(REQUESTED)
        if token is None or found.get("status", {}).get("lastHandledReconcileAt") == token:
            return
        self.seen.append(target.kind.kind)
        status, reason, message = self.ends.get(target.kind.kind, ("True", "ReconciliationSucceeded", "done"))
        condition = {
            "type": "Ready",
            "status": status,
            "reason": reason,
            "message": message,
            "lastTransitionTime": "2026-11-24T00:00:00Z",
        }

        def change(body: dict[str, Any]) -> None:
            body["status"] = {
                "lastHandledReconcileAt": token,
                "observedGeneration": body["metadata"].get("generation", 1),
                "conditions": [condition],
                "lastAppliedRevision": "main@sha1:0123456789abcdef0123456789abcdef01234567",
            }

        self._server.clusters[MANAGEMENT].update(target.kind.resource, *target.ref, change)


async def done(
    server: DemoServer, client: Client, work: Callable[[], Any], *targets: Target, **ends: tuple[str, str, str]
) -> tuple[Outcome, list[str]]:
    controller = Controller(server, *targets)
    controller.ends = ends
    task = asyncio.create_task(controller.run())
    try:
        outcome: Outcome = await work()
    finally:
        task.cancel()
    assert client is not None
    return outcome, controller.seen


async def test_an_application_is_asked_once_and_followed(server: DemoServer, client: Client) -> None:
    """To what its controller made of it."""
    apps(server)
    outcome, seen = await done(server, client, lambda: reconcile(client, APPS, now), APPS)
    assert outcome == Outcome(Result.DONE, "Kustomization shop/apps", "applied main@sha1:01234567")
    assert seen == ["Kustomization"]
    assert len([line for line in server.requests if line.method == "PATCH"]) == 1


async def test_the_source_comes_first_where_wished(server: DemoServer, client: Client) -> None:
    """And the application only when the source is well."""
    apps(server)
    wish = Wish(with_source=True)
    outcome, seen = await done(server, client, lambda: reconcile(client, APPS, now, wish), APPS, SHOP)
    assert outcome.ok
    assert seen == ["GitRepository", "Kustomization"]


async def test_a_source_that_several_read_is_asked_once(server: DemoServer, client: Client) -> None:
    """Each of them waits for the one answer."""
    apps(server)
    other = Target(KUSTOMIZATION, ObjectRef("shop", "other"))
    body = raw(server, APPS)
    server.clusters[MANAGEMENT].put({**body, "metadata": {"name": "other", "namespace": "shop"}})
    together = Sources()

    async def both() -> Outcome:
        wish = Wish(with_source=True)
        first, second = await asyncio.gather(
            *(reconcile(client, target, now, wish, together=together) for target in (APPS, other))
        )
        assert second.ok
        return first

    outcome, seen = await done(server, client, both, APPS, other, SHOP)
    assert outcome.ok
    assert sorted(seen) == ["GitRepository", "Kustomization", "Kustomization"]


async def test_a_request_that_a_later_one_replaced_is_answered_with_it(server: DemoServer, client: Client) -> None:
    """Somebody else asked before the controller looked: it never sees the first."""
    apps(server)
    task = asyncio.create_task(reconcile(client, APPS, now, patience=10))
    await eventually(lambda: REQUESTED in str(raw(server, APPS)["metadata"].get("annotations")))

    def later(body: dict[str, Any]) -> None:
        body["metadata"]["annotations"][REQUESTED] = "2099-01-01T00:00:00Z"

    server.clusters[MANAGEMENT].update(KUSTOMIZATION.resource, *APPS.ref, later)
    outcome, _ = await done(server, client, lambda: task, APPS)
    assert outcome.ok


async def test_a_source_that_fails_keeps_the_application_from_being_asked(server: DemoServer, client: Client) -> None:
    """With the source's own words."""
    apps(server)
    wish = Wish(with_source=True)
    broken = ("False", "GitOperationFailed", "no such host")
    outcome, seen = await done(
        server, client, lambda: reconcile(client, APPS, now, wish), APPS, SHOP, GitRepository=broken
    )
    assert outcome.result is Result.FAILED
    assert "no such host" in outcome.words
    assert seen == ["GitRepository"]


async def test_what_came_of_it_is_told_when_it_is_not_well(server: DemoServer, client: Client) -> None:
    """Failed is not the same as refused."""
    apps(server)
    failed = ("False", "BuildFailed", "kustomize build failed")
    outcome, _ = await done(server, client, lambda: reconcile(client, APPS, now), APPS, Kustomization=failed)
    assert outcome == Outcome(Result.FAILED, "Kustomization shop/apps", "BuildFailed: kustomize build failed")


async def test_a_controller_that_is_not_there_is_told(server: DemoServer, client: Client) -> None:
    """Asked, and nobody took it up."""
    apps(server)
    outcome = await reconcile(client, APPS, now, patience=0.2)
    assert outcome.result is Result.UNKNOWN
    assert "is it running?" in outcome.words


async def test_a_release_is_forced_and_reset_with_the_same_token(server: DemoServer, client: Client) -> None:
    """As the helm controller wants it."""
    release = Target(HELM_RELEASE, ObjectRef("shop", "web"))
    reference = {"chart": "web", "sourceRef": {"kind": "HelmRepository", "name": "charts"}}
    put(server, release, {"interval": "1m", "chart": {"spec": reference}})
    wish = Wish(force=True, reset=True)
    await done(server, client, lambda: reconcile(client, release, now, wish), release)
    annotations = raw(server, release)["metadata"]["annotations"]
    assert len({annotations[f"reconcile.fluxcd.io/{name}At"] for name in ("requested", "force", "reset")}) == 1


@pytest.mark.parametrize("kind", ["suspended", "static", "gone"])
async def test_what_cannot_be_reconciled_is_not_asked(server: DemoServer, client: Client, kind: str) -> None:
    """With the reason."""
    target = {"suspended": APPS, "static": Target(HELM_REPOSITORY, ObjectRef("shop", "oci")), "gone": SHOP}[kind]
    if kind == "suspended":
        apps(server, suspend=True)
    if kind == "static":
        put(server, target, {"type": "oci", "url": "oci://ghcr.io/acme/charts"})
    outcome = await reconcile(client, target, now)
    assert outcome.result is (Result.ABSENT if kind == "gone" else Result.REFUSED)
    assert any(words in str(outcome) for words in ("resume it first", "only an address", "there is no GitRepository"))
    assert not [line for line in server.requests if line.method == "PATCH"]


async def test_nothing_is_sent_when_read_only(server: DemoServer) -> None:
    """Not even to be refused by the server."""
    apps(server)
    async with connected(server, read_only=True) as client:
        outcome = await reconcile(client, APPS, now)
    assert outcome == Outcome(Result.REFUSED, "Kustomization shop/apps", "read-only: nothing was sent")


async def test_a_user_without_the_right_is_told_the_servers_reason(server: DemoServer) -> None:
    """403."""
    apps(server)
    async with connected(server, token="viewer") as client:
        outcome = await suspend(client, APPS, Suspension("jan"))
    assert outcome.result is Result.REFUSED
    assert outcome.words.startswith("not allowed: kustomizations.kustomize.toolkit.fluxcd.io")


async def test_suspending_leaves_who_and_why(server: DemoServer, client: Client) -> None:
    """And until when, if that was said."""
    apps(server)
    since, until = datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)
    outcome = await suspend(client, APPS, Suspension("jan@acme.example", "audit", since, until))
    body = raw(server, APPS)
    assert outcome.ok
    assert body["spec"]["suspend"] is True
    assert body["metadata"]["annotations"] == {
        "metadata.weave.works/suspended-by": "jan@acme.example",
        "metadata.weave.works/suspended-comment": "audit",
        "metadata.weave.works/suspended-at": "2026-11-24T08:00:00+00:00",
        "metadata.weave.works/suspended-until": "2026-12-01T08:00:00+00:00",
    }
    assert (await suspend(client, APPS, Suspension("ada"))).words == "it is suspended already"


async def test_suspending_what_git_manages_says_who_wins(server: DemoServer, client: Client) -> None:
    """A Kustomization that applies it reverts what its manifest says otherwise."""
    apps(server)
    labels = {"kustomize.toolkit.fluxcd.io/name": "tenants", "kustomize.toolkit.fluxcd.io/namespace": "flux-system"}
    server.clusters[MANAGEMENT].update(
        KUSTOMIZATION.resource, *APPS.ref, lambda body: body["metadata"].update(labels=labels)
    )
    outcome = await suspend(client, APPS, Suspension("jan"))
    assert "Kustomization flux-system/tenants applies it" in outcome.words


async def test_resuming_takes_every_note_away_and_is_followed(server: DemoServer, client: Client) -> None:
    """The Flux operator's too."""
    apps(server)
    await suspend(client, APPS, Suspension("jan", "audit"))
    await client.patch(
        APPS.kind, APPS.ref, {"metadata": {"annotations": {"fluxcd.controlplane.io/suspendedBy": "operator"}}}
    )
    outcome, _ = await done(server, client, lambda: resume(client, APPS, now), APPS)
    body = raw(server, APPS)
    assert outcome.ok
    assert not body["spec"].get("suspend")
    assert [key for key in body["metadata"]["annotations"] if "suspended" in key] == []
    assert (await resume(client, APPS, now)).words == "it is not suspended"


async def test_an_object_deleted_while_it_is_followed_is_told(server: DemoServer, client: Client) -> None:
    """Not waited for."""
    apps(server)
    task = asyncio.create_task(reconcile(client, APPS, now))
    await eventually(lambda: REQUESTED in str(raw(server, APPS)["metadata"].get("annotations")))
    await eventually(lambda: client.connection.watching == 1)
    server.clusters[MANAGEMENT].remove(KUSTOMIZATION.resource, *APPS.ref)
    outcome = await task
    assert outcome.result is Result.FAILED


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Forbidden('admission webhook "policy" denied the request: keep out', "x", 403), "refused: admission webhook"),
        (Invalid('admission webhook "policy" denied the request', "x", 400), "refused: admission webhook"),
        (Forbidden("kustomizations is forbidden", "x", 403), "not allowed: kustomizations is forbidden"),
        (Conflict("the object has been modified", "look again and repeat", 409), "somebody else changed it"),
        (Unreachable("connection refused", "10.0.0.1"), "connection refused"),
    ],
)
def test_what_the_server_says_no_to_is_told_in_its_words(error: KubeError, words: str) -> None:
    """Never only that it did not work."""
    outcome = refusal("Kustomization shop/apps", error)
    assert outcome.result is Result.REFUSED
    assert outcome.words.startswith(words)


def test_what_is_not_there_is_told_as_that() -> None:
    """Nobody refused anything."""
    outcome = refusal("Kustomization shop/apps", NotFound("not found", "", 404))
    assert (outcome.result, str(outcome)) == (Result.ABSENT, "there is no Kustomization shop/apps")


async def test_a_source_that_is_not_there_is_named(server: DemoServer, client: Client) -> None:
    """Not the object that was to be reconciled."""
    apps(server)
    server.clusters[MANAGEMENT].remove(SHOP.kind.resource, *SHOP.ref)
    outcome = await reconcile(client, APPS, now, Wish(with_source=True))
    assert outcome.result is Result.REFUSED
    assert outcome.words == "not asked: its source GitRepository shop/shop: there is none"
