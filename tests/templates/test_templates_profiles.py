"""Profiles: which are installed, as what, where, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.templates.making import CLUSTER, REPOSITORY, capi_template, content, documents, render, template, thing
from wgtui.errors import TemplateError
from wgtui.resources.templates import Template
from wgtui.templates.flux import FluxVersions
from wgtui.templates.profiles import ChartFacts, Profile, layered
from wgtui.templates.request import ProfileChoice
from wgtui.templates.settings import Surroundings

PATH = "clusters/default/dev/profiles.yaml"


def _made(*items: dict[str, Any], **charts: Any) -> Template:
    return template(content(thing()), charts={"items": list(items), **charts})


def _releases(made: Template, *choices: ProfileChoice, around: Surroundings = CLUSTER) -> dict[str, Any]:
    found = documents(render(made, {}, around, values=choices))
    return {body["metadata"]["name"]: body for body in found if body["kind"] == "HelmRelease"}


def test_a_profile_is_a_release_of_what_flux_serves_today() -> None:
    """The repository is copied without its state; both in the versions that are served."""
    item = {"chart": "nginx", "version": "1.2.3", "targetNamespace": "web", "layer": "layer-1", "required": True}
    made = _made({**item, "values": {"b": "${CLUSTER_NAME}", "a": 1}})
    rendered = render(made)
    assert documents(rendered, PATH) == [
        {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": "HelmRepository",
            "metadata": {"name": "weaveworks-charts", "namespace": "flux-system"},
            "spec": REPOSITORY["spec"],
        },
        {
            "apiVersion": "helm.toolkit.fluxcd.io/v2",
            "kind": "HelmRelease",
            "metadata": {
                "name": "nginx",
                "namespace": "flux-system",
                "labels": {"weave.works/applied-layer": "layer-1"},
            },
            "spec": {
                "chart": {
                    "spec": {
                        "chart": "nginx",
                        "version": "1.2.3",
                        "sourceRef": {
                            "apiVersion": "source.toolkit.fluxcd.io/v1",
                            "kind": "HelmRepository",
                            "name": "weaveworks-charts",
                            "namespace": "flux-system",
                        },
                    }
                },
                "install": {"crds": "CreateReplace", "createNamespace": True},
                "upgrade": {"crds": "CreateReplace"},
                "interval": "1m0s",
                "targetNamespace": "web",
                "values": {"a": 1, "b": "dev"},
            },
        },
    ]
    assert "\n---\napiVersion: helm" in rendered.files[-1].text


def test_an_older_cluster_gets_the_versions_it_serves() -> None:
    """Known from its discovery."""
    versions = FluxVersions(
        helm_release="helm.toolkit.fluxcd.io/v2beta1", helm_repository="source.toolkit.fluxcd.io/v1beta2"
    )
    around = Surroundings(repository=REPOSITORY, versions=versions)
    found = documents(render(_made({"chart": "a", "version": "1", "required": True}), around=around), PATH)
    assert [body["apiVersion"] for body in found] == [versions.helm_repository, versions.helm_release]


def test_what_is_required_or_chosen_is_installed() -> None:
    """The original committed every profile of the template as soon as one was required."""
    made = _made(
        {"chart": "a", "version": "1", "required": True}, {"chart": "b", "version": "1"}, {"chart": "c", "version": "1"}
    )
    assert list(_releases(made)) == ["a"]
    assert list(_releases(made, ProfileChoice.of("c"), ProfileChoice.of("z", version="2"))) == ["a", "c", "z"]
    assert [file.path for file in render(_made({"chart": "b"})).files] == [
        "clusters/management/clusters/default/dev.yaml"
    ]


@pytest.mark.parametrize(("editable", "expected"), [(True, {"mine": 1}), (False, {"theirs": 1})])
def test_values_may_be_changed_where_the_template_says_so(editable: bool, expected: dict[str, int]) -> None:
    """Version, namespace and layer may always."""
    made = _made({"chart": "a", "version": "1", "values": {"theirs": 1}, "editable": editable})
    choice = ProfileChoice.of("a", version="2", values="mine: 1\n", namespace="web", layer="x")
    spec = _releases(made, choice)["a"]["spec"]
    assert spec["values"] == expected
    assert (spec["chart"]["spec"]["version"], spec["targetNamespace"]) == ("2", "web")


def test_an_unchanged_choice_has_the_templates_values() -> None:
    """Also where they could have been edited."""
    made = _made({"chart": "a", "version": "1", "values": {"theirs": 1}, "editable": True})
    assert _releases(made, ProfileChoice.of("a"))["a"]["spec"]["values"] == {"theirs": 1}


def test_values_that_are_given_are_rendered_with_the_parameters() -> None:
    """A text with something else in braces has to be escaped, and the error says how."""
    made = _made({"chart": "a", "version": "1", "editable": True})
    values = "name: ${CLUSTER_NAME}\nscript: echo $${HOME} $PATH\n"
    assert _releases(made, ProfileChoice.of("a", values=values))["a"]["spec"]["values"] == {
        "name": "dev",
        "script": "echo ${HOME} $PATH",
    }
    with pytest.raises(TemplateError, match=r"value for variables \[HOME\] is not set") as caught:
        _releases(made, ProfileChoice.of("a", values="a: ${HOME}\n"))
    assert caught.value.source == "spec.charts.items[a].values"
    assert "$${…}" in caught.value.detail


@pytest.mark.parametrize("values", ["- a\n", "5\n", "a: [\n"])
def test_values_must_be_a_map(values: str) -> None:
    """What Helm takes."""
    with pytest.raises(TemplateError) as caught:
        _releases(_made({"chart": "a", "version": "1", "editable": True}), ProfileChoice.of("a", values=values))
    assert caught.value.source == "spec.charts.items[a].values"


def test_no_values_are_an_empty_map() -> None:
    """As Flux' own commands write it."""
    assert _releases(_made({"chart": "a", "version": "1", "required": True}))["a"]["spec"]["values"] == {}


