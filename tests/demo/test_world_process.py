"""The process behind --demo: it says where it is, is private, and never outlives who started it."""

from __future__ import annotations

import json
import os
import signal
import ssl
import stat
import subprocess
import sys
import urllib.request
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from wgtui.demo import __main__ as process
from wgtui.demo.server import DemoServer

COMMAND = [sys.executable, "-m", "wgtui.demo"]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield child
    finally:
        # Not killed while it can end by itself: it would leave its folder behind.
        with suppress(subprocess.TimeoutExpired, ValueError):
            child.communicate(timeout=10)
        child.kill()
        child.wait()


def kubeconfig_of(child: subprocess.Popen[bytes]) -> Path:
    assert child.stdout is not None
    return Path(json.loads(child.stdout.readline())["kubeconfig"])


def get(kubeconfig: Path, path: str) -> Any:
    """As the user of the current context."""
    config = json.loads(kubeconfig.read_text(encoding="utf-8"))
    cluster, token = config["clusters"][0]["cluster"], config["users"][0]["user"]["token"]
    request = urllib.request.Request(cluster["server"] + path, headers={"Authorization": f"Bearer {token}"})
    authority = b64decode(cluster.get("certificate-authority-data", "")).decode()
    context = ssl.create_default_context(cadata=authority) if authority else None
    with urllib.request.urlopen(request, timeout=10, context=context) as answer:
        return json.load(answer)


def test_one_line_tells_where_the_kubeconfig_is_and_it_works() -> None:
    """By then the world is there."""
    with started() as child:
        found = get(kubeconfig_of(child), "/apis/gitops.weave.works/v1alpha1/gitopsclusters")
        assert len(found["items"]) > 10


def test_the_kubeconfig_is_for_its_owner_alone() -> None:
    """The file and its folder; it has an administrator, a reader, and an older cluster to switch to."""
    with started() as child:
        path = kubeconfig_of(child)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        contexts = json.loads(path.read_text(encoding="utf-8"))["contexts"]
        assert [context["name"] for context in contexts] == ["management", "management-viewer", "lab"]


@pytest.mark.parametrize("how", ["its input ends", "SIGTERM", "SIGINT", "SIGHUP"])
def test_it_ends_clean_and_leaves_no_file(how: str) -> None:
    """Without a word, with exit code 0."""
    with started() as child:
        path = kubeconfig_of(child)
        if how.startswith("SIG"):
            child.send_signal(signal.Signals[how])
        _, words = child.communicate(timeout=10)
        assert (child.returncode, words) == (0, b"")
        assert not path.parent.exists()


def killed_parent() -> tuple[int, Path]:
    """The process and the folder of a demo whose parent is killed by a signal that nobody can catch."""
    code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({COMMAND!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "print(child.pid, child.stdout.readline().decode(), flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        number, _, line = parent.stdout.readline().decode().partition(" ")
        parent.kill()
    return int(number), Path(json.loads(line)["kubeconfig"]).parent


async def test_it_ends_when_who_started_it_is_killed() -> None:
    """Its folder is gone as well."""
    number, folder = killed_parent()
    await eventually(lambda: not folder.exists() and not _alive(number))


def _alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc/self/stat").exists()
    # A zombie has ended; nobody but the system will collect it.
    return state.rpartition(")")[2].split()[0] != "Z"


async def test_soon_it_speaks_tls_and_takes_away_what_a_killed_one_left() -> None:
    """kubectl sends no login over plain HTTP; nobody but the next can clean up after a SIGKILL."""
    with started() as killed:
        left = kubeconfig_of(killed).parent
        killed.kill()
    os.utime(left, (0, 0))
    with started() as living, started() as child:
        path, other = kubeconfig_of(child), kubeconfig_of(living).parent
        os.utime(other, (0, 0))
        await eventually(lambda: "https://" in path.read_text(encoding="utf-8"), 20)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert len(get(path, "/apis/gitops.weave.works/v1alpha1/gitopsclusters")["items"]) > 10
        await eventually(lambda: not left.exists(), 20)
        assert other.exists()


def test_it_lives_by_itself() -> None:
    """The clock runs: within seconds there are newer objects than at the start."""
    with started("--speed", "50") as child:
        path = kubeconfig_of(child)
        first = get(path, "/api/v1/events")["metadata"]["resourceVersion"]
        while get(path, "/api/v1/events")["metadata"]["resourceVersion"] == first:
            assert child.poll() is None


def test_it_is_as_large_as_it_is_asked_to_be() -> None:
    """Clusters and applications in all, those with a story among them."""
    with started("--clusters", "300", "--apps", "500") as child:
        path = kubeconfig_of(child)
        clusters = get(path, "/apis/gitops.weave.works/v1alpha1/gitopsclusters")["items"]
        kustomizations = get(path, "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations")["items"]
        releases = get(path, "/apis/helm.toolkit.fluxcd.io/v2/helmreleases")["items"]
        assert (len(clusters), len(kustomizations) + len(releases)) == (300, 500)


def test_the_kubeconfig_begins_as_administrator() -> None:
    """The reader's context is there to be switched to."""
    server = DemoServer()
    server.port = 1
    config = process.kubeconfig(server)
    assert config["current-context"] == "management"
    assert [user["name"] for user in config["users"]] == ["admin", "viewer"]
