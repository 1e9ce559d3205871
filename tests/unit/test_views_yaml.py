"""YAML of one object."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from wgtui.views.yaml import yaml_lines

SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]))
OBJECTS = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)


def read(lines: list[str]) -> Any:
    return YAML(typ="safe", pure=True).load("\n".join(lines) + "\n")


@given(OBJECTS)
def test_what_is_shown_reads_back_as_the_object(found: dict[str, Any]) -> None:
    """Copied from the screen into a file it is the same object."""
    assert read(yaml_lines(found)) == found


@given(OBJECTS)
def test_no_line_holds_what_a_terminal_obeys(found: dict[str, Any]) -> None:
    """Control and format characters are written as escapes."""
    for line in yaml_lines(found):
        assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "null",
        "~",
        "1.30",
        "0x1f",
        "1e3",
        "2026-11-24",
        "12:30:45",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "@a",
        "",
        " a",
        "a ",
        "on",
        ".inf",
        "*",
        "&a",
        "!a",
        "%a",
        "{a",
        "[a",
        "a\nb",
        "a\n",
        "a\n\n",
        "\n",
        "<<",
        "=",
        "?",
        "? a",
        ":",
        "a:",
        "|",
        ">",
        "'a'",
        "`a`",
        "1_000",
        "0o7",
    ],
)
def test_what_could_be_read_otherwise_is_quoted(text: str) -> None:
    """As a value, as a key and in a list."""
    assert read(yaml_lines({"key": text, "list": [text, {text: text}], text: 1})) == {
        "key": text,
        "list": [text, {text: text}],
        text: 1,
    }


def test_it_looks_as_kubectl_writes_it() -> None:
    """Lists at the level of their key, texts of several lines as blocks, plain words without quotes."""
    found = {
        "apiVersion": "v1",
        "metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x"}, "managedFields": [{"manager": "m"}]},
        "spec": {"args": ["--port=80", {"a": 1, "b": [True]}], "script": "one\ntwo\n", "none": {}, "version": "1.30"},
    }
    assert yaml_lines(found) == [
        "apiVersion: v1",
        "metadata:",
        "  name: a",
        "  labels:",
        "    app.kubernetes.io/name: x",
        "spec:",
        "  args:",
        '  - "--port=80"',
        "  - a: 1",
        "    b:",
        "    - true",
        "  script: |",
        "    one",
        "    two",
        "  none: {}",
        '  version: "1.30"',
    ]
    assert "  managedFields:" in yaml_lines(found, managed_fields=True)


SECRET = {
    "kind": "Secret",
    "metadata": {
        "name": "s",
        "annotations": {"kubectl.kubernetes.io/last-applied-configuration": '{"data":{"p":"cGFzcw=="}}'},
    },
    "data": {"password": "cGFzc3dvcmQ="},
    "stringData": {"token": "hunter2hunter2"},
}
KUBECONFIG = "apiVersion: v1\nkind: Config\nusers:\n- name: u\n  user:\n    token: hunter2hunter2\n"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nhunter2hunter2\n-----END RSA PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    "found",
    [
        SECRET,
        {"kind": "List", "items": [SECRET]},
        {"data": {"value": KUBECONFIG}},
        {"spec": {"files": [{"content": KEY}]}},
    ],
)
def test_secrets_are_told_by_size_only(found: dict[str, Any]) -> None:
    """Of Secrets, wherever they stand, and of texts that are kubeconfigs or private keys."""
    text = "\n".join(yaml_lines(found))
    assert "<hidden: " in text
    for secret in ("cGFzc", "hunter2"):
        assert secret not in text


def test_nothing_else_is_hidden() -> None:
    """A ConfigMap's data is there to be read."""
    assert yaml_lines({"kind": "ConfigMap", "data": {"token": "abc"}}) == ["kind: ConfigMap", "data:", "  token: abc"]
