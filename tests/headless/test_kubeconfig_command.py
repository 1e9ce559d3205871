"""`wgtui kubeconfig`: out of the Secret of a cluster, to standard output or into a file for its owner alone."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.headless.commands import Commands
from tests.pilot.objects import capi_cluster, gitops_cluster, kubeconfig_secret
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]
As = Callable[[str], Commands]


@pytest.fixture(autouse=True)
def fleet(server: DemoServer, put: Put) -> None:
    """`prod` is of Cluster API, `edge` was joined by a Secret of another name and with the older key."""
    put(gitops_cluster("prod"))
    put(capi_cluster("prod"))
    put(kubeconfig_secret("prod", json.dumps(server.kubeconfig("prod"))))
    edge = gitops_cluster("edge")
    edge["spec"] = {"secretRef": {"name": "edge-access"}}
    put(edge)
    secret = kubeconfig_secret("edge", json.dumps(server.kubeconfig("edge")))
    secret["metadata"]["name"] = "edge-access"
    put(secret | {"data": {"value.yaml": secret["data"]["value"]}})


def of(server: DemoServer, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(server.kubeconfig(name)))
    return found


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("typed", ["prod", "team-a/prod", "edge"])
async def test_it_is_printed(wgtui: Commands, server: DemoServer, typed: str) -> None:
    """As it is in the Secret, whichever key it has there."""
    said = await wgtui("kubeconfig", typed)
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == of(server, typed.rpartition("/")[2])


async def test_it_is_written_for_its_owner_alone(wgtui: Commands, server: DemoServer, tmp_path: Path) -> None:
    """And never over another file, unless that is asked for."""
    target = tmp_path / "prod.yaml"
    said = await wgtui("kubeconfig", "prod", "-o", str(target))
    assert (said.code, said.out) == (0, "")
    assert json.loads(target.read_text()) == of(server, "prod")
    assert target.stat().st_mode & 0o777 == 0o600
    target.write_text("mine")
    target.chmod(0o644)
    said = await wgtui("kubeconfig", "prod", "--output", str(target))
    assert (said.code, target.read_text()) == (2, "mine")
    assert "is there already: --force replaces it" in said.err
    said = await wgtui("kubeconfig", "prod", "--output", str(target), "--force")
    assert said.code == 0
    assert json.loads(target.read_text()) == of(server, "prod")
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(left_in(tmp_path)) == ["kubeconfig", "prod.yaml"]


async def test_a_folder_that_is_not_there_is_told(wgtui: Commands, tmp_path: Path) -> None:
    """Exit code 2, with the reason."""
    for force in ([], ["--force"]):
        said = await wgtui("kubeconfig", "prod", "-o", str(tmp_path / "no" / "file"), *force)
        assert (said.code, said.out) == (2, "")
        assert "cannot be written: No such file or directory" in said.err


async def test_that_for_users_goes_before_that_of_controllers(wgtui: Commands, put: Put, server: DemoServer) -> None:
    """On EKS the latter is good for some minutes; what the former runs is told."""
    mine = of(server, "prod")
    mine["users"][0]["user"] = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "aws"}}
    put(kubeconfig_secret("prod-user", json.dumps(mine)))
    said = await wgtui("kubeconfig", "prod")
    assert json.loads(said.out) == mine
    assert said.err == "wgtui: it uses exec of the machine it is used on: look at it first\n"


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        ({}, 3, "has no kubeconfig: it needs the key value or value.yaml"),
        ({"kubeconfig": "e30="}, 3, "has no kubeconfig"),
        ({"value": b64encode(b"hello").decode()}, 2, "is not a kubeconfig"),
        ({"value": b64encode(b"{}").decode()}, 2, "has no context"),
        ({"value": b64encode(b"\xff\xfe\x00").decode()}, 3, "its content is no text"),
    ],
)
async def test_a_secret_that_holds_none_is_told(
    wgtui: Commands, put: Put, tmp_path: Path, data: dict[str, str], code: int, told: str
) -> None:
    """Nothing is printed, and no file is made."""
    put(kubeconfig_secret("prod", "") | {"data": data})
    target = tmp_path / "prod.yaml"
    said = await wgtui("kubeconfig", "prod", "-o", str(target))
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert not target.exists()


async def test_a_cluster_without_a_secret_or_that_is_not_there(wgtui: Commands, put: Put) -> None:
    """What was looked for; what there is."""
    put(gitops_cluster("new"))
    said = await wgtui("kubeconfig", "new")
    assert said.code == 3
    assert "no kubeconfig Secret: looked for new-user-kubeconfig, new-kubeconfig in team-a" in said.err
    said = await wgtui("kubeconfig", "nowhere")
    assert (said.code, said.err) == (1, "wgtui: no cluster 'nowhere': see wgtui get clusters\n")


async def test_who_may_not_read_the_secret_is_told(wgtui_as: As) -> None:
    """Exit code 3."""
    said = await wgtui_as("viewer")("kubeconfig", "prod")
    assert (said.code, said.out) == (3, "")
    assert 'cannot get resource "secrets"' in said.err
