"""`wgtui record`: what the watches told is in the file, what is secret is not."""

from __future__ import annotations

import asyncio
import gzip
import json
import stat
from contextlib import suppress
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.terminal import WGTUI
from tests.eventually import eventually
from tests.headless.commands import Commands
from tests.pilot.objects import KUSTOMIZATIONS, kustomization
from wgtui.demo.playing import Key, Player, served_kinds
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.demo.storage import Storage
from wgtui.errors import ConfigError
from wgtui.recording.reading import Recording, header_of, read

BOOT = "kubeadmconfigs.bootstrap.cluster.x-k8s.io"


def entries(path: Path) -> list[dict[str, Any]]:
    """As far as they are in the file by now."""
    with suppress(ConfigError):
        return [_plain(one) for one in read(path).entries]
    return []


def _plain(entry: Any) -> dict[str, Any]:
    return {"does": entry.does, "resource": entry.resource, "name": entry.name, "objects": len(entry.objects)}


def applied(path: Path) -> list[str]:
    return [one["does"] for one in entries(path) if one["resource"] == KUSTOMIZATIONS]


def secret() -> dict[str, Any]:
    metadata = {"name": "token", "namespace": "flux-system"}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": {"token": "c2VjcmV0LXdvcmQ="}}


def booting() -> dict[str, Any]:
    token = {"bootstrapToken": {"token": "secret-word"}}
    return {
        "apiVersion": "bootstrap.cluster.x-k8s.io/v1beta2",
        "kind": "KubeadmConfig",
        "metadata": {"name": "boot", "namespace": "flux-system"},
        "spec": {"joinConfiguration": {"discovery": token}},
    }


@pytest.fixture
async def recorded(wgtui: Commands, server: DemoServer, tmp_path: Path) -> Path:
    """An application that came, failed and went."""
    storage, path = server.clusters[MANAGEMENT], tmp_path / "fleet.rec"
    storage.put(secret())
    storage.put(booting())
    storage.put(kustomization("stays"))
    async with wgtui.going_on("record", str(path)) as said:
        await said.says(lambda said: "recording to" in said.err)
        await eventually(lambda: applied(path) == ["serve", "sync"])
        storage.put(kustomization("apps"))
        await eventually(lambda: applied(path)[-1] == "apply")
        storage.put(kustomization("apps", ready=False, message="build failed"))
        await eventually(lambda: applied(path).count("apply") == 2)
        storage.remove(KUSTOMIZATIONS, "flux-system", "apps")
        await eventually(lambda: applied(path)[-1] == "delete")
    return path


def played(path: Path) -> Player:
    recording = read(path)
    return Player(recording, Storage(served_kinds(recording.entries)))


def shown(player: Player) -> dict[str, str]:
    """Applications of the storage, with the reason of each."""
    listed = player._storage.list(KUSTOMIZATIONS)
    return {one["metadata"]["name"]: one["status"]["conditions"][0]["reason"] for one in listed}


def test_a_recording_is_whole_private_and_without_secrets(recorded: Path) -> None:
    """Neither a Secret, nor what a machine boots with."""
    assert stat.S_IMODE(recorded.stat().st_mode) == 0o600
    text = gzip.decompress(recorded.read_bytes()).decode()
    assert "c2VjcmV0" not in text
    assert "secret-word" not in text
    assert "secrets" not in {one["resource"] for one in entries(recorded)}
    assert Key(BOOT, "flux-system", "boot") in played(recorded)._moment.objects
    assert read(recorded).is_whole


def test_what_happened_is_played_in_its_order_and_back(recorded: Path) -> None:
    """Step by step to the end, and back to how it began."""
    player = played(recorded)
    seen = [shown(player)]
    while player.at < player.recording.seconds:
        player.step(1)
        if shown(player) != seen[-1]:
            seen.append(shown(player))
    assert seen[0] == seen[-1] == {"stays": seen[0]["stays"]}
    assert [one.get("apps") for one in seen[1:-1]][-1] == "BuildFailed"
    player.seek(0.0)
    assert shown(player) == seen[0]
    assert player.at == player.first


def test_time_passes_at_its_speed_and_ends_at_the_end(recorded: Path) -> None:
    """A paused one stands still."""
    player = played(recorded)
    left = player.recording.seconds - player.at
    player.speed = 4.0
    player.pass_time(left / 8)
    assert player.at == pytest.approx(player.recording.seconds - left / 2)
    player.playing = False
    player.pass_time(left)
    assert player.at < player.recording.seconds
    player.playing = True
    player.pass_time(left)
    assert (player.at, player.playing) == (player.recording.seconds, False)


async def test_a_file_that_is_there_is_not_written_over(wgtui: Commands, tmp_path: Path) -> None:
    """It may be the only one."""
    path = tmp_path / "fleet.rec"
    path.write_text("mine")
    said = await wgtui("record", str(path))
    assert (said.code, path.read_text()) == (2, "mine")
    assert "is there already" in said.err


