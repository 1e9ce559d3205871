"""Which token is used for which host, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgtui.github.errors import NoToken
from wgtui.github.secret import Secret, scrub
from wgtui.github.tokens import HostSettings, Surroundings, find_token


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment with no login, and a PATH of our own."""
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def program(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("host", "environment", "value", "source"),
    [
        ("github.com", {"GH_TOKEN": "one", "GITHUB_TOKEN": "two"}, "one", "GH_TOKEN"),
        ("github.com", {"GITHUB_TOKEN": "two"}, "two", "GITHUB_TOKEN"),
        ("acme.ghe.com", {"GITHUB_TOKEN": "two"}, "two", "GITHUB_TOKEN"),
        ("ghe.acme.test", {"GH_TOKEN": "one", "GH_ENTERPRISE_TOKEN": "three"}, "three", "GH_ENTERPRISE_TOKEN"),
        ("ghe.acme.test", {"GITHUB_ENTERPRISE_TOKEN": "four"}, "four", "GITHUB_ENTERPRISE_TOKEN"),
    ],
)
def test_variables_in_the_order_of_gh(
    bare: dict[str, str], host: str, environment: dict[str, str], value: str, source: str
) -> None:
    """GH_TOKEN is for github.com, and not for a server of one's own."""
    found = find_token(host, Surroundings(bare | environment))
    assert (found.secret.reveal(), found.source) == (value, source)


def test_gh_is_asked_for_the_host(bare: dict[str, str], tmp_path: Path) -> None:
    """It may keep the token in a keyring that we cannot read."""
    program(tmp_path, "gh", '[ "$*" = "auth token --hostname ghe.acme.test" ] && echo gho_fromgh')
    assert find_token("ghe.acme.test", Surroundings(bare)).source == "gh"


def test_the_file_of_gh_serves_where_gh_is_missing(bare: dict[str, str], tmp_path: Path) -> None:
    """As on a bastion host with a copied home."""
    folder = tmp_path / "config" / "gh"
    folder.mkdir(parents=True)
    (folder / "hosts.yml").write_text("github.com:\n  oauth_token: gho_file\n  user: me\n")
    assert find_token("github.com", Surroundings(bare)).secret == Secret("gho_file")


def test_the_file_of_gh_may_hold_several_users(bare: dict[str, str], tmp_path: Path) -> None:
    """The active one's token is taken."""
    folder = tmp_path / "config" / "gh"
    folder.mkdir(parents=True)
    users = "    me: {oauth_token: gho_mine}\n    other: {oauth_token: gho_other}\n"
    (folder / "hosts.yml").write_text(f"github.com:\n  user: me\n  users:\n{users}")
    assert find_token("github.com", Surroundings(bare)).secret == Secret("gho_mine")


@pytest.mark.parametrize(
    "script",
    ["exit 1", 'printf "username=me\\npassword=\\n"', "kill -9 $$", "echo junk"],
    ids=["fails", "empty password", "killed", "junk"],
)
def test_a_credential_helper_without_a_password_is_no_token(bare: dict[str, str], tmp_path: Path, script: str) -> None:
    """An empty password is one that git made up."""
    program(tmp_path, "git", script)
    with pytest.raises(NoToken, match="gh auth login"):
        find_token("github.com", Surroundings(bare))


def test_git_credential_is_the_last_resort(bare: dict[str, str], tmp_path: Path) -> None:
    """Asked with no terminal and no window to ask in turn."""
    answer = 'read a; read b; [ "$b" = "host=github.com" ] && [ "$GIT_TERMINAL_PROMPT" = 0 ] && '
    program(tmp_path, "git", answer + 'printf "username=me\\npassword=ghp_git\\n"')
    assert find_token("github.com", Surroundings(bare)).source == "git credential"


def test_the_configuration_comes_first(bare: dict[str, str], tmp_path: Path) -> None:
    """A file or a command of one's own, for each host."""
    file = tmp_path / "token"
    file.write_text("ghp_file\n")
    file.chmod(0o600)
    program(tmp_path, "vault", "echo ghp_vault")
    by_file = Surroundings(bare | {"GH_TOKEN": "x"}, {"github.com": HostSettings(token_file=str(file))})
    by_command = Surroundings(bare, {"github.com": HostSettings(token_command=(str(tmp_path / "bin/vault"),))})
    assert find_token("github.com", by_file).secret.reveal() == "ghp_file"
    assert find_token("github.com", by_command).secret.reveal() == "ghp_vault"


def test_a_token_file_that_others_may_read_is_refused(bare: dict[str, str], tmp_path: Path) -> None:
    """With what to do."""
    file = tmp_path / "token"
    file.write_text("ghp_file\n")
    file.chmod(0o644)
    with pytest.raises(NoToken, match="chmod 600"):
        find_token("github.com", Surroundings(bare, {"github.com": HostSettings(token_file=str(file))}))


def test_a_secret_shows_itself_nowhere() -> None:
    """Neither in a repr nor formatted."""
    secret = Secret("ghp_abcdefghijkl")
    assert "abcdef" not in f"{secret} {secret!r} {[secret]}"


@pytest.mark.parametrize(
    "text",
    [
        "token ghp_abcdefghijkl refused",
        "github_pat_11ABCDEFG_hijk is old",
        "https://me:hunter22@github.com/x",
        "https://x-access-token:ghs_abcdefghij@github.com/x",
    ],
)
def test_what_looks_like_a_token_is_scrubbed(text: str) -> None:
    """Whoever wrote it into a message."""
    scrubbed = scrub(text)
    assert "***" in scrubbed
    assert not any(word in scrubbed for word in ("abcdef", "ABCDEFG", "hunter22"))
