"""What a template comes to: objects with what is added to them, in the files they belong to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.templates.making import (
    CLUSTER,
    capi_template,
    content,
    documents,
    render,
    template,
    thing,
)
from wgtui.errors import TemplateError
from wgtui.templates.paths import Layout
from wgtui.templates.rendering import Program
from wgtui.templates.request import CreateRequest, Credential
from wgtui.templates.settings import Settings, Surroundings

REQUEST = "templates.weave.works/create-request"
FILES = "templates.weave.works/created-files"
PRUNE = "kustomize.toolkit.fluxcd.io/prune"
DEFAULT = "clusters/management/clusters/default/dev.yaml"


def _kind(kind: str, **metadata: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": kind, "metadata": {"name": "a", **metadata}}


def test_an_entry_without_a_path_is_the_manifest_of_the_cluster() -> None:
    """Namespace and name from the parameters, the namespace `default` where there is none."""
    made = template(content(thing(a=1)))
    assert [file.path for file in render(made).files] == [DEFAULT]
    named = render(made, {"CLUSTER_NAME": "x", "RESOURCE_NAME": "y", "NAMESPACE": "team"})
    assert [file.path for file in named.files] == ["clusters/management/clusters/team/y.yaml"]
    elsewhere = render(made, settings=Settings(Layout("./infra//clusters", "./fleet"), namespace="fleet"))
    assert [file.path for file in elsewhere.files] == ["infra/clusters/fleet/dev.yaml"]


def test_an_entry_with_a_path_needs_no_name() -> None:
    """The name is asked for only where something is put under it."""
    made = template(content(_kind("ConfigMap"), path="./shared/${FOLDER:=all}//x.yaml"))
    assert [file.path for file in render(made, {"CLUSTER_NAME": ""}).files] == ["shared/all/x.yaml"]
    with pytest.raises(TemplateError, match="unable to find 'CLUSTER_NAME' or 'RESOURCE_NAME' parameter") as caught:
        render(template(content(_kind("ConfigMap"))), {"CLUSTER_NAME": ""})
    assert caught.value.parameter == "CLUSTER_NAME"


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x.yaml", "a/../../x", ".git/config", "a/.GIT/x", "a\nb", "${EMPTY}/.."]
)
def test_a_path_stays_inside_of_the_repository(path: str) -> None:
    """Whatever a template or a value says."""
    with pytest.raises(TemplateError, match="is no path in the repository") as caught:
        render(template(content(_kind("ConfigMap"), path=path)))
    assert caught.value.source == "spec.resourcetemplates[0].path"


def test_objects_are_written_as_go_writes_them() -> None:
    """Keys sorted, lists at the level of their key, documents apart by a line."""
    first = {"kind": "B", "apiVersion": "v1", "spec": {"list": ["${CLUSTER_NAME}", {"b": 1, "a": "x: y"}]}}
    made = template(content(first, {"apiVersion": "v1", "kind": "C", "data": {"text": "1\n2\n"}}))
    labels = "  labels:\n" + "".join(
        f"    templates.weave.works/template-{word}\n" for word in ("name: demo", "namespace: default")
    )
    assert render(made, around=Surroundings()).files[0].text == (
        "apiVersion: v1\nkind: B\nmetadata:\n  annotations:\n"
        f'    {FILES}: \'{{"files":["{DEFAULT}"]}}\'\n'
        f"{labels}"
        "spec:\n  list:\n  - dev\n  - a: 'x: y'\n    b: 1\n\n---\n"
        "apiVersion: v1\ndata:\n  text: |\n    1\n    2\nkind: C\nmetadata:\n"
        f"{labels}"
    )


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("${V}", "5", 5),
        ("${V}", "1.20", 1.2),
        ("${V}", "true", True),
        ("${V}", "yes", True),
        ("${V}", "", None),
        ("${V}", "v1", "v1"),
        ("${V}", "010", 8),
        ("${V}", "[a, b]", ["a", "b"]),
        ("${V}", "{a: 1}", {"a": 1}),
        ("${V}", "'5'", "5"),
        ("${V}", "2024-01-01", "2024-01-01"),
        ("a: ${V}", "5", "a: 5"),
        ('${V} # "', "5", '5 # "'),
        ("${V}-x", "5", "5-x"),
        ("1.21", "", "1.21"),
        ("true", "", "true"),
    ],
)
def test_what_a_value_is_decides_itself_after_it_was_put_in(written: str, value: str, expected: object) -> None:
    """Text without quotes in the template becomes a number, a boolean, a list; text that needs quotes stays a text."""
    found = documents(render(template(content(thing(v=written))), {"V": value}))[0]["spec"]["v"]
    assert found == expected
    assert type(found) is type(expected)


def test_go_templates_stay_texts_where_yaml_quotes_them() -> None:
    """`{{` begins with a brace and is quoted, other delimiters are not: their values may become numbers."""
    braces = template(content(thing(v="{{ .params.V }}")), render_type="templating")
    braces.spec.resourcetemplates[0]["content"][0]["metadata"]["name"] = "a"
    assert documents(render(braces, {"V": "5"}))[0]["spec"]["v"] == "5"
    angles = template(
        content(_kind("Thing", labels={"v": "<< .params.V >>"})),
        render_type="templating",
        annotations={"templates.weave.works/delimiters": "<<,>>"},
    )
    assert documents(render(angles, {"V": "5"}))[0]["metadata"]["labels"]["v"] == 5


def test_a_go_template_knows_its_own_name() -> None:
    """`.template.meta`, beside `.params`."""
    made = template({"raw": "a: {{ .template.meta.name }}/{{ .template.meta.namespace }}\n"}, render_type="templating")
    assert render(made).files[0].text == "a: demo/default\n"


def test_labels_say_which_template() -> None:
    """The template's own namespace: the original wrote a setting there, whatever the namespace was."""
    labels = documents(render(template(content(_kind("Thing", labels={"a": "b"})))))[0]["metadata"]["labels"]
    assert labels == {
        "a": "b",
        "templates.weave.works/template-name": "demo",
        "templates.weave.works/template-namespace": "default",
    }


