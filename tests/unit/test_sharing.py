"""Words that many objects have in common are kept once."""

from __future__ import annotations

import asyncio
import json

import msgspec
import pytest

from tests.eventually import eventually
from wgtui.resources.capi import Machine
from wgtui.resources.meta import Annotations, AnyObject, ObjectMeta
from wgtui.resources.registry import KINDS
from wgtui.resources.sharing import share
from wgtui.watching.sharing import Sharing

CONTENT = json.dumps(
    {
        "metadata": {
            "name": "one",
            "namespace": "fleet-of-many",
            "labels": {"team": "a-team-of-many"},
            "annotations": {"unread": "by us"},
            "finalizers": ["machine.cluster.x-k8s.io"],
            "ownerReferences": [{"kind": "MachineSet", "name": "a-set-of-many", "uid": "1"}],
        },
        "spec": {
            "clusterName": "a-cluster-of-many",
            "bootstrap": {"configRef": {"kind": "KubeadmConfig", "name": "x"}},
        },
        "status": {"conditions": [{"type": "InfrastructureReady", "status": "True", "reason": "Provisioned"}]},
    }
).encode()


def machine() -> Machine:
    return msgspec.json.decode(CONTENT, type=Machine)


def test_the_words_of_two_objects_are_the_same_afterwards() -> None:
    """Of every part: metadata, owners, spec, references and conditions."""
    one, other = machine(), machine()
    assert one.metadata.namespace is not other.metadata.namespace
    share(one)
    share(other)
    assert one == other == machine()
    assert one.metadata.namespace is other.metadata.namespace
    assert one.metadata.labels["team"] is other.metadata.labels["team"]
    assert one.metadata.finalizers[0] is other.metadata.finalizers[0]
    assert one.metadata.owner_references[0].name is other.metadata.owner_references[0].name
    assert one.spec.cluster_name is other.spec.cluster_name
    assert one.spec.bootstrap.config_ref is not None and other.spec.bootstrap.config_ref is not None
    assert one.spec.bootstrap.config_ref.kind is other.spec.bootstrap.config_ref.kind
    assert one.status.conditions[0].type is other.status.conditions[0].type
    assert one.status.conditions[0].reason is other.status.conditions[0].reason


def test_annotations_that_nobody_reads_take_no_room() -> None:
    """Every object that has none of those that are read shares one."""
    one = machine()
    share(one)
    assert one.metadata.annotations is ObjectMeta().annotations
    assert one.metadata.annotations == Annotations()


@pytest.mark.parametrize("kind", [*KINDS, None], ids=str)
def test_every_kind_can_be_shared(kind: object) -> None:
    """Also an object that has nothing but a name."""
    struct = AnyObject if kind is None else kind.struct  # type: ignore[attr-defined]
    found = msgspec.json.decode(b'{"metadata":{"name":"one"}}', type=struct)
    share(found)
    assert found == msgspec.json.decode(b'{"metadata":{"name":"one"}}', type=struct)


def test_a_struct_of_somebody_elses_is_left_alone() -> None:
    """As those that a recording is made of."""

    class Other(msgspec.Struct):
        name: str

    share(Other("one"))


async def test_lists_are_shared_once_they_have_settled() -> None:
    """Nothing is done while rows are made of them."""
    one, other = machine(), machine()
    sharing = Sharing(settled=0)
    sharing.later([one])
    sharing.later([other])
    assert one.status.conditions[0].type is not other.status.conditions[0].type
    running = asyncio.create_task(sharing.run())
    await eventually(lambda: one.status.conditions[0].type is other.status.conditions[0].type)
    running.cancel()
