"""What users ask of Flux in the embedded world is done, as its controllers do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.demo.worlds import Json, condition, named, new_world
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.world import World

KUSTOMIZATION = "kustomizations.kustomize.toolkit.fluxcd.io"
RELEASE = "helmreleases.helm.toolkit.fluxcd.io"
REPOSITORY = "gitrepositories.source.toolkit.fluxcd.io"
ASKED = "reconcile.fluxcd.io/requestedAt"


def change(world: World, resource: str, namespace: str, name: str, how: Callable[[Json], object]) -> None:
    """As a client does, between two beats of the world's clock."""
    world.server.clusters[MANAGEMENT].update(resource, namespace, name, how)


def ask(body: Json) -> None:
    body["metadata"].setdefault("annotations", {})[ASKED] = "2026-03-01T12:00:01Z"


@pytest.mark.parametrize(
    ("resource", "namespace", "name"),
    [(KUSTOMIZATION, "flux-system", "tenants"), (RELEASE, "ingress", "cert-manager"), (REPOSITORY, "shop", "shop")],
)
def test_a_requested_reconciliation_is_shown_and_then_handled(resource: str, namespace: str, name: str) -> None:
    """Progressing first, then as well as before with the request repeated in the status."""
    world = new_world()
    before = named(world, resource, namespace, name)
    change(world, resource, namespace, name, ask)
    world.advance(1, script=0)
    assert condition(named(world, resource, namespace, name), "Ready")["status"] == "Unknown"
    world.advance(1, script=0)
    after = named(world, resource, namespace, name)
    assert after["status"]["lastHandledReconcileAt"] == "2026-03-01T12:00:01Z"
    assert condition(after, "Ready")["message"] == condition(before, "Ready")["message"]
    assert condition(after, "Reconciling") == {}


def test_what_fails_fails_again_when_it_is_asked_for() -> None:
    """The request is handled all the same, and the event counts up."""
    world = new_world()
    change(world, KUSTOMIZATION, "research", "datasets", ask)
    world.advance(3, script=0)
    after = named(world, KUSTOMIZATION, "research", "datasets")
    assert after["status"]["lastHandledReconcileAt"]
    assert condition(after, "Ready")["reason"] == "ArtifactFailed"


def test_a_suspended_object_is_not_reconciled_until_it_is_resumed() -> None:
    """The request waits; the resumed object handles it and its newer spec."""
    world = new_world()

    def suspend(body: Json) -> None:
        body["spec"]["suspend"] = True
        ask(body)

    change(world, KUSTOMIZATION, "flux-system", "tenants", suspend)
    world.advance(5, script=0)
    assert "lastHandledReconcileAt" not in named(world, KUSTOMIZATION, "flux-system", "tenants")["status"]
    change(world, KUSTOMIZATION, "flux-system", "tenants", lambda body: body["spec"].pop("suspend"))
    world.advance(3, script=0)
    after = named(world, KUSTOMIZATION, "flux-system", "tenants")
    assert after["status"]["lastHandledReconcileAt"]
    assert after["status"]["observedGeneration"] == after["metadata"]["generation"]


def test_the_script_passes_by_what_a_user_has_suspended() -> None:
    """No new revision is applied while it is suspended."""
    world = new_world()
    before = named(world, KUSTOMIZATION, "shop", "cart")["status"]
    change(world, KUSTOMIZATION, "shop", "cart", lambda body: body["spec"].update(suspend=True))
    world.advance(120)
    assert named(world, KUSTOMIZATION, "shop", "cart")["status"] == before


def test_a_deleted_kustomization_takes_along_what_it_applied() -> None:
    """Its finalizer goes after its inventory, and the script does not bring it back."""
    world = new_world()
    storage = world.server.clusters[MANAGEMENT]
    storage.remove(KUSTOMIZATION, "shop", "search-index")
    assert storage.find(KUSTOMIZATION, "shop", "search-index")
    world.advance(2)
    assert storage.find(KUSTOMIZATION, "shop", "search-index") is None
    assert storage.find("deployments.apps", "shop", "search-index") is None
    world.advance(120)
    assert storage.find(KUSTOMIZATION, "shop", "search-index") is None


def test_other_objects_are_left_alone() -> None:
    """A label on a Kustomization is no reason to reconcile it; one that is behind by its story stays behind."""
    world = new_world()
    for namespace, name in (("flux-system", "tenants"), ("shop", "newsletter")):
        change(world, KUSTOMIZATION, namespace, name, lambda body: body["metadata"].update(labels={"a": "b"}))
    world.advance(3, script=0)
    assert condition(named(world, KUSTOMIZATION, "flux-system", "tenants"), "Ready")["status"] == "True"
    behind = named(world, KUSTOMIZATION, "shop", "newsletter")
    assert behind["status"]["observedGeneration"] < behind["metadata"]["generation"]
