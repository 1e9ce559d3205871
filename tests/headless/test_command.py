"""The installed command: streams, exit codes, pipes, interrupts, and what it imports."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.pilot.objects import kustomization
from wgtui.demo.server import DemoServer

WGTUI = str(Path(sys.executable).parent / "wgtui")
WriteKubeconfig = Callable[..., Path]

PATIENCE = 20
"""Seconds that a program may take to end."""

pytestmark = pytest.mark.xdist_group("command")


def run(*typed: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([WGTUI, *typed], capture_output=True, text=True, timeout=PATIENCE, check=False, **options)


async def ended(process: Process) -> tuple[int | None, str]:
    """The exit code, and what was said on stderr."""
    _, words = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, words.decode()


def test_the_embedded_cluster_needs_nothing_but_the_program() -> None:
    """Data on stdout, nothing on stderr, exit code 0."""
    clusters = run("get", "clusters", "--demo", "-o", "json")
    assert (clusters.returncode, clusters.stderr) == (0, "")
    statuses = {item["status"] for item in json.loads(clusters.stdout)["items"]}
    assert {"ready", "failed", "provisioning"} <= statuses


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["--help"], 0),
        (["version", "--client"], 0),
        (["get", "clutsers"], 2),
        (["get", "clusters", "--kubeconfig", "/nowhere"], 2),
        (["get", "clusters", "--kubeconfig", "/dev/null"], 2),
        (["get", "clusters", "--filter", "~("], 2),
        ([], 2),
    ],
)
def test_exit_codes_are_those_of_the_help(typed: list[str], code: int) -> None:
    """And what is wrong is one line, never a trace."""
    done = run(*typed, stdin=subprocess.DEVNULL)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == (1 if code else 0)


def test_a_server_out_of_reach_is_exit_code_3(tmp_path: Path) -> None:
    """With its address on stderr."""
    config = DemoServer().kubeconfig()
    config["clusters"][0]["cluster"]["server"] = "http://127.0.0.1:1"
    (tmp_path / "kubeconfig").write_text(json.dumps(config), encoding="utf-8")
    done = run("get", "clusters", "--kubeconfig", str(tmp_path / "kubeconfig"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "http://127.0.0.1:1" in done.stderr


def test_output_that_cannot_be_written_is_told() -> None:
    """A full disk, a closed descriptor: no trace either."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([WGTUI, "version", "--client"], stdout=full, stderr=PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "wgtui: the output cannot be written: No space left on device\n"
    closed = subprocess.run(["sh", "-c", '"$0" version --client >&-', WGTUI], capture_output=True, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")


async def test_an_interrupt_ends_a_watch_with_130() -> None:
    """Without a word."""
    process = await asyncio.create_subprocess_exec(
        WGTUI, "get", "clusters", "--demo", "--watch", stdout=PIPE, stderr=PIPE
    )
    assert process.stdout is not None
    assert (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).startswith(b"NAME")
    process.send_signal(signal.SIGINT)
    assert await ended(process) == (130, "")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells whose children are there")
async def test_an_interrupt_does_not_wait_for_the_embedded_cluster() -> None:
    """Which takes a while to start, or never does: here it is stopped."""
    process = await asyncio.create_subprocess_exec(WGTUI, "get", "clusters", "--demo", stdout=PIPE, stderr=PIPE)
    # Not before it waits: until the child runs a program of its own, its parent would be stopped with it.
    await eventually(lambda: _waits(process.pid), PATIENCE)
    os.kill(_child(process.pid), signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    assert await ended(process) == (130, "")


def _child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii"))


def _waits(pid: int) -> bool:
    """Whether its event loop is there."""
    try:
        return any("eventpoll" in str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir())
    except FileNotFoundError:
        # It has closed one meanwhile.
        return False


async def test_a_reader_that_leaves_ends_a_watch(server: DemoServer, write_kubeconfig: WriteKubeconfig) -> None:
    """At once, though nothing more happens that could be written."""
    server.clusters["management"].put(kustomization("apps"))
    kubeconfig = str(write_kubeconfig(server.kubeconfig()))
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        WGTUI, "get", "apps", "--kubeconfig", kubeconfig, "--watch", stdout=writing, stderr=PIPE
    )
    os.close(writing)
    assert (await asyncio.to_thread(os.read, reading, 4)) == b"NAME"
    os.close(reading)
    assert await ended(process) == (141, "")


@pytest.mark.parametrize(
    ("typed", "unneeded"),
    [
        ("['version', '--client']", ("textual", "pydantic", "aiohttp", "yaml")),
        ("['get', 'clusters', '--kubeconfig', '/nowhere']", ("textual", "pydantic", "github", "wgtui.demo")),
    ],
)
def test_a_command_imports_what_it_needs(typed: str, unneeded: tuple[str, ...]) -> None:
    """So that it starts at once."""
    program = f"import sys; from wgtui.cli import run; run({typed}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    loaded = done.stdout.split()
    assert not [module for module in unneeded if module in loaded]


def test_a_wrong_filter_of_the_dashboard_is_told_before_the_screen_opens() -> None:
    """Where the line to mend is still in the shell."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [WGTUI, "--filter", "statsu=failed"], stdin=theirs, stdout=theirs, stderr=PIPE, text=True, check=False
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert done.stderr.startswith("wgtui: there is no field 'statsu'")
