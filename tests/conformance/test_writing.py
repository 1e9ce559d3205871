"""Creating, changing and patching, through wgtui's client and by hand."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import SAMPLE, sample
from tests.raw import JSON_PATCH, MERGE, YAML, Json
from wgtui.errors import Conflict, Invalid
from wgtui.kube.client import Client
from wgtui.kube.requests import APPLY_PATCH
from wgtui.kube.requests import JSON_PATCH as BY_OPERATIONS
from wgtui.resources.meta import ObjectRef


async def test_a_new_object_gets_what_the_server_owns(cluster: Cluster) -> None:
    """And defaults of its schema; whatever the client says of status is dropped."""
    body = sample("a") | {"status": {"replicas": 4}}
    body["metadata"] |= {"uid": "mine", "generation": 9, "creationTimestamp": "2001-01-01T00:00:00Z"}
    made = (await cluster.raw.post(cluster.samples, body)).json
    assert made["metadata"]["generation"] == 1
    assert made["metadata"]["uid"] != "mine"
    assert not made["metadata"]["creationTimestamp"].startswith("2001")
    assert made["spec"] == {"size": 1, "mode": "slow"}
    assert "status" not in made


async def test_a_name_is_generated(cluster: Cluster) -> None:
    """From a prefix, by the server."""
    body = sample("")
    body["metadata"] = {"generateName": "some-"}
    made = await cluster.raw.post(cluster.samples, body)
    assert made.status == 201
    assert made.metadata["name"].startswith("some-")
    assert len(made.metadata["name"]) == len("some-") + 5


async def test_yaml_is_as_good_as_json(cluster: Cluster) -> None:
    """In a request's body."""
    text = "apiVersion: conformance.wgtui.example/v1\nkind: Sample\nmetadata: {name: a}\nspec: {size: 3}\n"
    made = await cluster.raw.post(cluster.samples, text, content_type=YAML)
    assert (made.status, made.json["spec"]["size"]) == (201, 3)


async def test_a_dry_run_changes_nothing(cluster: Cluster, client: Client) -> None:
    """It answers as if it had."""
    dry = await cluster.raw.post(cluster.samples, sample("a"), dryRun="All")
    assert (dry.status, (await cluster.raw.get(cluster.samples)).names) == (201, [])
    assert "resourceVersion" not in dry.metadata
    await cluster.raw.post(cluster.samples, sample("a"))
    ref = ObjectRef(cluster.namespace, "a")
    told = await client.patch(SAMPLE, ref, {"spec": {"size": 9}}, dry_run=True)
    assert told["spec"]["size"] == 9
    assert (await client.get(SAMPLE, ref)).spec.size == 1


async def test_the_generation_counts_changes_of_the_spec(cluster: Cluster) -> None:
    """Not of labels, not of the status, and not what changes nothing."""
    path = f"{cluster.samples}/a"
    first = await cluster.raw.post(cluster.samples, sample("a"))
    labelled = await cluster.raw.patch(path, {"metadata": {"labels": {"a": "b"}}}, MERGE)
    reported = await cluster.raw.patch(f"{path}/status", {"status": {"replicas": 1}}, MERGE)
    resized = await cluster.raw.patch(path, {"spec": {"size": 2}}, MERGE)
    same = await cluster.raw.patch(path, {"spec": {"size": 2}}, MERGE)
    generations = [answer.metadata["generation"] for answer in (first, labelled, reported, resized, same)]
    assert generations == [1, 1, 1, 2, 2]
    assert same.metadata["resourceVersion"] == resized.metadata["resourceVersion"]


async def test_status_and_spec_are_changed_apart(cluster: Cluster) -> None:
    """/status takes the status alone, the object itself all but it."""
    path = f"{cluster.samples}/a"
    await cluster.raw.post(cluster.samples, sample("a"))
    patch = {"spec": {"size": 5}, "status": {"replicas": 5}}
    assert (await cluster.raw.patch(f"{path}/status", patch, MERGE)).json["spec"]["size"] == 1
    changed = (await cluster.raw.patch(path, {"spec": {"size": 2}, "status": {"replicas": 1}}, MERGE)).json
    assert (changed["spec"]["size"], changed["status"]["replicas"]) == (2, 5)


async def test_scale_is_a_view_of_the_object(cluster: Cluster) -> None:
    """Its replicas are those of the spec."""
    path = f"{cluster.samples}/a"
    await cluster.raw.post(cluster.samples, sample("a", size=3))
    scale = (await cluster.raw.get(f"{path}/scale")).json
    assert (scale["kind"], scale["apiVersion"], scale["spec"]) == ("Scale", "autoscaling/v1", {"replicas": 3})
    await cluster.raw.patch(f"{path}/scale", {"spec": {"replicas": 7}}, MERGE)
    changed = await cluster.raw.get(path)
    assert (changed.json["spec"]["size"], changed.metadata["generation"]) == (7, 2)


async def test_a_stale_version_is_a_conflict(cluster: Cluster, client: Client) -> None:
    """For an update as for either sort of patch."""
    made = (await cluster.raw.post(cluster.samples, sample("a"))).json
    stale = made["metadata"]["resourceVersion"]
    await cluster.raw.patch(f"{cluster.samples}/a", {"spec": {"size": 2}}, MERGE)
    assert (await cluster.raw.put(f"{cluster.samples}/a", made)).status == 409
    ref = ObjectRef(cluster.namespace, "a")
    with pytest.raises(Conflict):
        await client.patch(SAMPLE, ref, {"spec": {"size": 3}}, resource_version=stale)
    operations = [{"op": "replace", "path": "/spec/size", "value": 3}]
    with pytest.raises(Conflict):
        await client.patch(SAMPLE, ref, operations, content_type=BY_OPERATIONS, resource_version=stale)
    assert (await client.get(SAMPLE, ref)).spec.size == 2


