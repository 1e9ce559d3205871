"""Takes the pictures of the documentation, on the embedded fleet at a fixed moment:

.venv/bin/python -m tests.pictures docs/pictures
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.pilot.dashboard import Dashboard, new_app
from tests.pilot.gitops import fleet_with_github
from wgtui.app import WgtuiApp
from wgtui.demo.server import DemoServer
from wgtui.demo.world.world import World
from wgtui.screens.page import PageScreen

MOMENT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Picture:
    """`keys` lead to what is to be seen, as a person types them; `sees` is what tells that it is there.

    `then` are further keys, each with what tells that they have done what they are for; with them time passes.
    """

    name: str
    keys: Sequence[str] = ()
    sees: Sequence[str] = ()
    then: Sequence[tuple[Sequence[str], str]] = ()
    size: tuple[int, int] = (120, 30)
    options: dict[str, Any] = field(default_factory=dict)


def typed(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


STOREFRONT = ["slash", *typed("storefront-us"), "enter", "enter"]

PICTURES = (
    Picture("clusters", ["j", "j"], ["storefront-us", "⊘ unreachable"]),
    Picture("cluster", STOREFRONT, ["[Overview]", "Conditions"], size=(120, 36)),
    Picture("tree", [*STOREFRONT, "tab"], ["MachineDeployment"]),
    Picture("applications", ["S"], ["✗ failed"], options={"screen": "applications"}),
    Picture(
        "inventory",
        ["slash", *typed("catalog"), "enter", "enter", "tab"],
        ["Deployment"],
        size=(120, 24),
        options={"screen": "applications"},
    ),
    Picture("aws", [*STOREFRONT, "tab", "tab", "tab", "tab"], ["[AWS]", "Instances"], size=(120, 36)),
    Picture("explain", ["slash", *typed("preview"), "enter", "X"], ["VpcLimitExceeded"], size=(120, 34)),
    Picture("filter", ["slash", *typed("status=failed,degraded age>1h")], [" of ", "keep"], size=(120, 20)),
    Picture("pane", [], [" failed", "live"], size=(40, 10), options={"pane": True}),
)

NEW_CLUSTER = (["slash", *typed("aws-kubeadm"), "enter", "enter"], "CLUSTER_NAME"), (typed("zebra"), "name: zebra")

WITH_GITHUB = (
    Picture("form", then=NEW_CLUSTER, size=(140, 34), options={"screen": "templates"}),
    Picture(
        "journey",
        then=(
            *NEW_CLUSTER,
            (["ctrl+s"], "3 files added"),
            (["ctrl+o"], "is open"),
            (["enter"], "Stations"),
            ([], "waits for somebody to merge it"),
            (["M"], "y yes"),
            (["y"], "control plane 3/3"),
        ),
        size=(120, 32),
        options={"screen": "templates", "demo": True},
    ),
)
"""On a fleet of their own: they change it."""


async def take(server: DemoServer, picture: Picture, folder: Path, target: Path) -> None:
    app = new_app(server, folder, clock=lambda: MOMENT, **picture.options)
    async with app.run_test(size=picture.size, notifications=True) as pilot:
        seen = Dashboard(app, pilot)
        await seen.sees("live")
        await seen.press(*picture.keys)
        await seen.sees(*picture.sees)
        if isinstance(app.screen, PageScreen):
            await seen.settles()
        await pilot.pause()
        keep(app, picture, target)


async def take_with_github(picture: Picture, target: Path) -> None:
    with TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        async with (
            fleet_with_github(Path(folder)) as fleet,
            fleet.dashboard(size=picture.size, clock=lambda: fleet.world.now, **picture.options) as seen,
        ):
            passing = asyncio.create_task(fleet.run())
            await seen.sees("live")
            for keys, sight in picture.then:
                await seen.press(*keys)
                await seen.sees(sight, within=60)
            passing.cancel()
            keep(seen.app, picture, target)


def keep(app: WgtuiApp, picture: Picture, target: Path) -> None:
    svg = without_fonts(app.export_screenshot(title="wgtui"))
    (target / f"{picture.name}.svg").write_text(svg, encoding="utf-8")


def without_fonts(svg: str) -> str:
    """A picture fetches nothing from anywhere: whoever looks at it has a monospaced font."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


async def take_all(target: Path, names: Sequence[str]) -> None:
    server = DemoServer()
    world = World(server, start=MOMENT)
    await server.start()
    world.build()
    with TemporaryDirectory() as folder:
        for picture in PICTURES:
            if not names or picture.name in names:
                await take(server, picture, Path(folder), target)
    await server.stop()
    for picture in WITH_GITHUB:
        if not names or picture.name in names:
            await take_with_github(picture, target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="the folder they are put into")
    parser.add_argument(
        "names", nargs="*", help="only these: " + ", ".join(picture.name for picture in (*PICTURES, *WITH_GITHUB))
    )
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(options.target, options.names))
