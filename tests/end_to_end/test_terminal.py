"""The installed command in a real terminal: it starts, shows, is used and leaves everything as it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import termios
import time
from pathlib import Path

import pytest

from tests.end_to_end.terminal import PATIENCE, WGTUI, Terminal, terminal
from tests.eventually import eventually
from tests.pilot.objects import kustomization
from wgtui.demo.faults import Silence
from wgtui.demo.server import DemoServer

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
    pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep"),
    pytest.mark.skipif(not WGTUI.exists(), reason="the command wgtui is not installed beside this Python"),
    pytest.mark.xdist_group("tmux"),
]

COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)(?:;[\d;]*)?m")


@pytest.fixture
def kubeconfig(server: DemoServer, tmp_path: Path) -> str:
    """Of an embedded server in this process with two applications."""
    server.clusters["management"].put(kustomization("alpha"))
    server.clusters["management"].put(kustomization("beta", ready=False, message="build failed"))
    path = tmp_path / "kubeconfig"
    path.write_text(json.dumps(server.kubeconfig()), encoding="utf-8")
    return str(path)


async def is_left(seen: Terminal, code: int = 0) -> None:
    """The shell has its terminal back: normal screen, cursor, echo, no mouse; and nothing runs any more."""
    await seen.sees(f"exit code {code}")
    assert seen.asks("alternate_on") == "0"
    assert seen.asks("cursor_flag") == "1"
    assert seen.asks("mouse_any_flag") == "0"
    assert all(seen.local_modes & mode for mode in (termios.ECHO, termios.ICANON, termios.ISIG))
    await eventually(lambda: not seen.processes, PATIENCE)


async def test_the_demo_is_shown_used_and_left() -> None:
    """A list, one cluster, a filter, back, another size, and ^c."""
    with terminal(120, 30) as seen:
        seen.run("--demo")
        await seen.sees("Clusters", "live", "management", "● ready", "clusters", "⏎ open")
        seen.press("/")
        seen.type("name=storefront-eu")
        await seen.sees("1 of ")
        seen.press("Enter")
        seen.press("Enter")
        await seen.sees("storefront-eu", "[Overview]", "Conditions")
        seen.press("Tab")
        await seen.sees("[Tree]", "Cluster/storefront-eu")
        seen.press("Escape")
        await seen.sees("/name=storefront-eu")
        seen.press("Escape")
        await seen.sees_no("/name=storefront-eu")
        seen.resize(80, 24)
        await eventually(lambda: "management" in seen.line(22) and "⏎ open" in seen.line(23), PATIENCE)
        seen.resize(40, 10)
        await eventually(lambda: "live" in seen.line(8) and "⏎ open" in seen.line(9), PATIENCE)
        seen.press("C-c")
        await is_left(seen)


async def test_the_monitoring_pane_of_the_demo_fits_40_by_10() -> None:
    """It takes no key, and ends when its terminal is closed, with everything it started."""
    with terminal(40, 10) as seen:
        seen.run("--demo", "--pane", "--filter", "status!=ready")
        await seen.sees(" failed", "live")
        started = seen.processes
        assert len(started) >= 2
        for key in ("q", "j", ":", "?", "Enter", "Escape"):
            seen.press(key)
        await seen.sees(" failed", "live")
        assert "Go to" not in seen.screen
        seen.tmux("kill-session")
        await eventually(lambda: not any(Path(f"/proc/{process}").exists() for process in started), PATIENCE)


async def test_a_server_that_is_killed_and_comes_back(server: DemoServer, kubeconfig: str) -> None:
    """The rows stay, greyed, then live again without a key."""
    with terminal(100, 20) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications")
        await seen.sees("alpha", "● ready", "live")
        await server.stop()
        await seen.sees("old: reconnecting", "? ready", "alpha")
        server.clusters["management"].put(kustomization("gamma"))
        await server.start(server.port)
        await seen.sees("gamma", "● ready", "live")
        seen.press("C-c")
        await is_left(seen)


@pytest.mark.parametrize("term", ["linux", "vt100"])
async def test_terminals_without_our_glyphs_get_ascii(kubeconfig: str, term: str) -> None:
    """And all else that others get."""
    with terminal(80, 24) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications", TERM=term)
        await seen.sees("alpha", "* ready", "x failed", "live", "Enter open")
        assert seen.screen.isascii()
        seen.press("C-c")
        await is_left(seen)


async def test_where_no_text_can_be_placed_changes_are_written_below(server: DemoServer, kubeconfig: str) -> None:
    """No colour, no escape sequence, nothing overwritten: what was said stays said."""
    with terminal(100, 24) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications", TERM="dumb")
        await seen.sees("cannot place text (TERM=dumb)", "get applications --watch", "* ready", "x failed")
        server.clusters["management"].put(kustomization("gamma"))
        await seen.sees("alpha", "beta", "gamma")
        assert seen.screen.isascii()
        assert not COLOUR.search(seen.painted)
        assert seen.asks("alternate_on") == "0"
        seen.press("C-c")
        await is_left(seen, 130)


async def test_an_embedded_cluster_that_is_killed_begins_anew() -> None:
    """With a word, and without a key."""
    with terminal(100, 24) as seen:
        seen.run("--demo")
        await seen.sees("live", "● ready")
        os.kill(seen.process("wgtui.demo"), signal.SIGKILL)
        await seen.sees("the embedded cluster has ended", "begins anew")
        await seen.sees("live", "● ready")
        seen.press("C-c")
        await is_left(seen)


async def test_words_on_their_way_to_a_file_take_nothing_from_the_screen(kubeconfig: str, tmp_path: Path) -> None:
    """`wgtui 2>log` draws where the terminal is."""
    with terminal(80, 24) as seen:
        log = tmp_path / "log"
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications", words=log)
        await seen.sees("alpha", "● ready", "live")
        seen.press("C-c")
        await is_left(seen)
        assert log.read_bytes() == b""


async def test_no_color_and_a_locale_without_unicode_are_honoured(kubeconfig: str) -> None:
    """From the environment alone."""
    with terminal(80, 24) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications", NO_COLOR="1", LC_ALL="C")
        await seen.sees("alpha", "* ready", "live")
        assert seen.screen.isascii()
        assert not COLOUR.search(seen.painted)
        seen.press("C-c")
        await is_left(seen)


async def test_over_ssh_the_mouse_stays_the_terminal_s_own(kubeconfig: str) -> None:
    """On a bastion host, in screen; at home it is taken."""
    command = ("--kubeconfig", kubeconfig, "--screen", "applications")
    with terminal(80, 24) as seen:
        seen.run(*command, SSH_TTY="/dev/pts/0", TERM="screen")
        await seen.sees("alpha", "● ready", "live")
        assert seen.asks("mouse_any_flag") == "0"
        seen.press("C-c")
        await is_left(seen)
        seen.tmux("clear-history")
        seen.run(*command)
        await seen.sees("alpha", "live")
        await eventually(lambda: seen.asks("mouse_any_flag") == "1", PATIENCE)


async def test_a_name_is_copied_into_the_terminal_around_it(kubeconfig: str) -> None:
    """By OSC 52, which this tmux accepts."""
    with terminal(100, 20) as seen:
        seen.tmux("set-option", "-s", "set-clipboard", "on")
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications")
        await seen.sees("beta", "live")
        seen.press("j", "c")
        await seen.sees("name copied")
        await eventually(lambda: seen.tmux("show-buffer") == "beta", PATIENCE)


async def test_ctrl_c_leaves_at_once_whatever_is_open_or_hangs(server: DemoServer, kubeconfig: str) -> None:
    """With a palette over a list that a silent server never answers for."""
    server.faults.add(Silence())
    with terminal(100, 20) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications")
        await seen.sees("loading applications")
        seen.press(":")
        await seen.sees("Go to")
        began = time.monotonic()
        seen.press("C-c")
        await seen.sees("exit code 0")
        assert time.monotonic() - began < 5
        await is_left(seen)


async def test_it_can_be_suspended_and_comes_back_as_it_was(kubeconfig: str) -> None:
    """The shell gets its terminal meanwhile."""
    with terminal(100, 20) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications")
        await seen.sees("beta", "live")
        seen.press("j")
        await seen.sees("▸ beta")
        os.kill(seen.processes[0], signal.SIGTSTP)
        await eventually(lambda: seen.asks("alternate_on") == "0", PATIENCE)
        seen.type("fg")
        seen.press("Enter")
        await seen.sees("▸ beta", "live")
        seen.press("C-c")
        await seen.sees("exit code")
        assert seen.asks("alternate_on") == "0"


async def test_the_size_is_the_terminal_s_own(kubeconfig: str) -> None:
    """Not what a shell once exported."""
    with terminal(100, 20) as seen:
        seen.run("--kubeconfig", kubeconfig, "--screen", "applications", COLUMNS="60", LINES="15")
        await seen.sees("alpha", "live")
        await eventually(lambda: "management" in seen.line(18)[80:], PATIENCE)


async def test_what_cannot_be_started_is_one_line(tmp_path: Path) -> None:
    """With what to do, the exit code for a wrong configuration, and no trace."""
    with terminal(80, 24) as seen:
        seen.run("--kubeconfig", str(tmp_path / "none"))
        await seen.sees("wgtui: no kubeconfig at", "exit code 2")
        assert "Traceback" not in seen.screen


async def test_a_file_is_edited_in_the_editor_of_the_user(tmp_path: Path) -> None:
    """It has the terminal meanwhile; what it leaves is shown as a diff, and keys are ours again."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "# in $1" >> "$1"\necho editing; read answer\n', encoding="utf-8")
    editor.chmod(0o700)
    with terminal(120, 30) as seen:
        options = ("--demo", "--screen", "applications", "--filter", "name=podinfo")
        seen.run(*options, EDITOR=str(editor), XDG_STATE_HOME=str(tmp_path / "state"))
        await seen.sees("podinfo", "1 of ")
        seen.press("e")
        await seen.sees("editing")
        assert seen.asks("alternate_on") == "0"
        seen.press("j", "Enter")
        await seen.sees("Edit HelmRelease shop/podinfo", "0 files added, 1 changed, 0 deleted", "helmrelease-podinfo")
        seen.press("Escape")
        await seen.sees("1 of ", "Applications")
        editor.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
        seen.press("e")
        await seen.sees("ended with 7", "nothing was changed", "1 of ")
        seen.press("C-c")
        await is_left(seen)
    assert not (tmp_path / "state" / "wgtui" / "drafts").exists()


async def test_a_terminal_that_goes_away_takes_the_program_with_it(kubeconfig: str) -> None:
    """Also one that was stopped from outside before, as by a debugger: nothing of it is begun twice."""
    with terminal(100, 20) as seen:
        seen.type(f"exec {WGTUI} --kubeconfig {kubeconfig} --screen applications")
        seen.press("Enter")
        await seen.sees("alpha", "live")
        running = int(seen.asks("pane_pid"))
        threads = threads_of(running)
        for _ in range(5):
            os.kill(running, signal.SIGSTOP)
            os.kill(running, signal.SIGCONT)
            seen.press("j", "k")
            await seen.sees("▸ alpha", "live")
        # Two more may have begun to work for the loop meanwhile.
        await eventually(lambda: threads_of(running) <= threads + 2, PATIENCE)
        seen.close()
        await eventually(lambda: not Path(f"/proc/{running}").exists(), PATIENCE)


def threads_of(process: int) -> int:
    return len(list(Path(f"/proc/{process}/task").iterdir()))
