"""Takes the pictures of the documentation, on the embedded fleet at a fixed moment:

.venv/bin/python -m tests.pictures docs/pictures
"""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.pilot.dashboard import Dashboard, new_app
from wgtui.demo.server import DemoServer
from wgtui.demo.world.world import World
from wgtui.screens.page import PageScreen

MOMENT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Picture:
    """`keys` lead to what is to be seen, as a person types them; `sees` is what tells that it is there."""

    name: str
    keys: Sequence[str] = ()
    sees: Sequence[str] = ()
    size: tuple[int, int] = (120, 30)
    options: dict[str, Any] = field(default_factory=dict)


def typed(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


STOREFRONT = ["slash", *typed("storefront-us"), "enter", "enter"]

PICTURES = (
    Picture("clusters", ["j", "j"], ["storefront-us", "⊘ unreachable"]),
    Picture("cluster", STOREFRONT, ["[Overview]", "Conditions"], (120, 36)),
    Picture("tree", [*STOREFRONT, "tab"], ["MachineDeployment"]),
    Picture("applications", ["S"], ["✗ failed"], options={"screen": "applications"}),
    Picture(
        "inventory",
        ["slash", *typed("cart"), "enter", "enter", "tab"],
        ["Deployment"],
        (120, 16),
        {"screen": "applications"},
    ),
    Picture("yaml", [*STOREFRONT, "y", "slash", *typed("status"), "enter"], ["kind: GitopsCluster"]),
    Picture("filter", ["slash", *typed("status=failed,degraded age>1h")], [" of ", "keep"], (120, 20)),
    Picture("palette", ["colon", *typed("pay")], ["payments-eu"], (100, 26)),
    Picture("help", ["question_mark"], ["Go to anything by name"], (80, 40)),
    Picture("pane", [], [" failed", "live"], (40, 10), {"pane": True}),
    Picture("narrow", ["j"], ["storefront-us", "live"], (80, 24)),
)


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
        (target / f"{picture.name}.svg").write_text(
            without_fonts(app.export_screenshot(title="wgtui")), encoding="utf-8"
        )


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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="the folder they are put into")
    parser.add_argument("names", nargs="*", help="only these: " + ", ".join(picture.name for picture in PICTURES))
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(options.target, options.names))
