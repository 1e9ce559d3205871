"""Leaving while a pull request is being opened, in a real terminal: at once, honestly, and taken up again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.terminal import PATIENCE, WGTUI, terminal
from tests.eventually import eventually
from tests.gitops import gitops
from wgtui.demo.hub.faults import HubFault

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
    pytest.mark.skipif(not WGTUI.exists(), reason="the command wgtui is not installed beside this Python"),
    pytest.mark.xdist_group("tmux"),
]


async def test_what_is_left_in_the_middle_is_told_and_finished_the_next_time(tmp_path: Path) -> None:
    """One line says what is left and how it is finished; the next start asks."""
    async with gitops(tmp_path) as fleet:
        config, kubeconfig = tmp_path / "config.toml", tmp_path / "kubeconfig"
        config.write_text(
            f'[github.hosts."{fleet.beside.host}"]\ntoken_file = "{fleet.beside.token_file}"\n', encoding="utf-8"
        )
        kubeconfig.write_text(json.dumps(fleet.server.kubeconfig()), encoding="utf-8")
        options = ("--kubeconfig", str(kubeconfig), "--screen", "applications", "--filter", "name=cart")
        state = str(tmp_path / "state")
        with terminal(120, 30) as seen:
            seen.run(*options, WGTUI_CONFIG=str(config), XDG_STATE_HOME=state)
            await seen.sees("cart", "1 of ", "live")
            seen.press("C-s")
            await seen.sees("Suspend Kustomization shop/cart", "open it")
            fleet.beside.hub.faults.add(HubFault(method="POST", path="/pulls", delay=60))
            seen.press("C-o")
            await eventually(lambda: fleet.repo.git.branches("wgtui/"), PATIENCE)
            seen.press("C-c")
            await seen.sees(
                "the pull request 'Suspend Kustomization shop/cart' was begun and is not finished", "exit code 0"
            )
            seen.run(*options, WGTUI_CONFIG=str(config), XDG_STATE_HOME=state)
            await seen.sees("Begun and not finished: Suspend Kustomization shop/cart")
            seen.type("finish")
            seen.press("Enter")
            await seen.sees("is open")
            assert len(fleet.repo.pulls) == 1
            seen.press("C-c")
            await seen.sees("exit code 0")