@pytest.mark.parametrize(
    ("kind", "own", "expected"),
    [
        ("Thing", "", "team"),
        ("Namespace", "", None),
        ("Unknown", "", "team"),
        ("Unknown", "mine", "mine"),
        ("Thing", "mine", "mine"),
    ],
)
def test_the_clusters_namespace_goes_where_there_is_none(kind: str, own: str, expected: str | None) -> None:
    """Never into kinds without one, never over one that is there."""
    metadata = {"namespace": own} if own else {}
    made = template(content(_kind(kind, **metadata)))
    assert documents(render(made, {"NAMESPACE": "team"}))[0]["metadata"].get("namespace") == expected
    assert documents(render(made, around=Surroundings()))[0]["metadata"].get("namespace") == (own or None)


@pytest.mark.parametrize(
    ("is_capi", "annotation", "setting", "expected"),
    [
        (True, None, True, True),
        (True, None, False, False),
        (True, "false", True, False),
        (True, "true", False, True),
        (False, None, True, False),
        (False, "true", True, True),
    ],
)
def test_objects_are_kept_when_flux_would_prune_them(
    is_capi: bool, annotation: str | None, setting: bool, expected: bool
) -> None:
    """The template's own word first; the setting is for CAPITemplates. Cluster and GitopsCluster are pruned."""
    make = capi_template if is_capi else template
    annotations = {"templates.weave.works/inject-prune-annotation": annotation} if annotation else {}
    annotations["templates.weave.works/add-common-bases"] = "false"
    made = make(content(_kind("Cluster"), _kind("GitopsCluster"), _kind("AWSCluster")), annotations=annotations)
    found = [
        (body["metadata"].get("annotations") or {}).get(PRUNE)
        for body in documents(render(made, settings=Settings(keeps_objects=setting)))
    ]
    assert found == [None, None, "disabled" if expected else None]


def test_credentials_go_to_the_clusters_that_take_them() -> None:
    """Kind and name, over what was there; other kinds and other providers are left alone."""
    own = {"identityRef": {"kind": "AWSClusterControllerIdentity", "name": "default"}, "region": "x"}
    made = template(
        content(
            {**_kind("AWSCluster"), "spec": own}, _kind("AWSManagedControlPlane"), {**_kind("AzureCluster"), "spec": {}}
        ),
        {"raw": "apiVersion: v1\nkind: AWSCluster\n# why\nspec:\n  region: x # here\n", "path": "x.yaml"},
    )
    credential = Credential("infrastructure.cluster.x-k8s.io", "v1beta2", "AWSClusterRoleIdentity", "role")
    rendered = render(made, credentials=credential)
    found = [(body["kind"], body.get("spec")) for body in documents(rendered)]
    identity = {"kind": "AWSClusterRoleIdentity", "name": "role"}
    assert found == [
        ("AWSCluster", {"identityRef": identity, "region": "x"}),
        ("AWSManagedControlPlane", {"identityRef": identity}),
        ("AzureCluster", {}),
        ("AWSCluster", {"identityRef": identity, "region": "x"}),
    ]
    assert "# why" in rendered.files[1].text
    assert "region: x # here" in rendered.files[1].text


def test_an_identity_nobody_knows_is_refused() -> None:
    """The original said nothing and wrote nothing."""
    with pytest.raises(TemplateError, match="is no identity of a provider") as caught:
        render(template(content(thing())), credentials=Credential("x", "v1", "Secret", "a"))
    assert "AWSClusterStaticIdentity" in caught.value.expected