def test_the_newest_version_and_its_layer_come_from_the_repository() -> None:
    """Where nobody named one."""
    around = Surroundings(repository=REPOSITORY, charts={"a": ChartFacts("9.9.9", "layer-7")})
    found = _releases(_made({"chart": "a", "required": True}), around=around)["a"]
    assert found["spec"]["chart"]["spec"]["version"] == "9.9.9"
    assert found["metadata"]["labels"] == {"weave.works/applied-layer": "layer-7"}
    with pytest.raises(TemplateError, match="cannot retrieve latest version of profile: b"):
        _releases(_made({"chart": "b", "required": True}), around=around)


def test_the_version_that_was_the_newest_is_remembered() -> None:
    """Or the next edit would change it, unasked; what the template says is left to the template."""
    made = _made({"chart": "a", "required": True}, {"chart": "b"}, {"chart": "c", "version": "3.0.0"})
    charts = {name: ChartFacts("9.9.9") for name in ("a", "b", "c")}
    asked = (ProfileChoice.of("b"), ProfileChoice.of("c"))
    rendered = render(made, {}, Surroundings(repository=REPOSITORY, charts=charts), values=asked)
    assert {choice.name: choice.version for choice in rendered.request.values} == {"a": "9.9.9", "b": "9.9.9", "c": ""}


def test_a_repository_that_is_not_there_is_named() -> None:
    """Before anything is written. Without a cluster to ask it is taken to be there."""
    made = _made({"chart": "a", "version": "1", "required": True})
    with pytest.raises(TemplateError, match="cannot find Helm repository weaveworks-charts/flux-system"):
        render(made, around=Surroundings(scope=CLUSTER.scope))
    assert [body["kind"] for body in documents(render(made, around=Surroundings()), PATH)] == ["HelmRelease"]


def test_content_is_merged_over_the_release() -> None:
    """Map by map; lists are replaced; parameters are rendered."""
    over = {
        "metadata": {"labels": {"team": "${CLUSTER_NAME}"}},
        "spec": {"interval": "9m", "install": {"remediation": {"retries": 3}}},
    }
    spec = _releases(_made({"chart": "a", "version": "1", "required": True, "template": {"content": over}}))["a"]
    assert spec["metadata"] == {"name": "a", "namespace": "flux-system", "labels": {"team": "dev"}}
    assert spec["spec"]["interval"] == "9m"
    assert spec["spec"]["install"] == {"crds": "CreateReplace", "remediation": {"retries": 3}}


def test_repository_and_releases_may_have_paths_of_their_own() -> None:
    """Rendered; the repository comes first in a file they share."""
    made = _made(
        {"chart": "a", "version": "1", "required": True, "template": {"path": "x/${CLUSTER_NAME}.yaml"}},
        {"chart": "b", "version": "1", "required": True, "template": {"path": "y.yaml"}},
        {"chart": "c", "version": "1", "required": True},
        helmRepositoryTemplate={"path": "y.yaml"},
    )
    found = {
        file.path: [body["metadata"]["name"] for body in documents(render(made), file.path)]
        for file in render(made).files[1:]
    }
    assert found == {"y.yaml": ["weaveworks-charts", "b"], "x/dev.yaml": ["a"], PATH: ["c"]}


def test_layers_wait_for_the_layer_below() -> None:
    """By number: the original put layer-10 below layer-2. What has no layer waits for the highest."""
    names = {"a": "layer-2", "b": "layer-10", "c": "layer-1", "d": "layer-2", "e": "", "f": "layer-1"}
    found = layered([Profile(name, layer=layer) for name, layer in names.items()])
    assert found == {"c": (), "f": (), "a": ("c", "f"), "d": ("c", "f"), "b": ("a", "d"), "e": ("b",)}
    assert layered([Profile("a"), Profile("b")]) == {"a": (), "b": ()}
    assert layered([Profile("a", layer="x")]) == {"a": ()}


def test_profiles_in_annotations_are_the_older_form() -> None:
    """Required unless they say otherwise; an item of the same name wins."""
    annotations = {
        "capi.weave.works/profile-0": '{"name": "a", "version": "1", "values": "x: ${CLUSTER_NAME}"}',
        "capi.weave.works/profile-1": '{"name": "b", "version": "1", "required": false}',
        "capi.weave.works/profile-2": '{"name": "c", "version": "1", "namespace": "web"}',
        "templates.weave.works/add-common-bases": "false",
    }
    made = capi_template(
        content(thing()), annotations=annotations, charts={"items": [{"chart": "c", "version": "2", "required": True}]}
    )
    found = _releases(made)
    assert {name: body["spec"]["chart"]["spec"]["version"] for name, body in found.items()} == {"a": "1", "c": "2"}
    assert found["a"]["spec"]["values"] == {"x": "dev"}
    assert "targetNamespace" not in found["c"]["spec"]
