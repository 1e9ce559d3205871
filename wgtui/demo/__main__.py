"""The process behind `wgtui --demo`: it serves the world until its standard input ends, then leaves nothing behind."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from wgtui.demo.folder import own_folder, remove_what_was_left
from wgtui.demo.gitops.delivering import Delivering
from wgtui.demo.gitops.serving import serving
from wgtui.demo.second_door import open_second_door
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.demo.world.fleet import LAB
from wgtui.demo.world.world import World

BEAT = 0.5
"""Seconds between two looks at the clock: what happens in the world is never later than this."""

NAP = 5.0
"""More seconds than this since the last look mean that the machine was asleep: time has passed, the script has not."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m wgtui.demo", description=__doc__)
    parser.add_argument("--clusters", type=int, default=0, help="so many clusters in all")
    parser.add_argument("--apps", type=int, default=0, help="so many applications in all")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other names, ids and addresses")
    speed = float(os.environ.get("WGTUI_DEMO_SPEED", "1"))
    parser.add_argument("--speed", type=float, default=speed, help="how fast the script runs (or $WGTUI_DEMO_SPEED)")
    asyncio.run(serve(parser.parse_args(arguments)))


async def serve(options: argparse.Namespace) -> None:
    """Tell where the kubeconfig is, in one line of JSON on standard output, and let time pass until nobody listens."""
    ended = _ended()
    # Nothing that is made now goes before the process does: looking for garbage takes a seventh of the time.
    gc.disable()
    server = DemoServer()
    pushed: dict[int, str] = {}
    world = World(server, seed=options.seed, clusters=options.clusters, applications=options.apps, pushed=pushed)
    await server.start()
    world.build()
    with own_folder() as folder:
        async with serving(world, pushed, folder) as hub:
            gc.freeze()
            gc.enable()
            write_kubeconfig = partial(_write_kubeconfig, folder / "kubeconfig", server)
            write_kubeconfig()
            told = {"kubeconfig": str(folder / "kubeconfig"), "github": hub.host, "token_file": str(hub.token_file)}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            async with asyncio.TaskGroup() as later:
                housekeeping = later.create_task(_when_all_is_quiet(server, write_kubeconfig))
                await _run(world, hub.delivering, options.speed, ended)
                housekeeping.cancel()
    await server.stop()


def kubeconfig(server: DemoServer) -> dict[str, Any]:
    """The management cluster as its administrator and as one who may only read; an older one beside it."""
    config, viewer, lab = server.kubeconfig(), server.kubeconfig(token="viewer"), server.kubeconfig(LAB)
    config["users"] += viewer["users"]
    config["clusters"] += lab["clusters"]
    config["contexts"] += [viewer["contexts"][0] | {"name": f"{MANAGEMENT}-viewer"}, *lab["contexts"]]
    return config


async def _when_all_is_quiet(server: DemoServer, write_kubeconfig: Callable[[], None]) -> None:
    await open_second_door(server, write_kubeconfig)
    await asyncio.to_thread(remove_what_was_left)


def _write_kubeconfig(path: Path, server: DemoServer) -> None:
    """At once: who reads it meanwhile reads the one before."""
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(kubeconfig(server), file)
    new.replace(path)


async def _run(world: World, delivering: Delivering, speed: float, ended: asyncio.Event) -> None:
    clock = asyncio.get_running_loop().time
    last = clock()
    while not await _within(ended, BEAT):
        passed, last = clock() - last, clock()
        world.advance(passed, min(passed, NAP) * speed)
        await delivering.step()


async def _within(ended: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _ended() -> asyncio.Event:
    """Set when standard input ends, which it does however the process that started this one ends, or on a signal."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)

    def tell() -> None:
        with suppress(RuntimeError):  # A signal was quicker, and the loop is closed.
            loop.call_soon_threadsafe(ended.set)

    # A thread: standard input may be a pipe, a terminal or a file, and only a read knows the end of all three.
    threading.Thread(target=_drain, args=(tell,), daemon=True).start()
    return ended


def _drain(tell: Callable[[], object]) -> None:
    while os.read(0, 4096):
        continue
    tell()


if __name__ == "__main__":
    main()
