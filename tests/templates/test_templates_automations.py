"""Applications added to a cluster that is there, and requests as they are remembered."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.templates.making import content, documents, render, template, thing
from wgtui.errors import TemplateError
from wgtui.resources.meta import ObjectRef
from wgtui.templates.automations import HelmReleaseChoice, Target, automation
from wgtui.templates.files import RenderedFile, left_behind
from wgtui.templates.paths import Layout, inside
from wgtui.templates.request import CreateRequest, Credential, Kustomization, KustomizationChoice, ProfileChoice, read
from wgtui.templates.wire import NameChoice

DEV = Target("dev", "team")
APPS = Kustomization(NameChoice("apps"), KustomizationChoice("./apps", NameChoice("flux-system", "flux-system")))
NGINX = HelmReleaseChoice("web", "nginx", ObjectRef("flux-system", "charts"))


def _bodies(files: list[RenderedFile]) -> dict[str, Any]:
    return {file.path: list(yaml.safe_load_all(file.text)) for file in files}


def test_a_kustomization_is_put_into_the_clusters_folder() -> None:
    """In Flux' namespace unless it has one."""
    assert _bodies(automation(APPS, DEV)) == {
        "clusters/team/dev/apps-flux-system-kustomization.yaml": [
            {
                "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
                "kind": "Kustomization",
                "metadata": {"name": "apps", "namespace": "flux-system"},
                "spec": {
                    "interval": "10m0s",
                    "path": "./apps",
                    "prune": True,
                    "sourceRef": {"kind": "GitRepository", "name": "flux-system", "namespace": "flux-system"},
                },
            }
        ]
    }


def test_its_namespace_can_be_made_with_it() -> None:
    """As a file of its own, or in the one file that was asked for: the original wrote that one twice."""
    source = NameChoice("git", "flux-system")
    choice = Kustomization(NameChoice("apps", "mine"), KustomizationChoice("x", source, "web", True))
    found = _bodies(automation(choice, DEV))
    assert list(found) == ["clusters/team/dev/web-namespace.yaml", "clusters/team/dev/apps-mine-kustomization.yaml"]
    assert found["clusters/team/dev/web-namespace.yaml"] == [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "web"}}
    ]
    assert found["clusters/team/dev/apps-mine-kustomization.yaml"][0]["spec"]["targetNamespace"] == "web"
    one = _bodies(automation(choice, DEV, file_path="./apps/all.yaml"))
    assert [body["kind"] for body in one["apps/all.yaml"]] == ["Namespace", "Kustomization"]


def test_a_helm_release_goes_to_the_namespace_it_is_for() -> None:
    """Every ten minutes, with the values given."""
    choice = HelmReleaseChoice("web", "nginx", ObjectRef("flux-system", "charts"), "prod", "1.2.3", "a: 1\n")
    (path, [body]), *_ = _bodies(automation(choice, DEV)).items()
    assert path == "clusters/team/dev/web-prod-helmrelease.yaml"
    assert (body["apiVersion"], body["metadata"]) == ("helm.toolkit.fluxcd.io/v2", {"name": "web", "namespace": "prod"})
    spec = body["spec"]
    assert (spec["interval"], spec["targetNamespace"], spec["values"]) == ("10m0s", "prod", {"a": 1})
    assert spec["chart"]["spec"]["version"] == "1.2.3"


def test_the_management_clusters_folder_is_below_no_namespace() -> None:
    """It has none."""
    files = automation(NGINX, Target("management", is_management=True), Layout(clusters="./fleet"))
    assert [file.path for file in files] == ["fleet/management/web-flux-system-helmrelease.yaml"]