async def test_a_null_takes_a_field_away(cluster: Cluster) -> None:
    """Merge patch."""
    await cluster.raw.post(cluster.samples, sample("a", note="x"))
    changed = await cluster.raw.patch(f"{cluster.samples}/a", {"spec": {"note": None}}, MERGE)
    assert "note" not in changed.json["spec"]


async def test_operations_apply_all_or_none(cluster: Cluster) -> None:
    """JSON patch: one that does not fit undoes those before it."""
    path = f"{cluster.samples}/a"
    await cluster.raw.post(cluster.samples, sample("a"))
    fits = [
        {"op": "test", "path": "/spec/size", "value": 1},
        {"op": "add", "path": "/spec/tags", "value": ["x"]},
        {"op": "add", "path": "/spec/tags/-", "value": "y"},
        {"op": "copy", "from": "/spec/mode", "path": "/spec/note"},
        {"op": "replace", "path": "/spec/size", "value": 4},
    ]
    changed = (await cluster.raw.patch(path, fits, JSON_PATCH)).json["spec"]
    assert changed == {"size": 4, "mode": "slow", "note": "slow", "tags": ["x", "y"]}
    misfit = [{"op": "replace", "path": "/spec/size", "value": 9}, {"op": "remove", "path": "/spec/nothing"}]
    assert (await cluster.raw.patch(path, misfit, JSON_PATCH)).status == 422
    assert (await cluster.raw.get(path)).json["spec"]["size"] == 4


async def test_a_member_that_is_not_there_may_be_replaced(cluster: Cluster) -> None:
    """An item of a list may not."""
    path = f"{cluster.samples}/a"
    await cluster.raw.post(cluster.samples, sample("a", tags=[]))
    replaced = await cluster.raw.patch(path, [{"op": "replace", "path": "/spec/note", "value": "new"}], JSON_PATCH)
    assert replaced.json["spec"]["note"] == "new"
    refused = await cluster.raw.patch(path, [{"op": "replace", "path": "/spec/tags/0", "value": "x"}], JSON_PATCH)
    assert refused.status == 422


async def test_what_is_null_is_not_there(cluster: Cluster) -> None:
    """So a required field that is null is missed, and one with a default gets it."""
    made = await cluster.raw.post(cluster.samples, sample("a", note=None, mode=None))
    assert made.json["spec"] == {"size": 1, "mode": "slow"}
    refused = await cluster.raw.post(cluster.samples, sample("b") | {"spec": {"size": None}})
    assert ("spec.size", "FieldValueRequired") in [
        (cause["field"], cause["reason"]) for cause in refused.json["details"]["causes"]
    ]


@pytest.mark.parametrize(
    ("spec", "field", "reason"),
    [
        ({"size": -1}, "spec.size", "FieldValueInvalid"),
        ({"size": "big"}, "spec.size", "FieldValueTypeInvalid"),
        ({"mode": "odd"}, "spec.mode", "FieldValueNotSupported"),
        ({"tags": ["a", "a"]}, "spec.tags[1]", "FieldValueDuplicate"),
        ({"parts": [{"value": "v"}]}, "spec.parts[0].name", "FieldValueRequired"),
        ({"parts": [{"name": "n"}, {"name": "n"}]}, "spec.parts[1]", "FieldValueDuplicate"),
        ({"secretRef": {"name": "s"}, "otherRef": {"name": "o"}}, "spec", "FieldValueInvalid"),
    ],
)
async def test_what_the_schema_forbids_is_refused(cluster: Cluster, spec: Json, field: str, reason: str) -> None:
    """With the field and the sort of mistake."""
    refused = await cluster.raw.post(cluster.samples, sample("a", **spec))
    assert (refused.status, refused.json["reason"]) == (422, "Invalid")
    causes = [(cause["field"], cause["reason"]) for cause in refused.json["details"]["causes"]]
    assert (field, reason) in causes


async def test_unknown_fields_are_dropped_with_a_warning(cluster: Cluster) -> None:
    """Unless the client asks to be strict, or not to be told."""
    body = sample("a", sise=3)
    loud = await cluster.raw.post(cluster.samples, body)
    assert (loud.status, loud.warnings) == (201, ('299 - "unknown field \\"spec.sise\\""',))
    assert "sise" not in loud.json["spec"]
    quiet = await cluster.raw.post(cluster.samples, sample("b", sise=3), fieldValidation="Ignore")
    assert (quiet.status, quiet.warnings) == (201, ())
    strict = await cluster.raw.post(cluster.samples, sample("c", sise=3), fieldValidation="Strict")
    assert strict.status == 400
    assert strict.message.endswith('strict decoding error: unknown field "spec.sise"')


async def test_the_client_tells_what_is_invalid(cluster: Cluster, client: Client) -> None:
    """An error a person can act on."""
    await cluster.raw.post(cluster.samples, sample("a"))
    with pytest.raises(Invalid, match="size"):
        await client.patch(SAMPLE, ObjectRef(cluster.namespace, "a"), {"spec": {"size": -4}})


async def test_the_client_applies(cluster: Cluster, client: Client) -> None:
    """Server-side apply creates what is not there, under wgtui's name."""
    ref = ObjectRef(cluster.namespace, "a")
    made = await client.patch(SAMPLE, ref, sample("a"), content_type=APPLY_PATCH)
    assert [entry["manager"] for entry in made["metadata"]["managedFields"]] == ["wgtui"]