async def test_it_ends_by_itself_when_it_is_large_enough(wgtui: Commands, server: DemoServer, tmp_path: Path) -> None:
    """With a file that can be played."""
    for number in range(400):
        message = " ".join(f"{number * other * 7919 % 1_000_003:x}" for other in range(200))
        server.clusters[MANAGEMENT].put(kustomization(f"app-{number}", ready=False, message=message))
    path = tmp_path / "fleet.rec"
    said = await wgtui("record", str(path), "--size", "64KiB")
    assert said.code == 0
    assert "as large as it may be" in said.err
    assert read(path).is_whole


@pytest.mark.parametrize("typed", ["10", "1TB", "-5M", "much"])
async def test_a_size_that_is_none_is_told(wgtui: Commands, typed: str, tmp_path: Path) -> None:
    """Before a file is made."""
    said = await wgtui("record", str(tmp_path / "x"), f"--size={typed}")
    assert (said.code, "is not a size" in said.err) == (2, True)


HEADER = b'{"began":"2026-11-24T18:00:00Z","wgtui":"recording","version":1}\n'
SERVE = b'{"at":0,"does":"serve","resource":"jobs.batch","kind":"Job","version":"v1"}\n'


BACKWARDS = HEADER + SERVE.replace(b'"at":0', b'"at":5') + SERVE

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is not a recording"),
    "text": (b"plain text", "is not a recording"),
    "an empty archive": (gzip.compress(b""), "is not a recording"),
    "other JSON": (gzip.compress(b'{"a": 1}\n'), "is not a recording"),
    "another version": (gzip.compress(HEADER.replace(b":1}", b":9}")), "is of version 9"),
    "nothing behind": (gzip.compress(HEADER), "holds nothing to play"),
    "nonsense behind": (gzip.compress(HEADER + b"nonsense\n"), "line 2 is no part of a recording"),
    "no time": (gzip.compress(HEADER + b'{"at":1e99,"does":"end"}\n'), "time runs backwards"),
    "backwards": (gzip.compress(BACKWARDS), "time runs backwards"),
    "another deed": (gzip.compress(HEADER + b'{"at":0,"does":"explode"}\n'), "line 2 is no part"),
    "nested without end": (gzip.compress(HEADER + b"[" * 100_000 + b"\n"), "line 2 is no part"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_recording_is_refused_in_one_line(tmp_path: Path, what: str) -> None:
    """Whatever it is."""
    body, words = HOSTILE[what]
    path = tmp_path / "x.rec"
    path.write_bytes(body)
    with pytest.raises(ConfigError) as refused:
        read(path)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_holds_no_objects_is_refused(tmp_path: Path) -> None:
    """When it comes to that."""
    path = tmp_path / "x.rec"
    path.write_bytes(gzip.compress(HEADER + SERVE + b'{"at":1,"does":"sync","resource":"jobs.batch","objects":[7]}\n'))
    with pytest.raises(ConfigError, match="holds what is no object"):
        played(path)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(ConfigError, match=r"nowhere.rec cannot be read: No such file"):
        header_of(tmp_path / "nowhere.rec")


def test_a_file_that_is_cut_off_is_played_as_far_as_it_goes(recorded: Path, tmp_path: Path) -> None:
    """Wherever it was cut; too short, it is refused."""
    whole = recorded.read_bytes()
    cut = tmp_path / "cut.rec"
    for kept in range(0, len(whole), max(1, len(whole) // 40)):
        cut.write_bytes(whole[:kept])
        found: Recording | None = None
        try:
            found = read(cut)
        except ConfigError:
            assert kept < len(whole) // 2
        if found is not None:
            assert not found.is_whole
            Player(found, Storage(served_kinds(found.entries)))


@pytest.mark.skipif(not WGTUI.exists(), reason="the command wgtui is not installed beside this Python")
async def test_a_disk_that_is_full_is_told_in_a_line(server: DemoServer, tmp_path: Path) -> None:
    """And what was written before stays."""
    for number in range(300):
        server.clusters[MANAGEMENT].put(kustomization(f"app-{number}", message=sha512(b"%d" % number).hexdigest() * 2))
    (tmp_path / "kubeconfig").write_text(json.dumps(server.kubeconfig()))
    typed = f"ulimit -f 4; exec {WGTUI} record {tmp_path}/fleet.rec --kubeconfig {tmp_path}/kubeconfig"
    process = await asyncio.create_subprocess_exec("sh", "-c", typed, stderr=asyncio.subprocess.PIPE)
    _, words = await asyncio.wait_for(process.communicate(), 30)
    told = words.decode().splitlines()
    assert (process.returncode, len(told)) == (2, 2), told
    assert told[1].endswith("fleet.rec cannot be written: File too large")
