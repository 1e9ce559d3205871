"""Drafts of forms on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgtui.screens.forms.drafts import Draft, EditedFile, Kept, is_secret, kept


def test_a_draft_comes_back_as_it_was(tmp_path: Path) -> None:
    """With the operation its pull request is known by."""
    file = Kept(tmp_path / "new" / "draft.json", Draft)
    draft = Draft({"CLUSTER_NAME": "prod", "profile/podinfo": "yes"})
    file.write(draft)
    assert file.read() == draft
    file.remove()
    assert file.read().is_empty


def test_what_is_secret_is_not_written(tmp_path: Path) -> None:
    """Of what was typed only the rest is."""
    file = Kept(tmp_path / "draft.json", Draft)
    file.write(Draft({"DB_PASSWORD": "hunter2", "credentials": "fleet"}).without({"DB_PASSWORD"}))
    assert "hunter2" not in file.path.read_text(encoding="utf-8")
    assert file.read().values == {"credentials": "fleet"}


@pytest.mark.parametrize("name", ["apiToken", "CLIENT_SECRET", "accessKey", "private_key"])
def test_secrets_are_known_by_their_names(name: str) -> None:
    """However they are written."""
    assert is_secret(name)


def test_names_of_secrets_are_none() -> None:
    """A reference is what the next person needs to see."""
    assert not is_secret("SOPS_SECRET_REF")


def test_a_torn_draft_is_an_empty_one(tmp_path: Path) -> None:
    """Nobody is kept from a form by it."""
    path = tmp_path / "draft.json"
    path.write_text('{"values": {"A"', encoding="utf-8")
    assert Kept(path, Draft).read().is_empty
    assert not Kept(path, EditedFile).read().text


def test_a_hostile_name_makes_no_path(tmp_path: Path) -> None:
    """Every form has a file of its own in one folder."""
    found = kept(tmp_path, Draft, "context", "GitOpsTemplate", "../..", "/etc/passwd").path
    assert found.parent == tmp_path
    assert kept(tmp_path, Draft, "a", "bc").path != kept(tmp_path, Draft, "ab", "c").path
