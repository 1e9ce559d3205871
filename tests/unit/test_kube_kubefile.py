"""Kubeconfig files: read, checked, merged by kubectl's rules."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtui.errors import ConfigError
from wgtui.kube import kubefile
from wgtui.kube.kubefile import Kubeconfig


def file(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def entries(name: str, server: str) -> str:
    return f"""
clusters: [{{name: {name}, cluster: {{server: "{server}"}}}}]
contexts: [{{name: {name}, context: {{cluster: {name}, user: {name}}}}}]
users: [{{name: {name}, user: {{token: t}}}}]
"""


def test_several_files_are_one(tmp_path: Path) -> None:
    """Every context of every file can be chosen."""
    files = file(tmp_path, "a", entries("a", "https://a")), file(tmp_path, "b", entries("b", "https://b"))
    found = kubefile.read(files)
    assert list(found.contexts) == ["a", "b"]
    assert found.clusters["b"].server == "https://b"


def test_the_first_of_two_counts(tmp_path: Path) -> None:
    """Of entries with one name, and of current contexts; a file without one does not count."""
    first = file(tmp_path, "1", entries("a", "https://first"))
    second = file(tmp_path, "2", "current-context: b" + entries("a", "https://second"))
    third = file(tmp_path, "3", "current-context: c")
    found = kubefile.read((first, second, third))
    assert found.clusters["a"].server == "https://first"
    assert found.current_context == "b"


def test_paths_are_relative_to_their_file(tmp_path: Path) -> None:
    """Wherever wgtui was started, and whichever file it is of several."""
    content = """
clusters: [{name: c, cluster: {server: "https://c", certificate-authority: ca.crt}}]
users:
- {name: files, user: {client-certificate: pki/c.crt, client-key: /etc/c.key, tokenFile: ../token}}
- {name: beside, user: {exec: {apiVersion: v, command: ./bin/login}}}
- {name: path, user: {exec: {apiVersion: v, command: aws}}}
"""
    found = kubefile.read((file(tmp_path, "a", ""), file(tmp_path, "sub/config", content)))
    folder = tmp_path / "sub"
    assert found.clusters["c"].certificate_authority == str(folder / "ca.crt")
    user = found.users["files"]
    assert user.client_certificate == str(folder / "pki/c.crt")
    assert user.client_key == "/etc/c.key"
    assert user.token_file == str(folder / "../token")
    commands = [plugin.command for name in ("beside", "path") if (plugin := found.users[name].exec)]
    assert commands == [str(folder / "bin/login"), "aws"]


def test_where_kubeconfigs_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag, then KUBECONFIG without what is missing of it, then ~/.kube/config."""
    monkeypatch.setenv("HOME", str(tmp_path))
    a, b = file(tmp_path, "a", ""), file(tmp_path, "b", "")
    assert kubefile.paths_of("", {}) == ()
    home = file(tmp_path, ".kube/config", "")
    assert kubefile.paths_of("", {}) == (home,)
    assert kubefile.paths_of("", {"KUBECONFIG": os.pathsep}) == (home,)
    listed = os.pathsep.join([str(a), "", str(tmp_path / "missing"), "~/b"])
    assert kubefile.paths_of("", {"KUBECONFIG": listed}) == (a, b)
    assert kubefile.paths_of("~/b", {"KUBECONFIG": listed}) == (b,)
    with pytest.raises(ConfigError, match="no kubeconfig at"):
        kubefile.paths_of(str(tmp_path / "missing"), {})


@pytest.mark.parametrize(
    ("content", "title", "detail"),
    [
        ("a: [1, 2", "is not YAML", "column 1: did not find expected"),
        ("a: b: c", "is not YAML", "line 1, column 5: mapping values"),
        ("\x00", "is not YAML", "characters"),
        ("[" * 5000, "is not YAML", ""),
        ("- just\n- a list", "is not a kubeconfig", "Expected `object`, got `array`"),
        ("clusters: {a: b}", "is not a kubeconfig", "$.clusters"),
        ("users: [{name: a, user: {token: [x]}}]", "is not a kubeconfig", "$.users[0].user.token"),
        ("contexts: [{context: {}}]", "is not a kubeconfig", "missing required field `name`"),
    ],
)
def test_a_broken_file_is_told_with_the_place(tmp_path: Path, content: str, title: str, detail: str) -> None:
    """One line, and the path."""
    path = file(tmp_path, "config", content)
    with pytest.raises(ConfigError) as raised:
        kubefile.read((path,))
    assert raised.value.title == f"{path} {title}"
    assert detail in raised.value.detail
    assert "\n" not in str(raised.value)


def test_a_secret_is_not_quoted_when_it_is_wrong(tmp_path: Path) -> None:
    """A message may be pasted into a ticket."""
    path = file(tmp_path, "config", "users: [{name: a, user: {token: {hunter2: x}, password: hunter2}}]")
    with pytest.raises(ConfigError) as raised:
        kubefile.read((path,))
    assert "hunter2" not in f"{raised.value!s} {raised.value!r} {raised.value.__cause__!r}"


def test_a_name_that_looks_like_a_date_is_a_name(tmp_path: Path) -> None:
    """As for kubectl, whose YAML knows no dates."""
    found = kubefile.read((file(tmp_path, "config", entries("2026-01-02", "https://a")),))
    assert list(found.contexts) == ["2026-01-02"]


def test_a_folder_or_a_huge_file_is_no_kubeconfig(tmp_path: Path) -> None:
    """Neither is read."""
    with pytest.raises(ConfigError, match="cannot be read"):
        kubefile.read((tmp_path,))
    huge = tmp_path / "huge"
    with huge.open("wb") as content:
        content.truncate(2**33)
    with pytest.raises(ConfigError, match="too large"):
        kubefile.read((huge,))


def test_aliases_out_of_a_secret_are_refused() -> None:
    """A few lines of them are a billion entries."""
    bomb = b"a: &a [x,x]\nb: &b [*a,*a]\nclusters: *b"
    with pytest.raises(ConfigError, match="refused"):
        kubefile.of_content(bomb, "the kubeconfig of prod")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(content: str) -> None:
    """Never anything but a kubeconfig or a ConfigError."""
    try:
        found = kubefile.of_content(content.encode("utf-8", "surrogatepass"), "it")
    except ConfigError as error:
        assert "\n" not in error.title
    else:
        assert isinstance(found, Kubeconfig)
