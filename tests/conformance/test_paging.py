"""Lists: pages, versions, selectors, forms."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Cluster
from tests.conformance.sample import SAMPLE, sample
from tests.raw import MERGE, TABLE
from wgtui.kube.client import Client


async def fill(cluster: Cluster, count: int) -> list[str]:
    names = [f"s{index:02}" for index in range(count)]
    for index, name in enumerate(names):
        await cluster.raw.post(cluster.samples, sample(name, labels={"parity": "even" if index % 2 == 0 else "odd"}))
    return names


async def test_pages_are_of_one_moment(cluster: Cluster) -> None:
    """What happens between two pages is not seen in the second."""
    names = await fill(cluster, 5)
    first = await cluster.raw.get(cluster.samples, limit="2")
    assert (first.names, first.metadata["remainingItemCount"]) == (names[:2], 3)
    await cluster.raw.post(cluster.samples, sample("s99"))
    await cluster.raw.delete(f"{cluster.samples}/s03")
    second = await cluster.raw.get(cluster.samples, limit="2", **{"continue": first.metadata["continue"]})
    third = await cluster.raw.get(cluster.samples, limit="2", **{"continue": second.metadata["continue"]})
    assert second.names + third.names == names[2:]
    assert third.metadata.get("continue", "") == ""
    versions = {page.metadata["resourceVersion"] for page in (first, second, third)}
    assert len(versions) == 1


async def test_with_a_selector_nobody_knows_how_many_remain(cluster: Cluster) -> None:
    """The count is left out; the pages hold what matches."""
    names = await fill(cluster, 5)
    page = await cluster.raw.get(cluster.samples, limit="2", labelSelector="parity=even")
    assert page.names == [names[0], names[2]]
    assert "remainingItemCount" not in page.metadata
    rest = await cluster.raw.get(
        cluster.samples, limit="2", labelSelector="parity=even", **{"continue": page.metadata["continue"]}
    )
    assert rest.names == [names[4]]


async def test_the_client_reads_all_pages(cluster: Cluster, client: Client) -> None:
    """However many there are."""
    names = await fill(cluster, 3)
    found = await client.list(SAMPLE, cluster.namespace)
    assert sorted(each.metadata.name for each in found) == names


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("parity", ["s00", "s01", "s02"]),
        ("!parity", ["bare"]),
        ("parity=odd", ["s01"]),
        ("parity==odd", ["s01"]),
        ("parity!=odd", ["bare", "s00", "s02"]),
        ("parity in (odd,none)", ["s01"]),
        ("parity notin (odd)", ["bare", "s00", "s02"]),
        ("parity,parity!=odd", ["s00", "s02"]),
        ("parity in (odd),!parity", []),
    ],
)
async def test_label_selectors(cluster: Cluster, selector: str, wanted: list[str]) -> None:
    """Equality and sets, alone and together."""
    await fill(cluster, 3)
    await cluster.raw.post(cluster.samples, sample("bare"))
    assert (await cluster.raw.get(cluster.samples, labelSelector=selector)).names == wanted


async def test_field_selectors(cluster: Cluster) -> None:
    """Name and namespace are known for every kind."""
    await fill(cluster, 2)
    assert (await cluster.raw.get(cluster.samples, fieldSelector="metadata.name=s01")).names == ["s01"]
    assert (await cluster.raw.get(cluster.samples, fieldSelector="metadata.name!=s01")).names == ["s00"]
    assert (await cluster.raw.get(cluster.samples, fieldSelector="metadata.namespace=nope")).names == []


async def test_a_list_of_the_past(cluster: Cluster) -> None:
    """Exactly at a version: as it was then."""
    await fill(cluster, 1)
    version = (await cluster.raw.get(cluster.samples)).metadata["resourceVersion"]
    await cluster.raw.patch(f"{cluster.samples}/s00", {"spec": {"size": 7}}, MERGE)
    await cluster.raw.post(cluster.samples, sample("later"))
    past = await cluster.raw.get(cluster.samples, resourceVersion=version, resourceVersionMatch="Exact")
    assert past.names == ["s00"]
    assert past.json["items"][0]["spec"]["size"] == 1


async def test_a_table_has_the_printer_columns(cluster: Cluster) -> None:
    """As `kubectl get` shows them; what an object does not say is null."""
    await cluster.raw.post(cluster.samples, sample("a", size=3, note="hello"))
    table = (await cluster.raw.get(cluster.samples, headers={"Accept": TABLE})).json
    assert (table["kind"], table["apiVersion"]) == ("Table", "meta.k8s.io/v1")
    columns = [(column["name"], column["priority"]) for column in table["columnDefinitions"]]
    assert columns == [("Name", 0), ("Size", 0), ("Ready", 0), ("Note", 1)]
    assert table["rows"][0]["cells"] == ["a", 3, None, "hello"]
    assert table["rows"][0]["object"]["kind"] == "PartialObjectMetadata"


async def test_a_list_of_metadata_alone(cluster: Cluster) -> None:
    """Without spec and status."""
    await cluster.raw.post(cluster.samples, sample("a"))
    accept = {"Accept": "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"}
    listed = (await cluster.raw.get(cluster.samples, headers=accept)).json
    assert (listed["kind"], listed["apiVersion"]) == ("PartialObjectMetadataList", "meta.k8s.io/v1")
    assert listed["items"][0].keys() == {"kind", "apiVersion", "metadata"}
