"""Drafts of forms on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgtui.screens.drafts import Draft, DraftFile, draft_file, is_secret


def test_a_draft_comes_back_as_it_was(tmp_path: Path) -> None:
    """With the operation its pull request is known by."""
    file = DraftFile(tmp_path / "new" / "draft.json")
    draft = Draft({"CLUSTER_NAME": "prod"}, {"podinfo": "6.0.0"}, "a title", as_draft=True)
    file.write(draft)
    assert file.read() == draft
    file.remove()
    assert file.read().is_empty


def test_what_is_secret_is_not_written(tmp_path: Path) -> None:
    """Names of Secrets are."""
    file = DraftFile(tmp_path / "draft.json")
    file.write(Draft({"DB_PASSWORD": "hunter2", "SOPS_SECRET_REF": "sops"}))
    assert "hunter2" not in file.path.read_text(encoding="utf-8")
    assert file.read().values == {"SOPS_SECRET_REF": "sops"}


@pytest.mark.parametrize("name", ["apiToken", "CLIENT_SECRET", "accessKey", "private_key"])
def test_secrets_are_known_by_their_names(name: str) -> None:
    """However they are written."""
    assert is_secret(name)


def test_a_torn_draft_is_an_empty_one(tmp_path: Path) -> None:
    """Nobody is kept from a form by it."""
    path = tmp_path / "draft.json"
    path.write_text('{"values": {"A"', encoding="utf-8")
    assert DraftFile(path).read().is_empty


def test_a_hostile_name_makes_no_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every template has a file of its own in one folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    found = draft_file("context", "GitOpsTemplate", "../..", "/etc/passwd").path
    assert found.parent == tmp_path / "wgtui" / "drafts"
    assert draft_file("a", "bc").path != draft_file("ab", "c").path
