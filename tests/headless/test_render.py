"""`wgtui render`: templates of files and of the cluster, their values, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.headless.commands import Commands
from wgtui.arguments import parse
from wgtui.connecting import Connector
from wgtui.headless.commands import perform
from wgtui.headless.output import Output
from wgtui.headless.table import Look
from wgtui.verbs import Render

Put = Callable[[dict[str, Any]], object]

REALISTIC = Path(__file__).parents[1] / "templates" / "realistic"
_EKS_TEMPLATE = yaml.safe_load((REALISTIC / "eks.yaml").read_text(encoding="utf-8"))
OLDER = str(REALISTIC / "older.yaml")
EKS = str(REALISTIC / "eks.yaml")
VALUES = ("-p", "CLUSTER_NAME=prod", "-p", "NAMESPACE=team-a")


HEAD = (
    "apiVersion: templates.weave.works/v1alpha2\nkind: GitOpsTemplate\nmetadata: {name: a}\n"
    "spec:\n  resourcetemplates:\n"
)


@pytest.fixture
def nowhere(tmp_path: Path) -> Commands:
    """With a kubeconfig that names no server."""
    path = tmp_path / "kubeconfig"
    path.write_text("{}")
    return Commands(str(path))


async def test_a_file_needs_no_cluster(nowhere: Commands) -> None:
    """Defaults filled in; every file under its path."""
    said = await nowhere("render", OLDER, "-p", "RESOURCE_NAME=podinfo")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# clusters/management/clusters/flux-system/podinfo.yaml\napiVersion: source.toolkit")
    assert [body["kind"] for body in yaml.safe_load_all(said.out)] == ["GitRepository", "Kustomization"]
    assert "create-request" not in said.out


async def test_profiles_of_a_file_leave_their_repository_to_the_cluster(nowhere: Commands) -> None:
    """It is taken to be there; a profile that is chosen comes beside those that are required."""
    said = await nowhere("render", EKS, *VALUES, "--profile", "podinfo:6.9.1", "-o", "name")
    assert said.out.splitlines() == [
        "clusters/management/clusters/team-a/prod.yaml",
        "clusters/team-a/prod/clusters-bases-kustomization.yaml",
        "clusters/team-a/prod/profiles.yaml",
    ]
    document = (await nowhere("render", EKS, *VALUES, "--profile", "podinfo:6.9.1", "-o", "json")).json
    assert (document["apiVersion"], document["kind"]) == ("wgtui/v1", "RenderedFiles")
    assert [file["group"] for file in document["files"]] == ["resources", "kustomizations", "profiles"]
    assert [body["metadata"]["name"] for body in yaml.safe_load_all(document["files"][2]["text"])] == [
        "cert-manager",
        "podinfo",
    ]


async def test_parameters_come_from_a_file_too(nowhere: Commands, tmp_path: Path) -> None:
    """Numbers and booleans as somebody would type them; what is typed wins."""
    path = tmp_path / "prod.yaml"
    path.write_text("CLUSTER_NAME: prod\nNAMESPACE: other\nNODES: 7\nOWNER:\n")
    said = await nowhere("render", EKS, "--values", str(path), "-p", "NAMESPACE=team-a", "-o", "json")
    objects = {body["kind"]: body for body in yaml.safe_load_all(said.json["files"][0]["text"])}
    assert objects["MachinePool"]["spec"]["replicas"] == 7
    assert objects["GitopsCluster"]["metadata"]["namespace"] == "team-a"


async def test_files_are_written_into_a_folder(nowhere: Commands, tmp_path: Path) -> None:
    """Their paths are printed."""
    said = await nowhere("render", OLDER, "-p", "RESOURCE_NAME=podinfo", "-d", str(tmp_path / "out"))
    path = tmp_path / "out/clusters/management/clusters/flux-system/podinfo.yaml"
    assert said.out == f"{path}\n"
    assert "kind: GitRepository" in path.read_text()
    (tmp_path / "file").write_text("")
    refused = await nowhere("render", OLDER, "-p", "RESOURCE_NAME=podinfo", "-d", str(tmp_path / "file"))
    assert refused.code == 2
    assert "cannot write" in refused.err


async def test_a_template_of_the_cluster_is_rendered_for_that_cluster(wgtui: Commands, put: Put) -> None:
    """Its namespaces, its HelmRepository; by name, with or without the namespace."""
    put(_EKS_TEMPLATE)
    put(
        {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": "HelmRepository",
            "metadata": {"name": "weaveworks-charts", "namespace": "flux-system"},
            "spec": {"url": "https://charts.example.com", "interval": "1m"},
        }
    )
    said = await wgtui("render", "default/eks", *VALUES)
    assert (said.code, said.err) == (0, "")
    found = {body["kind"]: body for body in yaml.safe_load_all(said.out)}
    assert found["Cluster"]["metadata"]["namespace"] == "team-a"
    assert found["HelmRepository"]["spec"]["url"] == "https://charts.example.com"
    missing = await wgtui("render", "eksx", *VALUES)
    assert (missing.code, missing.err) == (2, "wgtui: no template 'eksx': there are eks\n")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("-p", "NAMESPACE=a"), "missing required parameter: CLUSTER_NAME"),
        ((*VALUES, "-p", "REGION=mars"), "REGION cannot be 'mars': expected one of eu-west-1, eu-central-1, us-east-1"),
        ((*VALUES, "-p", "REGIN=x"), "the template has no parameter REGIN; did you mean REGION?"),
        ((*VALUES, "--values", "none.yaml"), "cannot read none.yaml: No such file or directory"),
        ((*VALUES, "--values", OLDER), "has no parameters"),
    ],
)
async def test_a_wrong_value_is_told_in_one_line(nowhere: Commands, typed: tuple[str, ...], words: str) -> None:
    """Exit code 2, nothing printed."""
    said = await nowhere("render", EKS, *typed)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: A\n", "no template is in the file"),
        ("a: [\n", "line 2"),
        (
            f"{HEAD}  - raw: |\n      a: 1\n      b: ${{A\n",
            "resourcetemplates[0].raw, line 2, column 4: missing closing brace",
        ),
        (f'{HEAD}  - raw: "a: \\e[0m"\n    path: x\n', "this is no YAML: unacceptable character"),
    ],
)
async def test_a_wrong_template_is_told_with_its_place(
    nowhere: Commands, tmp_path: Path, text: str, words: str
) -> None:
    """The part of the template and the line in it."""
    path = tmp_path / "t.yaml"
    path.write_text(text)
    said = await nowhere("render", str(path))
    assert said.code == 2
    assert words in said.err
    assert (await nowhere("render", str(tmp_path / "none.yaml"))).code == 2


async def test_a_terminal_obeys_nothing_a_template_says(tmp_path: Path) -> None:
    """What goes into a pipe or a file is exact."""
    path = tmp_path / "t.yaml"
    path.write_text(f'{HEAD}  - {{path: x.yaml, raw: "a: 1 # \\u202e\\n"}}\n')
    command = parse(["render", str(path)])
    assert isinstance(command, Render)
    for width, harmless in ((0, False), (80, True)):
        data: list[str] = []
        await perform(command, Connector(), Output(data.append, data.append, Look(width=width)))
        assert ("\u202e" not in data[0]) is harmless