def test_the_request_is_remembered_where_it_can_be_edited() -> None:
    """In the first object of each entry, in the cluster itself, and where the template has annotations of its own."""
    made = capi_template(
        content(
            _kind("Namespace"), _kind("AWSCluster"), _kind("GitopsCluster"), _kind("Thing", annotations={"a": "b"})
        ),
        {"raw": "apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B\n", "path": "x.yaml"},
        annotations={"templates.weave.works/add-common-bases": "false"},
    )
    rendered = render(made, {"V": ""}, remembers=True, title="Create it")
    found = {body["kind"]: (body.get("metadata") or {}).get("annotations") or {} for body in documents(rendered)}
    assert [kind for kind, annotations in found.items() if REQUEST in annotations] == [
        "Namespace",
        "GitopsCluster",
        "Thing",
        "A",
    ]
    assert json.loads(found["Namespace"][REQUEST]) == {
        "title": "Create it",
        "name": "demo",
        "parameter_values": {"CLUSTER_NAME": "dev", "V": ""},
        "namespace": "default",
        "template_kind": "CAPITemplate",
    }
    assert json.loads(found["Namespace"][FILES]) == {"files": [DEFAULT, "x.yaml"]}
    assert FILES not in found["A"]
    assert REQUEST not in str(render(made, remembers=False).files)


def test_a_raw_text_stays_as_it_is() -> None:
    """Comments, order, all of its documents; only the annotations come into it."""
    raw = (
        "# ${CLUSTER_NAME}\napiVersion: v1\nkind: B\nmetadata:\n  name: a   # kept\n"
        "spec: {z: 1, a: [2]}\n---\n# two\nkind: List\n"
    )
    found = render(template({"raw": raw, "path": "x.yaml"})).files[0].text
    inserted = f'  annotations:\n    {FILES}: \'{{"files":["x.yaml"]}}\'\n'
    assert found == raw.replace("${CLUSTER_NAME}", "dev").replace("  name: a", f"{inserted}  name: a")


def test_entries_of_one_path_become_one_file() -> None:
    """The original sent the path twice, and one of the two was lost."""
    made = template(content(_kind("A"), path="x.yaml"), {"raw": "kind: B\n", "path": "./x.yaml"})
    rendered = render(made)
    assert [file.path for file in rendered.files] == ["x.yaml"]
    assert [body["kind"] for body in documents(rendered)] == ["A", "B"]


def test_v1alpha1_objects_are_one_entry() -> None:
    """A server that does not convert hands them out under any version."""
    rendered = render(template(_kind("A"), _kind("B")))
    assert [file.path for file in rendered.files] == [DEFAULT]
    assert [body["kind"] for body in documents(rendered)] == ["A", "B"]


_ENTRY = "spec.resourcetemplates[0]"
_BAD_NAME = 'invalid value for metadata.name: "A_B", a lowercase RFC 1123 subdomain must consist of'
_TWICE = "cannot specify both raw and content in the same resource template: demo/default"


@pytest.mark.parametrize(
    ("entry", "source", "title"),
    [
        ({"raw": "a", "content": [{}]}, _ENTRY, _TWICE),
        (content(_kind("A", name="A_B")), f"{_ENTRY}.content[0]", _BAD_NAME),
        ({"raw": "kind: A\napiVersion: v1\nmetadata:\n  name: A_B\n"}, f"{_ENTRY}.raw", _BAD_NAME),
        (content({"apiVersion": "v1"}), f"{_ENTRY}.content[0]", "the rendered object has no kind"),
        (content({"a": "${A"}), f"{_ENTRY}.content[0]", "missing closing brace"),
        ({"raw": "a: [\n"}, f"{_ENTRY}.raw", "this is no YAML"),
        ({"raw": "a: ${B-C}\n"}, f"{_ENTRY}.raw", "missing closing brace"),
        ({"content": ["a"]}, f"{_ENTRY}.content[0]", "what stands in content is no object"),
        ({"content": "a"}, _ENTRY, "the entry cannot be read"),
    ],
)
def test_an_error_names_the_part_of_the_template(entry: dict[str, Any], source: str, title: str) -> None:
    """And what is wrong there, in the original's words where it had some."""
    with pytest.raises(TemplateError) as caught:
        render(template(entry))
    assert caught.value.source == source
    assert caught.value.title.startswith(title)


def test_an_error_in_content_names_the_line_of_its_yaml() -> None:
    """As the object is written out, which is what the excerpt shows."""
    with pytest.raises(TemplateError) as caught:
        render(template(content(thing(a="x", b="${A-B}"))))
    error = caught.value
    assert (error.line, error.column, error.detail) == (7, 6, "in: b: ${A-B}")


