"""The objects of the world against the definitions that real clusters have, in every version served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from kubernetes_asyncio.client import models

from tests.crds import defined, needs_crds, wrong_with
from tests.demo.worlds import Json, changes_of_step, everything, new_world
from wgtui.demo.conversion import convert
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored
from wgtui.demo.world.script import STORIES
from wgtui.demo.world.world import World

ROUND = max(sum(step.wait for step in (*story.before, *story.steps)) for story in STORIES)


@pytest.fixture(scope="module")
def played() -> dict[tuple[str, str], list[tuple[ServedKind, Stored]]]:
    """Everything that ever was in a round of the script, by kind: objects at the start, then each change."""
    world = new_world()
    found: dict[tuple[str, str], list[tuple[ServedKind, Stored]]] = {}
    for kind, stored in _ever(world):
        found.setdefault((kind.group, kind.kind), []).append((kind, stored))
    return found


def _ever(world: World) -> Iterator[tuple[ServedKind, Stored]]:
    yield from ((kind, found) for _, kind, found in everything(world))
    time = 0.0
    while time < 1.1 * ROUND:
        time += world.next_due
        for cluster, change in changes_of_step(world):
            if change.now is not None:
                body = change.now.parsed()
                yield world.server.clusters[cluster].kinds.of_object(body["apiVersion"], body["kind"]), change.now


@needs_crds
@pytest.mark.xdist_group("played")
def test_every_object_is_valid_in_every_version_at_every_step(
    played: dict[tuple[str, str], list[tuple[ServedKind, Stored]]],
) -> None:
    """Unknown fields refused, defaults filled in, formats and lengths checked."""
    wrong = [
        line
        for group in played.values()
        for kind, found in group
        for version in kind.versions
        for line in wrong_with(convert(kind, found.parsed(), version))
    ]
    assert wrong == []


@needs_crds
@pytest.mark.xdist_group("played")
def test_every_custom_kind_of_the_world_has_a_definition(
    played: dict[tuple[str, str], list[tuple[ServedKind, Stored]]],
) -> None:
    """Otherwise the test above would pass them by."""
    custom = [group[0] for group in played.values() if group[0][0].custom]
    assert len(custom) > 30
    assert [found.parsed()["kind"] for _, found in custom if not defined(found.parsed())] == []


@pytest.mark.xdist_group("played")
def test_every_object_of_kubernetes_itself_has_the_fields_of_its_type(
    played: dict[tuple[str, str], list[tuple[ServedKind, Stored]]],
) -> None:
    """Names and types as in the published API, as clients in Go would otherwise fail to decode a whole list."""
    builtin = [each for group in played.values() for each in group if not each[0].custom]
    assert {kind.kind for kind, _ in builtin} >= {"Pod", "Node", "Secret", "Event", "Deployment", "ReplicaSet", "Job"}
    wrong = {line for kind, found in builtin for line in misfits(MODELS.get(kind.kind, ""), found.parsed(), kind.kind)}
    assert wrong == set()


MODELS = {
    **{kind: f"V1{kind}" for kind in ("Namespace", "Node", "Pod", "Secret", "ConfigMap", "Service", "Job")},
    **{kind: f"V1{kind}" for kind in ("Deployment", "ReplicaSet", "DaemonSet")},
    "Event": "CoreV1Event",
}


def misfits(type_: str, value: Any, path: str) -> Iterator[str]:
    """Where the value does not fit the model of that name (`V1Pod`, `list[V1Container]`, `str`)."""
    if type_.startswith("list["):
        for each in value:
            yield from misfits(type_[5:-1], each, f"{path}[]")
    elif type_.startswith("dict("):
        for each in value.values():
            yield from misfits(type_[5:-1].partition(", ")[2], each, f"{path}.*")
    elif type_.startswith(("V1", "CoreV1")):
        yield from _misfit_fields(getattr(models, type_), value, path)
    elif type_ in PLAIN and value is not None and type(value) not in PLAIN[type_]:
        yield f"{path}: {value!r} is no {type_}"


PLAIN = {"str": (str,), "int": (int,), "bool": (bool,), "float": (int, float), "datetime": (str,)}


def _misfit_fields(model: Any, value: Json, path: str) -> Iterator[str]:
    types = {model.attribute_map[name]: type_ for name, type_ in model.openapi_types.items()}
    yield from (f"{path}.{name}: unknown" for name in value if name not in types)
    for name, each in value.items():
        yield from misfits(types.get(name, ""), each, f"{path}.{name}")
