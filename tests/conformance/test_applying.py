"""Server-side apply: who owns which field, and what happens when two want the same."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import sample
from tests.raw import MERGE, Answer, Json


def owners(answer: Answer) -> dict[tuple[str, str], Json]:
    """Fields by manager and operation."""
    return {
        (entry["manager"], entry["operation"]): entry["fieldsV1"] for entry in answer.metadata.get("managedFields", ())
    }


async def test_what_is_applied_is_owned(cluster: Cluster) -> None:
    """Exactly the fields that the configuration names; defaults are nobody's."""
    made = await cluster.raw.apply(f"{cluster.samples}/a", sample("a", tags=["x"]), "one")
    assert made.status == 201
    assert owners(made) == {("one", "Apply"): {"f:spec": {"f:size": {}, "f:tags": {'v:"x"': {}}}}}


async def test_what_is_created_is_owned_by_an_update(cluster: Cluster) -> None:
    """With every object that holds fields."""
    made = await cluster.raw.post(cluster.samples, sample("a", labels={"l": "m"}), fieldManager="maker")
    fields = {
        "f:metadata": {"f:labels": {".": {}, "f:l": {}}},
        "f:spec": {".": {}, "f:mode": {}, "f:size": {}},
    }
    assert owners(made) == {("maker", "Update"): fields}


async def test_applying_the_same_again_changes_nothing(cluster: Cluster) -> None:
    """Not even the version."""
    path = f"{cluster.samples}/a"
    first = await cluster.raw.apply(path, sample("a"), "one")
    again = await cluster.raw.apply(path, sample("a"), "one")
    assert (again.status, again.metadata) == (200, first.metadata)


async def test_a_patch_of_what_is_so_already_changes_nothing(cluster: Cluster) -> None:
    """However many own something: no new version, no event for those who watch."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a"), "two")
    await cluster.raw.patch(path, {"spec": {"note": "x"}}, MERGE, fieldManager="one")
    before = await cluster.raw.patch(path, {"metadata": {"labels": {"l": "m"}}}, MERGE, fieldManager="three")
    for manager in ("one", "two", "four"):
        again = await cluster.raw.patch(path, {"metadata": {"labels": {"l": "m"}}}, MERGE, fieldManager=manager)
        assert again.metadata == before.metadata


async def test_two_who_want_different_values_conflict(cluster: Cluster) -> None:
    """The conflict names manager and field; nothing is changed."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", note="mine"), "one")
    refused = await cluster.raw.apply(path, sample("a", note="yours"), "two")
    assert refused.status == 409
    assert refused.message == 'Apply failed with 1 conflict: conflict with "one": .spec.note'
    cause = {"reason": "FieldManagerConflict", "message": 'conflict with "one"', "field": ".spec.note"}
    assert refused.json["details"] == {"causes": [cause]}
    assert (await cluster.raw.get(path)).json["spec"]["note"] == "mine"


async def test_several_conflicts_are_told_at_once(cluster: Cluster) -> None:
    """Grouped by manager; one that did not apply is shown with its version."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", note="mine"), "one")
    await cluster.raw.patch(path, {"spec": {"mode": "fast"}}, MERGE, fieldManager="three")
    refused = await cluster.raw.apply(path, sample("a", note="yours", mode="slow"), "two")
    assert refused.message == (
        "Apply failed with 2 conflicts: "
        'conflicts with "one":\n- .spec.note\n'
        'conflicts with "three" using conformance.wgtui.example/v1:\n- .spec.mode'
    )


async def test_force_takes_over(cluster: Cluster) -> None:
    """The value changes, and its owner."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", note="mine"), "one")
    taken = await cluster.raw.apply(path, sample("a", note="yours"), "two", force="true")
    assert taken.json["spec"]["note"] == "yours"
    assert owners(taken)["one", "Apply"] == {"f:spec": {"f:size": {}}}
    assert owners(taken)["two", "Apply"] == {"f:spec": {"f:note": {}, "f:size": {}}}


