"""The parameters of a template: found in its texts, described by their declarations, filled and checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.templates.making import capi_template, content, render, template, thing
from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.evaluator import Template as GoTemplate
from wgtui.templates.gotemplate.usage import parameters_of
from wgtui.templates.parameters import LONGEST_VALUE, Parameter, problems
from wgtui.templates.profiles import profiles_of
from wgtui.templates.rendering import Program
from wgtui.templates.sprig import FUNCTIONS


def _names(*entries: dict[str, Any], **more: Any) -> list[str]:
    return [parameter.name for parameter in Program(template(*entries, **more)).parameters]


def test_parameters_are_found_in_every_text() -> None:
    """Paths, objects with their keys, raw texts, profiles of either form."""
    over = {"path": "${FILE}", "content": {"b": "${OVER}"}}
    found = _names(
        content({"kind": "A", "${KEY}": "${VALUE}", "list": [{"x": "a ${ITEM:=1}"}]}, path="${PATH}"),
        {"raw": "a: ${RAW}\n", "path": "x"},
        annotations={"capi.weave.works/profile-1": '{"name": "a", "values": "x: ${LEGACY}"}'},
        charts={
            "helmRepositoryTemplate": {"path": "${REPO}"},
            "items": [{"chart": "a", "values": {"a": "${CHART}"}, "template": over}],
        },
    )
    assert found == ["CHART", "FILE", "ITEM", "KEY", "LEGACY", "OVER", "PATH", "RAW", "REPO", "VALUE"]


def test_declared_ones_come_first_in_their_order() -> None:
    """The rest by name. What is declared and used nowhere is not asked for."""
    params = [{"name": "Z"}, {"name": "UNUSED", "required": True}, {"name": "A"}]
    assert _names(content(thing(a="${A}${B}${Z}${AA}")), params=params) == ["Z", "A", "AA", "B", "CLUSTER_NAME"]


def test_a_declaration_describes_its_parameter() -> None:
    """Without one nothing is required: that is the default of the server, for what is declared."""
    declared = {"name": "A", "description": "why", "required": True, "options": ["x", "y"], "default": "x"}
    made = template(content(thing(a="${A}")), params=[declared])
    assert Program(made).parameters == (Parameter("A", "why", True, ("x", "y"), "x"), Parameter("CLUSTER_NAME"))


def test_name_and_namespace_are_not_editable() -> None:
    """With another one it would be another object."""
    found = {name: Parameter(name).editable for name in ("NAMESPACE", "CLUSTER_NAME", "RESOURCE_NAME", "REGION")}
    assert found == {"NAMESPACE": False, "CLUSTER_NAME": False, "RESOURCE_NAME": False, "REGION": True}


@pytest.mark.parametrize(
    ("given", "default", "required", "expected"),
    [
        ("a", "d", True, "a"),
        ("a", "", False, "a"),
        (None, "d", True, "d"),
        ("", "d", False, "d"),
        (None, "", False, ""),
        ("", "", False, ""),
    ],
)
def test_a_value_is_what_is_given_or_the_default(
    given: str | None, default: str, required: bool, expected: str
) -> None:
    """An empty value counts as none."""
    made = template({"raw": "[${A}]", "path": "x"}, params=[{"name": "A", "default": default, "required": required}])
    rendered = render(made, {} if given is None else {"A": given})
    assert rendered.files[0].text == f"[{expected}]"
    assert rendered.request.parameter_values["A"] == expected


@pytest.mark.parametrize("given", [{}, {"A": ""}])
def test_a_required_parameter_must_have_a_value(given: dict[str, str]) -> None:
    """The error names it."""
    made = template({"raw": "${A}", "path": "x"}, params=[{"name": "A", "required": True}])
    with pytest.raises(TemplateError) as caught:
        render(made, given)
    assert (caught.value.title, caught.value.parameter) == ("missing required parameter: A", "A")


def test_values_nobody_asked_for_are_kept() -> None:
    """They are remembered with the request, as in the original."""
    assert render(template({"raw": "a: 1", "path": "x"}), {"OTHER": "1"}).request.parameter_values["OTHER"] == "1"


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        (Parameter("A", options=("x", "y")), "z", "one of x, y"),
        (Parameter("A", options=("x", "y"), default="old"), "old", ""),
        (Parameter("A", options=("x",)), "", ""),
        (Parameter("A"), "a" * LONGEST_VALUE, ""),
        (Parameter("A"), "a" * (LONGEST_VALUE + 1), f"at most {LONGEST_VALUE} characters"),
        (Parameter("A", required=True), "", "a value"),
        (Parameter("A", required=True, default="d"), "", ""),
        (Parameter("NAMESPACE"), "a.b", "lower-case letters, digits and - (up to 63), as a namespace is named"),
        (Parameter("NAMESPACE"), "team-1", ""),
        (Parameter("CLUSTER_NAME"), "Dev", "lower-case letters, digits, - and ., as an object is named"),
        (Parameter("RESOURCE_NAME"), "dev.eu", ""),
    ],
)
def test_a_form_tells_what_is_wrong_while_it_is_typed(parameter: Parameter, value: str, expected: str) -> None:
    """With what would be right."""
    problem = parameter.problem(value)
    assert (problem.expected if problem else "") == expected
    assert [one.parameter for one in problems([parameter], {parameter.name: value})] == (
        [parameter.name] if expected else []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ .params.A }}{{ $.params.B }}{{ (.params).C }}", "A B C"),
        ('{{ printf "%s-%s" .params.A .params.B }}', "A B"),
        ("{{ if and .params.X .params.Y }}{{ .params.Z }}{{ end }}", "X Y Z"),
        ("{{ $x := 1 }}{{ if eq $x 1 }}{{ .params.A }}{{ end }}", "A"),
        ("{{ if true }}{{ else if .params.A }}{{ else }}{{ .params.B }}{{ end }}", "A B"),
        ("{{ range list 1 2 }}{{ .params.NO }}{{ $.params.A }}{{ else }}{{ .params.B }}{{ end }}", "A B"),
        ("{{ with .params }}{{ .A }}{{ end }}", "A"),
        ("{{ with .template }}{{ .params.NO }}{{ else }}{{ .params.A }}{{ end }}", "A"),
        ("{{ $p := .params }}{{ $p.A }}{{ with $p }}{{ .B }}{{ end }}", "A B"),
        ("{{ $d := . }}{{ $d.params.A }}", "A"),
        ('{{ index .params "A" }}{{ index . "params" "NO" }}{{ get .params "B" }}', "A B"),
        ('{{ define "t" }}{{ .params.A }}{{ .B }}{{ end }}{{ template "t" . }}', "A"),
        ('{{ define "t" }}{{ .A }}{{ end }}{{ template "t" .params }}', "A"),
        ('{{ define "t" }}{{ .params.NO }}{{ end }}{{ template "t" }}{{ template "missing" . }}', ""),
        ('{{ block "b" . }}{{ .params.A }}{{ end }}', "A"),
        ('{{ define "t" }}{{ .params.A }}{{ template "t" . }}{{ end }}{{ template "t" . }}', "A"),
        ("{{ .params.A | default .params.B | quote }}", "A B"),
        ("{{ .template.meta.name }}{{ .params }}", ""),
        ("{{ (print (upper .params.A)).x }}", "A"),
    ],
)
def test_parameters_of_a_go_template_are_found_wherever_they_stand(text: str, expected: str) -> None:
    """Through variables, `with`, templates; the original lost some of these and made others up."""
    tree = GoTemplate(text, FUNCTIONS).tree
    assert " ".join(parameters_of(tree)) == expected


def test_a_raw_go_template_need_not_be_yaml_before_it_is_rendered() -> None:
    """The original could not look for parameters in one that was not."""
    raw = "{{ if .params.A }}\na: {{ .params.A }}\n{{ end }}\nb: 1\n"
    made = template({"raw": raw, "path": "x"}, render_type="templating")
    assert [parameter.name for parameter in Program(made).parameters] == ["A"]
    assert render(made, {"A": "1"}).files[0].text == "\na: 1\n\nb: 1\n"


def test_a_broken_profile_annotation_is_named() -> None:
    """By its key."""
    with pytest.raises(TemplateError) as caught:
        profiles_of(capi_template(annotations={"capi.weave.works/profile-3": "{"}), Budget())
    assert caught.value.source == "metadata.annotations[capi.weave.works/profile-3]"
    with pytest.raises(TemplateError, match="profile name is required"):
        profiles_of(capi_template(annotations={"capi.weave.works/profile-3": "{}"}), Budget())
