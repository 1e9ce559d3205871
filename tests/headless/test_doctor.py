"""`wgtui doctor`: what works, what does not, what to do; and never a secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.headless.commands import Commands, Said
from tests.pilot.objects import gitops_cluster, kubeconfig_secret
from wgtui.demo.access import Rule
from wgtui.demo.faults import Refuse, Silence
from wgtui.demo.kinds import LEAF_KINDS
from wgtui.demo.server import DemoServer

Put = Callable[[dict[str, Any]], object]
As = Callable[[str], Commands]

TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345"


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Nothing of whoever runs the tests is found."""
    for name in ("GH_TOKEN", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GH_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def results(said: Said, group: str) -> dict[str, str]:
    return {check["name"]: check["result"] for check in said.json["checks"] if check["group"] == group}


def check(said: Said, group: str, name: str) -> dict[str, str]:
    found: dict[str, str] = next(one for one in said.json["checks"] if (one["group"], one["name"]) == (group, name))
    return found


async def test_where_all_is_well_it_says_so(wgtui: Commands) -> None:
    """Exit code 0, a line for each thing that was looked at."""
    said = await wgtui("doctor", "-o", "json")
    assert said.code == 0
    assert (said.json["kind"], said.json["context"], said.json["healthy"]) == ("DoctorReport", "management", True)
    for group in ("cluster", "kinds", "rights"):
        assert set(results(said, group).values()) == {"ok"}, group
    assert "admin" in check(said, "cluster", "login")["detail"]
    assert "v1beta2" in check(said, "kinds", "cluster.x-k8s.io")["detail"]


async def test_as_text_a_line_has_a_sign_and_what_to_do_stands_below(wgtui: Commands) -> None:
    """Groups are titles."""
    said = await wgtui("doctor")
    lines = said.out.splitlines()
    assert lines[0] == "cluster"
    assert any(line.startswith("  ✓ server ") for line in lines)
    token = next(index for index, line in enumerate(lines) if line.startswith("  ! github.com "))
    assert "→ " in lines[token + 1]
    assert "gh auth login" in lines[token + 1]


async def test_a_server_out_of_reach_ends_the_look_at_it(wgtui: Commands, server: DemoServer) -> None:
    """Exit code 3; the rest is looked at all the same."""
    await server.stop()
    said = await wgtui("doctor", "-o", "json")
    assert (said.code, said.json["healthy"]) == (3, False)
    assert check(said, "cluster", "server")["result"] == "fail"
    assert "cannot be reached" in check(said, "cluster", "server")["detail"]
    assert results(said, "rights") == {}
    assert "github.com" in results(said, "GitHub")


async def test_a_server_that_never_answers_does_not_hang_it(wgtui: Commands, server: DemoServer) -> None:
    """Nothing is waited for longer than the request timeout."""
    server.faults.add(Silence())
    assert (await wgtui("doctor", "--request-timeout", "100ms")).code == 3


async def test_a_login_that_is_refused_is_told(wgtui_as: As) -> None:
    """Exit code 3, with what to do."""
    said = await wgtui_as("stranger")("doctor", "-o", "json")
    assert said.code == 3
    failed = [one for one in said.json["checks"] if one["result"] == "fail"]
    assert "log in again" in failed[0]["advice"]


async def test_a_context_that_is_not_there_is_told(wgtui: Commands) -> None:
    """Exit code 2, as of any wrong flag, but with the whole report."""
    said = await wgtui("doctor", "--context", "prod", "-o", "json")
    assert said.code == 2
    assert check(said, "cluster", "context")["result"] == "fail"
    assert "management" in check(said, "cluster", "context")["advice"]
    assert "github.com" in results(said, "GitHub")


async def test_rights_are_told_for_each_kind(wgtui_as: As, server: DemoServer) -> None:
    """Everywhere, in some namespaces, nowhere; and whether it may be changed."""
    server.clusters["management"].put({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a"}})
    server.rules.add(
        "dev",
        Rule(("list",), ("namespaces",)),
        Rule(("list", "watch", "patch"), ("kustomizations",)),
        Rule(("list", "watch"), ("helmreleases",), namespaces=("team-a",)),
    )
    said = await wgtui_as("dev")("doctor", "-o", "json")
    assert check(said, "rights", "kustomizations")["detail"] == "read everywhere; may be changed"
    assert check(said, "rights", "helmreleases")["detail"] == "read in team-a only; no changes"
    assert check(said, "rights", "clusters")["detail"] == "may not be read"
    assert "ask for list and watch" in check(said, "rights", "clusters")["advice"]
    assert said.code == 0


async def test_who_may_read_nothing_is_told_so(wgtui_as: As, server: DemoServer) -> None:
    """Exit code 3: not allowed."""
    server.rules.add("nobody")
    assert (await wgtui_as("nobody")("doctor")).code == 3


async def test_a_server_that_does_not_tell_rights_is_no_trouble(wgtui: Commands, server: DemoServer) -> None:
    """They turn out when something is tried."""
    server.faults.add(Refuse(403), resource="selfsubjectaccessreviews.authorization.k8s.io")
    said = await wgtui("doctor", "-o", "json")
    assert said.code == 0
    assert results(said, "rights") == {"any": "warn"}


async def test_kinds_that_are_not_served_are_told_with_what_they_mean(wgtui: Commands, server: DemoServer) -> None:
    """A cluster with nothing of it at all is probably the wrong one."""
    server.add_cluster("management", [kind for kind in LEAF_KINDS if kind.group == "helm.toolkit.fluxcd.io"])
    said = await wgtui("doctor", "-o", "json")
    assert results(said, "kinds")["helm.toolkit.fluxcd.io"] == "ok"
    assert results(said, "kinds")["cluster.x-k8s.io"] == "warn"
    server.add_cluster("management", ())
    assert results(await wgtui("doctor", "-o", "json"), "kinds")["any"] == "fail"


async def test_leaf_clusters_are_opened(wgtui: Commands, server: DemoServer, put: Put) -> None:
    """Those that do not open are told with the reason; the fleet is not our installation, so the exit code is 0."""
    for name in ("one", "two"):
        server.add_cluster(name)
        put(gitops_cluster(name))
    put(kubeconfig_secret("one", json.dumps(server.kubeconfig("one"))))
    said = await wgtui("doctor", "-o", "json")
    assert results(said, "leaf clusters") == {"team-a/one": "ok", "team-a/two": "warn"}
    assert "no kubeconfig Secret" in check(said, "leaf clusters", "team-a/two")["detail"]
    assert said.code == 0


@pytest.mark.parametrize("output", ["text", "json"])
async def test_where_a_token_is_from_is_told_never_the_token(
    wgtui: Commands, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    """Not a part of it either."""
    monkeypatch.setenv("GH_TOKEN", TOKEN)
    said = await wgtui("doctor", "-o", output)
    assert "GH_TOKEN" in said.out
    assert "personal access token" in said.out
    assert TOKEN[:12] not in said.out + said.err
    assert TOKEN[4:20] not in said.out + said.err


async def test_read_only_is_told(wgtui: Commands) -> None:
    """And no right to change is claimed."""
    said = await wgtui("doctor", "--read-only", "-o", "json")
    assert "--read-only" in check(said, "cluster", "changes")["detail"]
    assert check(said, "rights", "kustomizations")["detail"] == "read everywhere; no changes"


async def test_acting_as_somebody_else_is_told(wgtui: Commands, server: DemoServer) -> None:
    """Rights are theirs."""
    server.rules.add("jane", Rule(("*",)))
    said = await wgtui("doctor", "--as", "jane", "--as-group", "ops", "-o", "json")
    assert check(said, "cluster", "acting as")["detail"] == "User jane, Group ops"
    assert "jane" in check(said, "cluster", "login")["detail"]


@pytest.mark.parametrize(
    ("text", "result", "told"),
    [
        ('keys.palette = "ctrl+p"', "ok", "1 key, 0 GitHub hosts"),
        ('keys.palete = "ctrl+p"', "fail", "keys.palete is not a binding"),
        ("[keys", "fail", "is not TOML"),
    ],
)
async def test_the_configuration_is_read(
    wgtui: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, result: str, told: str
) -> None:
    """As the dashboard will read it."""
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("WGTUI_CONFIG", str(tmp_path / "config.toml"))
    said = await wgtui("doctor", "-o", "json")
    assert check(said, "configuration", "file")["result"] == result
    assert told in check(said, "configuration", "file")["detail"]
    assert said.code == (0 if result == "ok" else 1)


async def test_a_host_of_the_configuration_is_asked_for_its_token(
    wgtui: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the command that is named there."""
    text = f"[github.hosts.'ghe.acme.test']\ntoken_command = ['echo', '{TOKEN}']"
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("WGTUI_CONFIG", str(tmp_path / "config.toml"))
    said = await wgtui("doctor", "-o", "json")
    assert results(said, "GitHub") == {"github.com": "warn", "ghe.acme.test": "ok"}
    assert TOKEN not in said.out
