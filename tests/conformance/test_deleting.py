"""Deletion: finalizers, preconditions, what owns what, whole collections."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import GROUP, SAMPLE, sample
from tests.eventually import eventually
from tests.raw import MERGE, Json
from wgtui.errors import Conflict, NotFound
from wgtui.kube.client import Client
from wgtui.resources.meta import ObjectRef


async def test_a_finalizer_is_waited_for(cluster: Cluster) -> None:
    """The object stands, marked, until its last finalizer goes."""
    path = f"{cluster.samples}/a"
    body = sample("a")
    body["metadata"]["finalizers"] = ["conformance.wgtui.example/wait"]
    await cluster.raw.post(cluster.samples, body)
    deleted = await cluster.raw.delete(path)
    assert (deleted.status, deleted.json["kind"]) == (200, "Sample")
    marked = (await cluster.raw.get(path)).metadata
    assert marked["deletionTimestamp"]
    assert (marked["deletionGracePeriodSeconds"], marked["generation"]) == (0, 2)
    added = await cluster.raw.patch(path, {"metadata": {"finalizers": [*marked["finalizers"], "x/y"]}}, MERGE)
    assert added.status == 422
    await cluster.raw.patch(path, {"metadata": {"finalizers": None}}, MERGE)
    assert (await cluster.raw.get(path)).status == 404


async def test_what_is_gone_is_told(cluster: Cluster) -> None:
    """A Status with the uid of what was deleted."""
    made = await cluster.raw.post(cluster.samples, sample("a"))
    gone = (await cluster.raw.delete(f"{cluster.samples}/a")).json
    details = {"name": "a", "group": GROUP, "kind": "samples", "uid": made.metadata["uid"]}
    assert (gone["kind"], gone["status"], gone["details"]) == ("Status", "Success", details)


async def test_another_object_of_the_same_name_is_not_deleted(cluster: Cluster, client: Client) -> None:
    """Preconditions: uid and version."""
    made = await cluster.raw.post(cluster.samples, sample("a"))
    ref = ObjectRef(cluster.namespace, "a")
    with pytest.raises(Conflict):
        await client.delete(SAMPLE, ref, uid="another")
    with pytest.raises(Conflict):
        await client.delete(SAMPLE, ref, resource_version="1")
    await client.delete(SAMPLE, ref, uid=made.metadata["uid"], dry_run=True)
    await client.delete(SAMPLE, ref, uid=made.metadata["uid"])
    with pytest.raises(NotFound):
        await client.delete(SAMPLE, ref)


async def test_a_collection_is_deleted_by_selector(cluster: Cluster) -> None:
    """What does not match stays."""
    for name, team in (("a", "red"), ("b", "red"), ("c", "blue")):
        await cluster.raw.post(cluster.samples, sample(name, labels={"team": team}))
    deleted = await cluster.raw.delete(cluster.samples, labelSelector="team=red")
    assert deleted.names == ["a", "b"]
    assert (await cluster.raw.get(cluster.samples)).names == ["c"]


async def owned(cluster: Cluster, blocking: bool = False) -> None:
    """`child` is owned by `parent`."""
    parent = await cluster.raw.post(cluster.samples, sample("parent"))
    body = sample("child")
    reference: Json = {"apiVersion": f"{GROUP}/v1", "kind": "Sample", "name": "parent", "uid": parent.metadata["uid"]}
    body["metadata"]["ownerReferences"] = [reference | {"blockOwnerDeletion": blocking}]
    await cluster.raw.post(cluster.samples, body)


@pytest.mark.parametrize(
    ("policy", "left"),
    [("Background", []), ("Foreground", []), ("Orphan", ["child"])],
    ids=["background", "foreground", "orphan"],
)
async def test_what_is_owned_follows_its_owner(cluster: Cluster, policy: str, left: list[str]) -> None:
    """Or is left behind, if the client says so."""
    if not cluster.has_controllers:
        pytest.skip("no controller manager collects garbage here")
    await owned(cluster, blocking=policy == "Foreground")
    await cluster.raw.delete(f"{cluster.samples}/parent", propagationPolicy=policy)

    async def collected() -> bool:
        return (await cluster.raw.get(cluster.samples)).names == left

    await eventually(collected, timeout=cluster.patience)
    if left:
        assert "ownerReferences" not in (await cluster.raw.get(f"{cluster.samples}/child")).metadata


async def test_a_child_with_two_owners_outlives_one(cluster: Cluster) -> None:
    """The reference to the one that is gone goes with it."""
    if not cluster.has_controllers:
        pytest.skip("no controller manager collects garbage here")
    await owned(cluster)
    second = await cluster.raw.post(cluster.samples, sample("second"))
    child = (await cluster.raw.get(f"{cluster.samples}/child")).metadata
    reference = {"apiVersion": f"{GROUP}/v1", "kind": "Sample", "name": "second", "uid": second.metadata["uid"]}
    references = [*child["ownerReferences"], reference]
    await cluster.raw.patch(f"{cluster.samples}/child", {"metadata": {"ownerReferences": references}}, MERGE)
    await cluster.raw.delete(f"{cluster.samples}/parent", propagationPolicy="Background")

    async def disowned() -> bool:
        found = (await cluster.raw.get(f"{cluster.samples}/child")).metadata["ownerReferences"]
        return [each["name"] for each in found] == ["second"]

    await eventually(disowned, timeout=cluster.patience)
