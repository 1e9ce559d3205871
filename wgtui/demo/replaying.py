"""The process behind `wgtui --replay FILE`: serves a recording, and does what it is told on standard input."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import signal
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from wgtui.demo import discovery
from wgtui.demo.playing import Player, served_kinds
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.errors import ConfigError
from wgtui.recording.reading import read

BEAT = 0.1
"""Seconds between two looks at the clock while it plays."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m wgtui.demo.replaying", description=__doc__)
    parser.add_argument("file", type=Path)
    asyncio.run(serve(parser.parse_args().file))


async def serve(path: Path) -> None:
    """Tells where the kubeconfig is, or what is wrong with the file, in one line of JSON on standard output."""
    gc.disable()
    try:
        server, player = _opened(path)
    except ConfigError as error:
        _say(refused=[error.title, error.detail])
        return
    gc.freeze()
    gc.enable()
    await server.start()
    with tempfile.TemporaryDirectory(prefix="wgtui-replay-") as name:
        kubeconfig = Path(name) / "kubeconfig"
        with os.fdopen(os.open(kubeconfig, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(_kubeconfig(server, player.recording.header.context), file)
        recording = player.recording
        _say(
            kubeconfig=str(kubeconfig),
            began=recording.header.began.isoformat(),
            seconds=recording.seconds,
            whole=recording.is_whole,
            **_state(player),
        )
        await _obey(player, _commands())
    await server.stop()


def _opened(path: Path) -> tuple[DemoServer, Player]:
    """Raises ConfigError."""
    recording = read(path)
    if recording.header.server:
        discovery.VERSION["gitVersion"] = recording.header.server
    server = DemoServer()
    storage = server.add_cluster(MANAGEMENT, served_kinds(recording.entries))
    player = Player(recording, storage)
    return server, player


def _kubeconfig(server: DemoServer, context: str) -> dict[str, Any]:
    """Its context is called as the one that was recorded."""
    config = server.kubeconfig()
    config["current-context"] = config["contexts"][0]["name"] = context or MANAGEMENT
    return config


async def _obey(player: Player, commands: asyncio.Queue[str]) -> None:
    """Until standard input ends; every command is answered by where it stands then."""
    clock = asyncio.get_running_loop().time
    last = clock()
    while True:
        try:
            async with asyncio.timeout(BEAT if player.playing else None):
                command = await commands.get()
        except TimeoutError:
            command = "look"
        passed, last = clock() - last, clock()
        player.pass_time(passed)
        if not command:
            return
        if command != "look":
            _do(player, command)
            _say(**_state(player))


def _do(player: Player, command: str) -> None:
    what, _, number = command.partition(" ")
    match what:
        case "play":
            player.playing = not player.playing and player.at < player.recording.seconds
        case "step":
            player.step(int(number))
        case "skip":
            player.seek(player.at + float(number))
        case "speed":
            player.speed = min(max(player.speed * float(number), 0.25), 1024.0)


def _state(player: Player) -> dict[str, object]:
    return {"at": player.at, "playing": player.playing, "speed": player.speed}


def _say(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _commands() -> asyncio.Queue[str]:
    """The lines of standard input; an empty one when it ends, however the process that started this one does."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str] = asyncio.Queue()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, queue.put_nowait, "")

    def listen() -> None:
        with suppress(RuntimeError):  # A signal was quicker, and the loop is closed.
            for line in sys.stdin:
                if line.strip():
                    loop.call_soon_threadsafe(queue.put_nowait, line.strip())
            loop.call_soon_threadsafe(queue.put_nowait, "")

    # A thread: only a read knows the end of pipe, terminal and file.
    threading.Thread(target=listen, daemon=True).start()
    return queue


if __name__ == "__main__":
    main()
