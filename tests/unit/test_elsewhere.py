"""How k9s is started on what is under the cursor, and what stands in for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgtui.elsewhere import Aim, command_for
from wgtui.resources.meta import ObjectRef

CART = ObjectRef("shop", "cart")


@pytest.fixture
def k9s(tmp_path: Path) -> str:
    program = tmp_path / "k9s"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    return str(program)


@pytest.mark.parametrize(
    ("aim", "arguments"),
    [
        (Aim("/tmp/k", "team-a/prod"), ["--kubeconfig", "/tmp/k", "--all-namespaces"]),
        (
            Aim("/tmp/k", "team-a/prod", "", "kustomizations", CART),
            ["--kubeconfig", "/tmp/k", "--namespace", "shop", "--command", "kustomizations /cart"],
        ),
        (
            Aim("", "management", "", "nodes", ObjectRef("", "n-1")),
            ["--command", "nodes /n-1"],
        ),
        (
            Aim("/k", "management", "prod", "machines", CART, "jan", ("dev", "ops")),
            [
                *("--kubeconfig", "/k", "--context", "prod", "--as", "jan", "--as-group", "dev", "--as-group", "ops"),
                *("--namespace", "shop", "--command", "machines /cart"),
            ],
        ),
    ],
)
def test_k9s_opens_the_same_thing(k9s: str, aim: Aim, arguments: list[str]) -> None:
    """The same cluster, namespace and kind, narrowed to the name; as the same user."""
    assert command_for(aim, {"PATH": str(Path(k9s).parent)}) == [k9s, *arguments]


def test_without_k9s_it_is_a_shell_that_says_where_it_is(tmp_path: Path) -> None:
    """The user's own; what a cluster is called is no command."""
    aim = Aim("/tmp/k", "team-a/$(reboot)\x1b[31m")
    command = command_for(aim, {"PATH": str(tmp_path), "SHELL": "/bin/zsh"})
    assert command[:2] == ["/bin/sh", "-c"]
    assert command[2] == 'printf "%s\\n" "$1"; exec "$2"'
    assert command[-1] == "/bin/zsh"
    assert "team-a/$(reboot)" in command[-2]
    assert "\x1b" not in command[-2]
    assert command_for(aim, {"PATH": str(tmp_path)})[-1] == "/bin/sh"
