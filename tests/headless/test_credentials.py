"""`wgtui get credentials`: which identities there are, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.headless.commands import Commands
from wgtui.demo.access import Rule
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]


def _identity(kind: str, name: str, **spec: Any) -> dict[str, Any]:
    api = "infrastructure.cluster.x-k8s.io/v1beta2"
    return {"apiVersion": api, "kind": kind, "metadata": {"name": name}, "spec": spec}


@pytest.fixture(autouse=True)
def identities(put: Put) -> None:
    source = {"kind": "AWSClusterControllerIdentity", "name": "default"}
    static = {"secretRef": "sandbox-keys", "allowedNamespaces": {"list": ["dev", "test"]}}
    put(_identity("AWSClusterControllerIdentity", "default", allowedNamespaces={}))
    put(_identity("AWSClusterRoleIdentity", "fleet", roleARN="arn:aws:iam::1:role/fleet", sourceIdentityRef=source))
    put(_identity("AWSClusterStaticIdentity", "sandbox", **static))
    labels = {"matchLabels": {"team": "a"}}
    put(_identity("AWSClusterStaticIdentity", "fleet", secretRef="k", allowedNamespaces={"selector": labels}))


async def test_identities_of_all_providers_are_a_list(wgtui: Commands) -> None:
    """With what they stand for, and in which namespaces they may be used."""
    said = await wgtui("get", "credentials")
    assert said.code == 0
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert lines[0] == "KIND NAME DETAIL TAKEN ON BY FOR CLUSTERS IN AGE"
    assert lines[1].startswith("AWSClusterControllerIdentity default – – every namespace")
    role = "AWSClusterRoleIdentity fleet arn:aws:iam::1:role/fleet AWSClusterControllerIdentity/default no namespace"
    assert lines[2].startswith(role)
    assert lines[3].startswith("AWSClusterStaticIdentity fleet Secret k – namespaces with labels")
    assert lines[4].startswith("AWSClusterStaticIdentity sandbox Secret sandbox-keys – dev, test")


async def test_they_can_be_named_filtered_and_read_by_programs(wgtui: Commands) -> None:
    """As everything that is listed."""
    assert (await wgtui("get", "cred", "AWSClusterRoleIdentity/fleet", "-o", "name")).out == (
        "awsclusterroleidentity/fleet\n"
    )
    (item,) = (await wgtui("get", "credentials", "--filter", "allowed=dev", "-o", "json")).json["items"]
    assert (item["name"], item["kind"], item["detail"]) == (
        "sandbox",
        "AWSClusterStaticIdentity",
        "Secret sandbox-keys",
    )
    gone = await wgtui("get", "credentials", "nope")
    assert (gone.code, gone.err) == (1, "wgtui: no credential nope\n")
    assert (await wgtui("get", "credentials", "--watch")).code == 2


async def test_a_list_of_nobody_allows_nobody(wgtui: Commands, put: Put) -> None:
    """CAPA takes only what is empty altogether for every namespace."""
    put(_identity("AWSClusterStaticIdentity", "closed", secretRef="k", allowedNamespaces={"list": []}))
    (item,) = (await wgtui("get", "credentials", "closed", "-o", "json")).json["items"]
    assert item["allowed"] == "no namespace"


async def test_no_secret_is_read(wgtui: Commands, server: DemoServer) -> None:
    """The name of a Secret is all that is needed of it."""
    await wgtui("get", "credentials", "-o", "yaml")
    assert not [line for line in server.requests if line.resource == "secrets"]


async def test_what_may_not_be_read_is_told(wgtui_as: Callable[[str], Commands], server: DemoServer) -> None:
    """Of three kinds one; where it is all, there is no answer."""
    server.rules.add("some", Rule(("get", "list"), ("awsclusterroleidentities",)))
    said = await wgtui_as("some")("get", "credentials", "-o", "name")
    assert said.out == "awsclusterroleidentity/fleet\n"
    assert said.err.count("incomplete: AWSCluster") == 2
    assert (await wgtui_as("nobody")("get", "credentials")).code == 3
