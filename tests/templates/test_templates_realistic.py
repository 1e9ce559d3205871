"""Templates as platform teams write them, rendered to objects that the controllers take."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tests.crds import defined, needs_crds, wrong_with
from tests.templates.making import CLUSTER, documents, realistic, render, stored
from wgtui.templates.from_file import template_in
from wgtui.templates.rendering import Program, Rendered
from wgtui.templates.request import Credential, Kustomization, KustomizationChoice, ProfileChoice
from wgtui.templates.wire import NameChoice

VALUES: dict[str, dict[str, str]] = {
    "eks": {"NAMESPACE": "team-a", "NODES": "5"},
    "kubeadm": {
        "TEAM": "Payments EU", "ZONES": "a,b,c", "SOPS_KUSTOMIZATION_NAME": "prod-secrets", "SOPS_SECRET_REF": "sops",
        "SOPS_SECRET_REF_NAMESPACE": "flux-system",
    },
    "application": {"NAMESPACE": "team-a", "RESOURCE_NAME": "podinfo", "HOST": "a.example.com,b.example.com"},
    "older": {"RESOURCE_NAME": "podinfo", "PRUNE": "false"},
}  # fmt: skip
ASKED: dict[str, dict[str, Any]] = {
    "eks": {
        "credentials": Credential("infrastructure.cluster.x-k8s.io", "v1beta2", "AWSClusterStaticIdentity", "static"),
        "values": (ProfileChoice.of("ingress-nginx", layer="layer-1"), ProfileChoice.of("metrics-server")),
        "kustomizations": (
            Kustomization(
                NameChoice("apps"),
                KustomizationChoice("./apps", NameChoice("flux-system", "flux-system"), "apps", True),
            ),
        ),
    }
}
PATHS = {
    "eks": [
        "clusters/management/clusters/team-a/dev.yaml",
        "clusters/team-a/dev/clusters-bases-kustomization.yaml",
        "clusters/team-a/dev/repository.yaml",
        "clusters/team-a/dev/profiles.yaml",
        "clusters/team-a/dev/apps-namespace.yaml",
        "clusters/team-a/dev/apps-flux-system-kustomization.yaml",
    ],
    "kubeadm": [
        "clusters/management/clusters/fleet/dev.yaml",
        "clusters/management/clusters/fleet/dev-workers.yaml",
        "clusters/management/clusters/fleet/dev-machines.yaml",
        "clusters/fleet/dev/clusters-bases-kustomization.yaml",
        "clusters/fleet/dev/sops-kustomization.yaml",
    ],
    "application": ["apps/team-a/podinfo.yaml"],
    "older": ["clusters/management/clusters/flux-system/podinfo.yaml"],
}


def _rendered(name: str) -> Rendered:
    return render(realistic(name), VALUES[name], CLUSTER, remembers=True, **ASKED.get(name, {}))


@pytest.mark.parametrize("name", VALUES)
def test_files_are_where_flux_looks_for_them(name: str) -> None:
    """Each in the folder of its cluster."""
    assert [file.path for file in _rendered(name).files] == PATHS[name]


@needs_crds
@pytest.mark.parametrize("name", VALUES)
def test_every_object_is_one_that_its_controller_takes(name: str) -> None:
    """Valid against the definitions of today's controllers, unknown fields refused."""
    bodies = documents(_rendered(name))
    assert [body["kind"] for body in bodies if not defined(body)] in ([], ["Namespace"])
    assert [line for body in bodies for line in wrong_with(stored(body))] == []


DEMO = sorted(file.name for file in files("wgtui.demo.world.templates").iterdir() if file.name.endswith(".yaml"))


@needs_crds
@pytest.mark.parametrize("name", DEMO)
def test_the_demos_templates_make_objects_that_their_controllers_take(name: str) -> None:
    """With its defaults and first options, and every profile that is offered."""
    made = template_in((files("wgtui.demo.world.templates") / name).read_text(encoding="utf-8"))
    program = Program(made)
    values = {one.name: one.default or next(iter(one.options), "kitchen") for one in program.parameters}
    chosen = tuple(ProfileChoice.of(profile) for profile in program.profiles.known)
    bodies = documents(render(made, values, CLUSTER, remembers=True, values=chosen))
    assert bodies
    assert [line for body in bodies for line in wrong_with(stored(body))] == []


def test_parameters_are_those_a_person_is_asked_for() -> None:
    """Declared ones first, then what only the texts name."""
    assert [parameter.name for parameter in Program(realistic("eks")).parameters] == [
        "CLUSTER_NAME", "NAMESPACE", "REGION", "KUBERNETES_VERSION", "NODES", "INSTANCE_TYPE",
        "DISK_SIZE", "METRICS_REPLICAS", "NODES_MAX", "OWNER",
    ]  # fmt: skip
    assert [parameter.name for parameter in Program(realistic("application")).parameters] == [
        "RESOURCE_NAME", "NAMESPACE", "CHART_VERSION", "REPLICAS", "CHART", "HOST", "OWNER", "REPOSITORY",
    ]  # fmt: skip


def test_numbers_and_texts_are_what_the_controllers_want() -> None:
    """Replicas a number, tags a text."""
    found = {body["kind"]: body for body in documents(_rendered("eks"))}
    assert found["MachinePool"]["spec"]["replicas"] == 5
    assert found["AWSManagedControlPlane"]["spec"]["additionalTags"] == {"owner": "platform"}
    assert found["AWSManagedControlPlane"]["spec"]["identityRef"] == {
        "kind": "AWSClusterStaticIdentity",
        "name": "static",
    }
    control_plane = next(body for body in documents(_rendered("kubeadm")) if body["kind"] == "KubeadmControlPlane")
    assert control_plane["spec"]["kubeadmConfigSpec"]["files"][0]["content"] == (
        "Cluster dev of Payments EU\nzone us-east-1a\nzone us-east-1b\nzone us-east-1c\n"
    )


def test_one_text_makes_as_many_objects_as_it_loops() -> None:
    """With the comments of the template in each."""
    rendered = _rendered("kubeadm")
    text = next(file.text for file in rendered.files if file.path.endswith("-workers.yaml"))
    names = [
        body["metadata"]["name"] for body in documents(rendered, "clusters/management/clusters/fleet/dev-workers.yaml")
    ]
    assert names == ["dev-workers-a", "dev-workers-b", "dev-workers-c"]
    assert text.count("# zone ") == 3
    assert text.count("templates.weave.works/create-request") == 1


def test_releases_wait_for_the_layer_below() -> None:
    """And take what the template merges over them."""
    found = {body["metadata"]["name"]: body["spec"] for body in documents(_rendered("eks"), PATHS["eks"][3])}
    assert [body.get("dependsOn") for body in found.values()] == [
        None,
        [{"name": "cert-manager"}],
        [{"name": "ingress-nginx"}],
    ]
    assert found["ingress-nginx"]["interval"] == "5m0s"
    assert found["ingress-nginx"]["values"]["controller"]["service"]["annotations"] == {"region": "eu-west-1"}
    assert found["metrics-server"]["values"] == {"replicas": 1}