def test_a_value_that_breaks_the_yaml_is_an_error_with_its_line() -> None:
    """And names the parameter, and shows the line. Nothing half-rendered comes out."""
    for entry, line in ((content(thing(v="${V}")), 6), ({"raw": "a: 1\nb: 2-${V}\n", "path": "x"}, 2)):
        with pytest.raises(TemplateError) as caught:
            render(template(entry), {"V": "a: b: c"})
        error = caught.value
        assert error.title.startswith("this is no YAML")
        assert (error.line, error.parameter) == (line, "V")
        assert error.detail.endswith("a: b: c")


def test_a_name_that_cannot_be_one_is_blamed_on_its_parameter() -> None:
    """Where it has one."""
    with pytest.raises(TemplateError, match="invalid value for metadata") as caught:
        render(template(content(_kind("A", name="x-${PART}-${OTHER}"))), {"PART": "a_b"})
    assert caught.value.parameter == "PART"


def test_an_unknown_render_type_is_named() -> None:
    """With those that exist."""
    with pytest.raises(TemplateError) as caught:
        render(template(content(thing()), render_type="jinja"))
    assert caught.value.title == "unknown template renderType: jinja"
    assert caught.value.expected == "envsubst or templating"


def test_a_namespace_is_a_dns_label() -> None:
    """In Kubernetes' words, naming the parameter."""
    with pytest.raises(
        TemplateError, match=r"invalid namespace: Team_A, a lowercase RFC 1123 label must consist"
    ) as caught:
        render(template(content(thing())), {"NAMESPACE": "Team_A"})
    assert caught.value.parameter == "NAMESPACE"


@pytest.mark.parametrize(
    ("is_capi", "annotation", "setting", "expected"),
    [
        (True, None, True, True),
        (True, None, False, False),
        (False, None, True, False),
        (False, "true", False, True),
        (True, "no", True, False),
    ],
)
def test_common_bases_are_for_capi_templates(
    is_capi: bool, annotation: str | None, setting: bool, expected: bool
) -> None:
    """Unless the template says otherwise."""
    make = capi_template if is_capi else template
    made = make(
        content(thing()), annotations={"templates.weave.works/add-common-bases": annotation} if annotation else {}
    )
    rendered = render(made, settings=Settings(adds_bases=setting))
    path = "clusters/default/dev/clusters-bases-kustomization.yaml"
    assert [file.path == path for file in rendered.files] == [False, True][: 1 + expected]
    if expected:
        assert documents(rendered, path) == [
            {
                "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
                "kind": "Kustomization",
                "metadata": {"name": "clusters-bases-kustomization", "namespace": "flux-system"},
                "spec": {
                    "interval": "10m0s",
                    "path": "clusters/bases",
                    "prune": True,
                    "sourceRef": {"kind": "GitRepository", "name": "flux-system", "namespace": "flux-system"},
                },
            }
        ]


def test_secrets_are_decrypted_with_the_key_the_parameters_name() -> None:
    """The three parameters are asked for, whether or not a text uses them."""
    made = template(content(thing()), annotations={"templates.weave.works/sops-enabled": "true"})
    given = {"SOPS_KUSTOMIZATION_NAME": "keys", "SOPS_SECRET_REF": "gpg", "SOPS_SECRET_REF_NAMESPACE": "flux-system"}
    body = documents(render(made, given), "clusters/default/dev/sops-kustomization.yaml")[0]
    assert body["metadata"]["annotations"] == {
        "sops-public-key/name": "gpg-pub",
        "sops-public-key/namespace": "flux-system",
    }
    assert body["spec"]["path"] == "clusters/default/dev/sops"
    assert body["spec"]["decryption"] == {"provider": "sops", "secretRef": {"name": "gpg"}}
    with pytest.raises(TemplateError, match="missing required parameter: SOPS_SECRET_REF") as caught:
        render(made, {**given, "SOPS_SECRET_REF": ""})
    assert caught.value.parameter == "SOPS_SECRET_REF"


def test_a_draft_renders_the_same_twice() -> None:
    """Times, passwords and keys of a preview are those of the pull request; another draft has others."""
    calls = ('now | date "15:04:05"', "randAlphaNum 20", "uuidv4", '(genCA "x" 1).Key | sha1sum')
    raw = "".join(f"- {{{{ {call} }}}}\n" for call in calls)
    made = template({"raw": raw, "path": "x.yaml"}, render_type="templating")
    program, asked = Program(made), CreateRequest()
    assert program.render(asked, CLUSTER).files == program.render(asked, CLUSTER).files
    assert program.render(asked, CLUSTER).files != Program(made).render(asked, CLUSTER).files
