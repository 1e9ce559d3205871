"""YAML read and written as Kubernetes' Go libraries do; documents, and annotations put into texts that are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.templates.making import realistic
from wgtui.errors import TemplateError
from wgtui.resources.templates import CAPITemplate, GitOpsTemplate
from wgtui.templates.budget import Budget
from wgtui.templates.from_file import template_in
from wgtui.templates.manifest.annotating import annotated, with_identity
from wgtui.templates.manifest.documents import documents
from wgtui.templates.manifest.outline import outline
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import dump


def _table(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).with_name("tables") / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_values_are_written_as_the_original_writes_them() -> None:
    """Every case of the table."""
    found = [(row["value"], dump(row["value"], Budget()), row["yaml"]) for row in _table("yaml_written")]
    assert [case for case in found if case[1] != case[2]] == []
    assert len(found) > 100


def _read(text: str) -> str:
    try:
        return json.dumps(load(text, Budget()), sort_keys=True)
    except TemplateError as error:
        assert error.title.startswith("this is no YAML")
        return "fails"


def test_yaml_is_read_as_the_original_reads_it() -> None:
    """Every case of the table; the same texts fail."""
    rows = _table("yaml_read")
    wanted = ["fails" if row.get("fails") else json.dumps(row["value"], sort_keys=True) for row in rows]
    found = [(row["yaml"], _read(row["yaml"]), want) for row, want in zip(rows, wanted, strict=True)]
    assert [case for case in found if case[1] != case[2]] == []
    assert len(found) > 100


_FRACTIONS = st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
"""What is a whole number is written as one."""
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _FRACTIONS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_read_again(value: Any) -> None:
    """By us and by everybody's library: the same value, to the type."""
    written = dump(value, Budget())
    assert _equal(load(written, Budget()), value)
    assert dump(load(written, Budget()), Budget()) == written


def _equal(left: Any, right: Any) -> bool:
    """Numbers as JSON knows them: 5.0 is 5."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_equal, left, right))
    return bool(left == right) and isinstance(left, str) == isinstance(right, str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"]),
        ("---\na: 1\n--- # two\nb: 1\n...\n", ["---\na: 1\n", "--- # two\nb: 1\n...\n"]),
        ("# c\n---\n# d\na: 1\n---\n# only\n", ["# c\n---\n# d\na: 1\n---\n# only\n"]),
        ("a: |\n  ---\n  x\n---x: 1\n", ["a: |\n  ---\n  x\n---x: 1\n"]),
        ("# nothing\n", ["# nothing\n"]),
        ("", [""]),
    ],
)
def test_a_text_is_cut_between_its_documents(text: str, expected: list[str]) -> None:
    """Nothing is lost; what is no document goes with one that is."""
    assert documents(text) == expected


HEAD = "apiVersion: v1\nkind: A\n"
ANNOTATED = [
    ("metadata:\n  name: x # c\nspec: 1\n", "metadata:\n  annotations:\n    k: v\n  name: x # c\nspec: 1\n"),
    (
        "metadata:\n    annotations:\n        # why\n        a: b\n",
        "metadata:\n    annotations:\n        # why\n        k: v\n        a: b\n",
    ),
    ("metadata:\n  annotations:\n    k: old\n    a: b\n", "metadata:\n  annotations:\n    k: v\n    a: b\n"),
    ("metadata:\n  annotations:\n    k:\n      'o'\n    a: b\n", "metadata:\n  annotations:\n    k: v\n    a: b\n"),
    ("metadata: {name: x} # c\n", "metadata: {name: x, annotations: {k: v}} # c\n"),
    ("metadata:\n  annotations: {}\n  name: x\n", "metadata:\n  annotations:\n    k: v\n  name: x\n"),
    ("metadata:\n  annotations:\n  name: x\n", "metadata:\n  annotations:\n    k: v\n  name: x\n"),
    ("spec: 1 # c\n", "spec: 1 # c\nmetadata:\n  annotations:\n    k: v\n"),
]


@pytest.mark.parametrize(("rest", "expected"), ANNOTATED)
def test_an_annotation_is_put_into_a_text(rest: str, expected: str) -> None:
    """Into the block that is there, or one that is made; everything else stays."""
    assert annotated(HEAD + rest, outline(HEAD + rest), "k", "v") == HEAD + expected


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_annotation_is_read_again(value: str) -> None:
    """However it has to be quoted."""
    for rest, _ in ANNOTATED[:6]:
        found = yaml.safe_load(annotated(HEAD + rest, outline(HEAD + rest), "k", value))
        assert found["metadata"]["annotations"]["k"] == value


def test_a_document_keeps_its_marker_when_it_is_written_anew() -> None:
    """Or it would run into the one before."""
    text = "--- # two\nkind: A\nspec: {b: 1}\n"
    assert with_identity(text, {"name": "x"}).startswith("---")
    assert yaml.safe_load(with_identity(text, {"name": "x"}))["spec"] == {"b": 1, "identityRef": {"name": "x"}}


def test_a_large_document_is_not_written_anew() -> None:
    """It would take a minute; the error says what is missing."""
    text = f"{HEAD}metadata: {{name: x}}\ndata:\n" + "  a: b\n" * 60_000
    with pytest.raises(TemplateError) as caught:
        annotated(text, outline(text), "k", "v")
    assert caught.value.expected == "metadata as a map on lines of its own"


def test_an_outline_reads_only_what_it_needs() -> None:
    """Name, namespace and kind, wherever they stand."""
    metadata = "metadata:\n  namespace: n\n  name: x\n  labels: {name: no}\n"
    found = outline(f"spec:\n  kind: no\n  name: no\n{metadata}kind: A\napiVersion: v1\n")
    assert (found.api_version, found.kind, found.namespace, found.name, found.is_object) == ("v1", "A", "n", "x", True)
    assert not outline("- a\n").is_map


def test_templates_are_read_from_files() -> None:
    """The one of several documents; of either kind and version."""
    assert isinstance(realistic("eks"), CAPITemplate)
    assert isinstance(realistic("older"), GitOpsTemplate)
    text = (
        "kind: Namespace\n---\napiVersion: templates.weave.works/v1alpha2\nkind: GitOpsTemplate\nmetadata: {name: a}\n"
    )
    assert template_in(text).metadata.name == "a"


_CAPI = "apiVersion: capi.weave.works/v1alpha2\nkind: CAPITemplate\nmetadata: {}\n"


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        ("", "no template is in the file", 0),
        ("kind: A\n---\na: [\n", "this is no YAML", 4),
        ("apiVersion: v1\nkind: CAPITemplate\n", "v1 CAPITemplate is no template", 0),
        (f"{_CAPI}spec: {{params: [{{name: 5}}]}}\n", "the template cannot be read", 0),
        (f"{_CAPI}spec: {{description: n}}\n", "the template cannot be read", 0),
        (f"{_CAPI}---\n{_CAPI}", "2 templates are in the file", 0),
    ],
)
def test_a_file_that_is_no_template_is_an_error(text: str, title: str, line: int) -> None:
    """With the line, counted in the file."""
    with pytest.raises(TemplateError) as caught:
        template_in(text)
    assert caught.value.title.startswith(title)
    assert caught.value.line == line
