"""Where an object comes from, step by step."""

from __future__ import annotations

from typing import Any

from tests.unit.worlds import condition, made, store_of
from wgtui.fleet.status import Status
from wgtui.fleet.tracing import owner_of, readers, trace
from wgtui.resources.core import POD
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import EXTERNAL_ARTIFACT, GIT_REPOSITORY, HELM_CHART, HELM_REPOSITORY
from wgtui.store.store import Store

SHA = "0123456789abcdef0123456789abcdef01234567"


def labels(kind: Any, name: str, namespace: str = "flux-system") -> dict[str, str]:
    return {f"{kind.group}/name": name, f"{kind.group}/namespace": namespace}


def ready(**status: Any) -> dict[str, Any]:
    found = {"conditions": [condition("Ready", True, "Succeeded", f"stored main@sha1:{SHA}")], "observedGeneration": 1}
    return found | status


def world() -> Store:
    """A release of a chart, applied by `apps`, which `flux-system` applies as it applies itself."""
    flux = labels(KUSTOMIZATION, "flux-system")
    reads = {"sourceRef": {"kind": "GitRepository", "name": "flux-system"}}
    artifact = {"revision": f"main@sha1:{SHA}", "lastUpdateTime": "2026-11-24T05:00:00Z"}
    chart = {"chart": "cart", "sourceRef": {"kind": "HelmRepository", "name": "charts", "namespace": "flux-system"}}
    return store_of(
        made(GIT_REPOSITORY, "flux-system", {}, ready(artifact=artifact), namespace="flux-system", labels=flux),
        made(KUSTOMIZATION, "flux-system", reads, ready(), namespace="flux-system", labels=flux),
        made(KUSTOMIZATION, "apps", reads, ready(), namespace="flux-system", labels=flux),
        made(HELM_REPOSITORY, "charts", {}, ready(), namespace="flux-system", labels=flux),
        made(HELM_CHART, "shop-cart", {"chart": "cart", "sourceRef": chart["sourceRef"]}, namespace="flux-system"),
        made(
            HELM_RELEASE,
            "cart",
            {"chart": {"spec": chart}},
            ready(helmChart="flux-system/shop-cart"),
            namespace="shop",
            labels=labels(KUSTOMIZATION, "apps"),
        ),
        read=(GIT_REPOSITORY, KUSTOMIZATION, HELM_REPOSITORY, HELM_CHART, HELM_RELEASE),
    )


def told(store: Store, kind: Any, name: str, namespace: str, found: dict[str, str]) -> list[str]:
    return [f"{step.how}: {step.name}/{step.ref}" for step in trace(store, kind, ObjectRef(namespace, name), found)]


def test_a_release_comes_from_its_chart_and_from_what_applies_it() -> None:
    """To the end, where Flux applies itself; nothing twice."""
    assert told(world(), HELM_RELEASE, "cart", "shop", labels(KUSTOMIZATION, "apps")) == [
        ": HelmRelease/shop/cart",
        "chart: HelmChart/flux-system/shop-cart",
        "from: HelmRepository/flux-system/charts",
        "applied by: Kustomization/flux-system/apps",
        "from: GitRepository/flux-system/flux-system",
        "applied by: Kustomization/flux-system/flux-system",
    ]


def test_any_object_is_led_back_by_its_labels() -> None:
    """To the release rather than to what applies that."""
    both = labels(KUSTOMIZATION, "apps") | labels(HELM_RELEASE, "cart", "shop")
    assert told(world(), POD, "cart-1", "shop", both)[0] == "applied by: HelmRelease/shop/cart"
    assert owner_of({}) is None
    assert told(world(), POD, "cart-1", "shop", {}) == []


def test_what_is_not_there_is_told_and_ends_the_way() -> None:
    """And differs from what was not read."""
    store = store_of(read=(KUSTOMIZATION,))
    gone = trace(store, POD, ObjectRef("a", "b"), labels(KUSTOMIZATION, "gone"))
    assert [(step.verdict.status, step.verdict.reason) for step in gone] == [(Status.FAILED, "NotFound")]
    unread = trace(store_of(), POD, ObjectRef("a", "b"), labels(KUSTOMIZATION, "gone"))
    assert [step.verdict.status for step in unread] == [Status.UNKNOWN]


def test_a_source_nobody_knows_is_a_step_that_leads_nowhere() -> None:
    """Made by a kind that wgtui does not read."""
    made_by = {"sourceRef": {"kind": "ArtifactGenerator", "name": "x"}}
    store = store_of(made(EXTERNAL_ARTIFACT, "art", made_by, namespace="shop"), read=(EXTERNAL_ARTIFACT,))
    steps = trace(store, EXTERNAL_ARTIFACT, ObjectRef("shop", "art"), {})
    assert [(step.name, step.kind is None) for step in steps] == [
        ("ExternalArtifact", False),
        ("ArtifactGenerator", True),
    ]


def test_revisions_and_messages_are_short() -> None:
    """As flux prints them."""
    (step,) = trace(world(), GIT_REPOSITORY, ObjectRef("flux-system", "flux-system"), {})
    assert (step.revision, step.verdict.message) == ("main@sha1:01234567", "stored main@sha1:01234567")


def test_what_else_a_source_feeds() -> None:
    """Without what is on the way already."""
    store = world()
    steps = trace(store, KUSTOMIZATION, ObjectRef("flux-system", "apps"), {})
    found = readers(store, GIT_REPOSITORY, ObjectRef("flux-system", "flux-system"), steps)
    assert [str(step.ref) for step in found] == ["flux-system/flux-system"]
