"""`K` in a real terminal: k9s has it until it ends, with a kubeconfig that is gone afterwards."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.terminal import PATIENCE, WGTUI, terminal
from tests.eventually import eventually
from tests.pilot.objects import capi_cluster, gitops_cluster, kubeconfig_secret
from wgtui.demo.server import DemoServer

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
    pytest.mark.skipif(not WGTUI.exists(), reason="the command wgtui is not installed beside this Python"),
    pytest.mark.xdist_group("tmux"),
]

PARTS = ("current-context", "contexts", "clusters", "users")

K9S = """#!/bin/sh
echo "$@" > {told}
stat -c %a "$2" >> {told}
cat "$2" > {content}
echo this is k9s; read answer
"""


@pytest.fixture
def kubeconfig(server: DemoServer, tmp_path: Path) -> str:
    """`prod` has a Secret that opens it, `bad` one that would run something here."""
    management = server.clusters["management"]
    for name in ("bad", "prod"):
        management.put(gitops_cluster(name))
        management.put(capi_cluster(name))
    management.put(kubeconfig_secret("prod", json.dumps(server.kubeconfig("prod"))))
    hostile = json.loads(json.dumps(server.kubeconfig("bad")))
    hostile["users"][0]["user"] = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "reboot"}}
    management.put(kubeconfig_secret("bad", json.dumps(hostile)))
    path = tmp_path / "kubeconfig"
    path.write_text(json.dumps(server.kubeconfig()), encoding="utf-8")
    return str(path)


async def test_k9s_has_the_terminal_until_it_ends(server: DemoServer, kubeconfig: str, tmp_path: Path) -> None:
    """With a kubeconfig for its owner alone, of which nothing is left; a hostile one starts nothing."""
    told, content = tmp_path / "told", tmp_path / "content"
    program = tmp_path / "bin" / "k9s"
    program.parent.mkdir()
    program.write_text(K9S.format(told=told, content=content), encoding="utf-8")
    program.chmod(0o700)
    with terminal(120, 30) as seen:
        seen.run("--kubeconfig", kubeconfig, PATH=f"{program.parent}:{os.environ['PATH']}")
        await seen.sees("3 clusters", "live")
        seen.press("K")
        await seen.sees("is refused", "it uses exec")
        seen.press("G", "K")
        await seen.sees("this is k9s")
        arguments, mode = told.read_text().splitlines()
        assert arguments.startswith("--kubeconfig /")
        assert arguments.endswith("/kubeconfig --all-namespaces")
        assert mode == "600"
        written, wanted = json.loads(content.read_text()), server.kubeconfig("prod")
        assert [written[part] for part in PARTS] == [wanted[part] for part in PARTS]
        seen.press("Enter")
        await seen.sees("3 clusters", "live")
        await eventually(lambda: not Path(arguments.split()[1]).parent.exists(), PATIENCE)
        seen.press("C-c")
        await seen.sees("exit code 0")


async def test_a_read_only_dashboard_opens_nothing_that_could_change_anything(kubeconfig: str) -> None:
    """And says so."""
    with terminal(120, 30) as seen:
        seen.run("--kubeconfig", kubeconfig, "--read-only")
        await seen.sees("3 clusters", "live")
        seen.press("K")
        await seen.sees("not allowed", "k9s and a shell can change things")
