"""dependsOn, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from tests.unit.worlds import condition, lose, made, store_of
from wgtui.fleet.dependencies import Dependency, blockers, circles, depth, needed_by, needs
from wgtui.fleet.status import Status
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.store.store import Store
from wgtui.views.trace import dependency_lines, dependency_sections


def app(name: str, *needs: str, ready: bool = True, kind: Any = KUSTOMIZATION) -> Any:
    """`needs` as `name` or `namespace/name`."""
    spec = {"dependsOn": [_dependency(one) for one in needs]}
    reason = "ReconciliationSucceeded" if ready else "BuildFailed"
    status = {"conditions": [condition("Ready", ready, reason, f"{name} says so")], "observedGeneration": 1}
    return made(kind, name, spec, status, namespace="shop")


def _dependency(text: str) -> dict[str, str]:
    namespace, _, name = text.rpartition("/")
    return {"name": name, "namespace": namespace} if namespace else {"name": name}


def shop(*apps: Any) -> Store:
    return store_of(*apps, read=(KUSTOMIZATION,))


def ref(name: str) -> ObjectRef:
    return ObjectRef("shop", name)


def names(found: Iterable[Dependency]) -> list[str]:
    return [one.ref.name for one in found]


def drawn(tree: Sequence[Dependency]) -> list[str]:
    return [f"{prefix}{one.ref.name}" for prefix, one in dependency_lines(tree)]


def test_what_it_needs_is_followed_to_the_end() -> None:
    """In the order in which it is named."""
    store = shop(app("web", "api", "db"), app("api", "db"), app("db", "disk"), app("disk"))
    tree = needs(store, KUSTOMIZATION, ref("web"))
    assert drawn(tree) == ["api", "└─ db", "   └─ disk", "db"]
    assert tree[1].again
    assert depth(tree) == 3


def test_what_waits_for_it_is_followed_too() -> None:
    """However many steps away."""
    store = shop(app("web", "api"), app("jobs", "api"), app("api", "db"), app("db"))
    tree = needed_by(store, KUSTOMIZATION, ref("db"))
    assert drawn(tree) == ["api", "├─ jobs", "└─ web"]
    assert needed_by(store, KUSTOMIZATION, ref("web")) == ()


def test_a_dependency_may_be_in_another_namespace_or_nowhere() -> None:
    """What is not there blocks for ever."""
    store = shop(app("web", "shop/api", "team/gone"), app("api"))
    tree = needs(store, KUSTOMIZATION, ref("web"))
    assert [(str(one.ref), one.verdict.reason) for one in tree] == [
        ("shop/api", "ReconciliationSucceeded"),
        ("team/gone", "Missing"),
    ]
    assert names(blockers(tree)) == ["gone"]


def test_the_deepest_that_is_not_ready_blocks() -> None:
    """Not those that only wait for it."""
    store = shop(
        app("web", "api", ready=False), app("api", "db", ready=False), app("db", "disk", ready=False), app("disk")
    )
    assert names(blockers(needs(store, KUSTOMIZATION, ref("web")))) == ["db"]


def test_nothing_blocks_where_all_is_ready() -> None:
    """Whatever the application itself says."""
    store = shop(app("web", "api", ready=False), app("api"))
    assert blockers(needs(store, KUSTOMIZATION, ref("web"))) == []


@pytest.mark.parametrize(
    "apps", [(app("a", "a"),), (app("a", "b"), app("b", "a")), (app("a", "b"), app("b", "c", "a"))]
)
def test_a_circle_ends_and_is_told(apps: tuple[Any, ...]) -> None:
    """Nobody of it will ever be ready."""
    tree = needs(shop(*apps), KUSTOMIZATION, ref("a"))
    assert ref("a") in circles(tree)
    assert any(one.circle for one in blockers(tree))


def test_releases_wait_for_releases() -> None:
    """A Kustomization of the same name is another application."""
    store = store_of(app("web", "api", kind=HELM_RELEASE), app("api", ready=False), read=(HELM_RELEASE, KUSTOMIZATION))
    (found,) = needs(store, HELM_RELEASE, ref("web"))
    assert (found.kind, found.verdict.reason) == (HELM_RELEASE, "Missing")


def test_where_everything_needs_everything_the_tree_ends() -> None:
    """There would be more paths than atoms."""
    amount = 60
    store = shop(*(app(f"a{one}", *(f"a{other}" for other in range(amount))) for one in range(amount)))
    tree = needs(store, KUSTOMIZATION, ref("a0"))
    assert 0 < len(drawn(tree)) <= 2_000
    assert 0 < len(drawn(needed_by(store, KUSTOMIZATION, ref("a0")))) <= 2_000


def test_the_sections_say_what_has_to_come_first() -> None:
    """And lead there."""
    store = shop(app("web", "api", ready=False), app("api", "web", "db"), app("db", ready=False))
    sections = list(
        dependency_sections(
            needs(store, KUSTOMIZATION, ref("web")), needed_by(store, KUSTOMIZATION, ref("web")), lambda _, one: one
        )
    )
    assert [section.title for section in sections] == ["Order", "Needs", "Needed by"]
    facts: Any = sections[0]
    assert [(fact.name, fact.cell(None).text) for fact in facts.facts] == [
        ("applied after", "2 other, one after the other"),
        ("never ready", "shop/web waits for itself"),
        ("waits for", "shop/db: db says so"),
    ]
    assert facts.facts[2].target == ref("db")
    assert list(dependency_sections((), (), lambda _, one: one)) == []


def test_what_is_suspended_blocks_too() -> None:
    """It will not become ready by itself."""
    suspended = made(KUSTOMIZATION, "api", {"suspend": True}, {}, namespace="shop")
    store = shop(app("web", "api"), suspended)
    (found,) = blockers(needs(store, KUSTOMIZATION, ref("web")))
    assert found.verdict.status is Status.SUSPENDED


def test_what_is_out_of_sight_is_stale() -> None:
    """Its status is the last known one."""
    store = shop(app("web", "api"), app("api"))
    lose(store, KUSTOMIZATION)
    assert [one.stale for one in needs(store, KUSTOMIZATION, ref("web"))] == [True]