async def test_two_who_agree_own_together(cluster: Cluster) -> None:
    """A field stays until the last of them lets go of it."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", note="ours"), "one")
    await cluster.raw.apply(path, sample("a", note="ours"), "two")
    left = await cluster.raw.apply(path, sample("a"), "one")
    assert left.json["spec"]["note"] == "ours"
    gone = await cluster.raw.apply(path, sample("a"), "two")
    assert "note" not in gone.json["spec"]


async def test_lists_merge_by_key(cluster: Cluster) -> None:
    """Each manager has its own items, and takes away its own alone."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", parts=[{"name": "x", "value": "1"}]), "one")
    both = await cluster.raw.apply(path, sample("a", parts=[{"name": "y", "value": "2"}]), "two")
    assert both.json["spec"]["parts"] == [{"name": "x", "value": "1"}, {"name": "y", "value": "2"}]
    fields: Json = {"f:parts": {'k:{"name":"y"}': {".": {}, "f:name": {}, "f:value": {}}}, "f:size": {}}
    assert owners(both)["two", "Apply"] == {"f:spec": fields}
    left = await cluster.raw.apply(path, sample("a"), "one")
    assert left.json["spec"]["parts"] == [{"name": "y", "value": "2"}]


async def test_sets_merge_by_value(cluster: Cluster) -> None:
    """As finalizers do."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", tags=["x"]), "one")
    both = await cluster.raw.apply(path, sample("a", tags=["y"]), "two")
    assert sorted(both.json["spec"]["tags"]) == ["x", "y"]
    left = await cluster.raw.apply(path, sample("a"), "one")
    assert left.json["spec"]["tags"] == ["y"]


@pytest.mark.parametrize(
    ("live", "applied", "merged"),
    [
        ("abc", "ca", "bca"),
        ("abc", "xb", "axbc"),
        ("abc", "cx", "abcx"),
        ("abc", "bxa", "bcxa"),
        ("ab", "xy", "abxy"),
        ("abcd", "dxb", "acdxb"),
    ],
)
async def test_applied_items_come_in_the_order_applied(cluster: Cluster, live: str, applied: str, merged: str) -> None:
    """Those of others stay as near to where they were as this allows."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", tags=list(live)), "one")
    answer = await cluster.raw.apply(path, sample("a", tags=list(applied)), "two")
    assert "".join(answer.json["spec"]["tags"]) == merged


async def test_what_others_own_a_part_of_stays_whole(cluster: Cluster) -> None:
    """An item that one applied and another patched goes when the one lets go of it."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", parts=[{"name": "x"}, {"name": "y"}]), "one")
    valued = {"spec": {"parts": [{"name": "x", "value": "1"}, {"name": "y"}]}}
    await cluster.raw.patch(path, valued, MERGE, fieldManager="hand")
    left = await cluster.raw.apply(path, sample("a", parts=[{"name": "y"}]), "one")
    assert left.json["spec"]["parts"] == [{"name": "y"}]
    assert ("hand", "Update") not in owners(left)


async def test_a_status_is_applied_apart(cluster: Cluster) -> None:
    """With its own entry, that names the subresource; conditions merge by type."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a"), "one")
    condition = {"type": "Ready", "status": "True"}
    body = sample("a", size=9) | {"status": {"conditions": [condition]}}
    done = await cluster.raw.apply(f"{path}/status", body, "controller")
    assert done.status == 200
    assert (done.json["spec"]["size"], done.json["status"]["conditions"]) == (1, [condition])
    entry = next(entry for entry in done.metadata["managedFields"] if entry["manager"] == "controller")
    assert entry["subresource"] == "status"
    keyed: Json = {'k:{"type":"Ready"}': {".": {}, "f:status": {}, "f:type": {}}}
    assert entry["fieldsV1"] == {"f:status": {"f:conditions": keyed}}


async def test_an_update_takes_fields_without_asking(cluster: Cluster) -> None:
    """Whoever patches last owns what was changed."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", note="mine"), "one")
    patched = await cluster.raw.patch(path, {"spec": {"note": "patched"}}, MERGE, fieldManager="hand")
    assert owners(patched)["hand", "Update"] == {"f:spec": {"f:note": {}}}
    assert owners(patched)["one", "Apply"] == {"f:spec": {"f:size": {}}}


async def test_owners_can_be_forgotten(cluster: Cluster) -> None:
    """By one empty entry; after that whoever applies meets nobody but those before."""
    path = f"{cluster.samples}/a"
    await cluster.raw.apply(path, sample("a", note="mine"), "one")
    cleared = await cluster.raw.patch(path, {"metadata": {"managedFields": [{}]}}, MERGE)
    assert "managedFields" not in cleared.metadata
    refused = await cluster.raw.apply(path, sample("a", note="yours"), "two")
    who = '"before-first-apply" using conformance.wgtui.example/v1'
    assert refused.message == f"Apply failed with 1 conflict: conflict with {who}: .spec.note"
