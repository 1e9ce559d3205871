"""A program that changes its screen in every way there is, one key each; with `--repaint` drawn by Textual alone."""

from __future__ import annotations

import random
import subprocess
import sys

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from wgtui.leaving import LeavingDriver
from wgtui.terminal.drawing import CellApp

STYLES = [Style.parse(text) for text in ("", "green", "bold red", "on blue", "reverse", "dim", "underline cyan")]
WORDS = ["ready", "provisioning", "–", "● ready", "日本語", "▲ degraded", "e\u0301te\u0301", "   ", "3/3", "가나", "…"]


class Lines(Widget):
    """Random words; the same for the same keys."""

    def __init__(self) -> None:
        super().__init__()
        self.random = random.Random(7)
        self.lines = [self._line() for _ in range(60)]

    def _line(self) -> list[Segment]:
        return [Segment(self.random.choice(WORDS) + " ", self.random.choice(STYLES)) for _ in range(9)]

    def change(self) -> None:
        for _ in range(5):
            self.lines[self.random.randrange(20)] = self._line()
        self.refresh()

    def scroll(self) -> None:
        self.lines.append(self.lines.pop(0))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return Strip(self.lines[y % len(self.lines)]).adjust_cell_length(self.size.width, Style())


class Dialog(ModalScreen[None]):
    CSS = "Dialog { align: center middle; } Static { width: 30; height: 5; border: round green; }"

    def compose(self) -> ComposeResult:
        yield Static("a dialog 日本")


class Drawn(CellApp[None]):
    CSS = "Lines { height: 1fr; } #count { height: 1; }"

    def __init__(self) -> None:
        super().__init__(driver_class=LeavingDriver, ansi_color=True, repaint="--repaint" in sys.argv)
        self.theme = "ansi-dark"
        self.pressed = 0

    def compose(self) -> ComposeResult:
        yield Lines()
        yield Static("0 keys", id="count")

    def on_key(self) -> None:
        self.pressed += 1
        self.screen_stack[0].query_one("#count", Static).update(f"{self.pressed} keys")

    def key_c(self) -> None:
        self.screen_stack[0].query_one(Lines).change()

    def key_s(self) -> None:
        self.screen_stack[0].query_one(Lines).scroll()

    async def key_m(self) -> None:
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        else:
            await self.push_screen(Dialog())

    def key_t(self) -> None:
        self.theme = "ansi-light" if self.theme == "ansi-dark" else "ansi-dark"

    def key_z(self) -> None:
        with self.suspend():
            subprocess.run(["printf", "somebody else\\n"], check=True)

    def key_q(self) -> None:
        self.exit()


if __name__ == "__main__":
    Drawn().run()