@pytest.mark.parametrize(
    ("choice", "target", "title"),
    [
        (Kustomization(), DEV, "kustomization name must be specified"),
        (Kustomization(NameChoice("a")), DEV, "sourceRef name must be specified in Kustomization a"),
        (HelmReleaseChoice("", "c", ObjectRef("", "r")), DEV, "helmrelease name must be specified"),
        (HelmReleaseChoice("a", "", ObjectRef("", "r")), DEV, "chart name must be specified in HelmRelease a"),
        (
            HelmReleaseChoice("a", "c", ObjectRef("", "")),
            DEV,
            "sourceRef name must be specified in chart c in HelmRelease a",
        ),
        (APPS, Target(""), "cluster name must be specified"),
        (HelmReleaseChoice("A", "c", ObjectRef("", "r")), DEV, 'invalid value for metadata.name: "A"'),
        (HelmReleaseChoice("a", "c", ObjectRef("", "r"), "B"), DEV, "invalid namespace: B"),
        (HelmReleaseChoice("a", "c", ObjectRef("", "r"), values="- 1"), DEV, "the values of HelmRelease a are no map"),
    ],
)
def test_what_is_missing_is_named(choice: Kustomization | HelmReleaseChoice, target: Target, title: str) -> None:
    """In the original's words where it had some."""
    with pytest.raises(TemplateError) as caught:
        automation(choice, target)
    assert caught.value.title.startswith(title)


def test_applications_come_with_a_new_cluster() -> None:
    """In its folder, beside what the template makes."""
    rendered = render(template(content(thing())), {"NAMESPACE": "team"}, kustomizations=(APPS,))
    path = "clusters/team/dev/apps-flux-system-kustomization.yaml"
    assert documents(rendered, path)[0]["metadata"]["name"] == "apps"


def test_a_request_is_written_and_read_again() -> None:
    """With the words of the original, and nothing that is empty."""
    asked = CreateRequest(
        name="eks",
        title="<new> & shiny",
        parameter_values={"B": "1", "A": ""},
        credentials=Credential("g", "v1", "K", "n"),
        values=(ProfileChoice.of("nginx", version="1", values="a: é\n"),),
        kustomizations=(APPS,),
    )
    text = asked.text()
    assert json.loads(text) == {
        "title": "<new> & shiny",
        "name": "eks",
        "parameter_values": {"A": "", "B": "1"},
        "credentials": {"group": "g", "version": "v1", "kind": "K", "name": "n"},
        "values": [{"name": "nginx", "version": "1", "values": "YTogw6kK"}],
        "kustomizations": [
            {
                "metadata": {"name": "apps"},
                "spec": {"path": "./apps", "source_ref": {"name": "flux-system", "namespace": "flux-system"}},
            }
        ],
    }
    assert "<" not in text
    assert read(text) == asked
    assert read(text).values[0].values_text == "a: é\n"


def test_requests_of_the_first_version_are_understood() -> None:
    """They name the template in other words; words nobody knows are passed over."""
    old = '{"template_name": "eks", "template_namespace": "default", "parameter_values": {"A": "1"}, "what": [1]}'
    assert read(old) == CreateRequest(name="eks", namespace="default", parameter_values={"A": "1"})


@pytest.mark.parametrize("text", ["", "[]", "{", '{"name": 5}', '{"values": {}}'])
def test_a_request_that_cannot_be_read_is_an_error(text: str) -> None:
    """And no edit is offered."""
    with pytest.raises(TemplateError) as caught:
        read(text)
    assert caught.value.source == "templates.weave.works/create-request"


def test_values_that_are_no_base64_are_an_error() -> None:
    """As a hand that wrote the annotation may have left them."""
    with pytest.raises(TemplateError, match="are no base64"):
        _ = ProfileChoice("a", values="a: 1").values_text


def test_what_is_not_made_any_more_is_left_behind() -> None:
    """Each path once."""
    assert left_behind(["b", "a", "b", "c"], [RenderedFile("a", ""), RenderedFile("d", "")]) == ["b", "c"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/b", "a/b"), ("./a//b/", "a/b"), ("a/../b", "b"), ("a/./b", "a/b"), ("…/ü", "…/ü")],
)
def test_paths_are_cleaned(path: str, expected: str) -> None:
    """As Go joins them."""
    assert inside(path) == expected
