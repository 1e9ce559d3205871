"""A detail page as lines: where the cursor stands, what it opens, what stays where it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip

from wgtui.fleet.status import Tone
from wgtui.views.columns import Cell
from wgtui.views.page import Fact, Facts, Section
from wgtui.widgets.sections_view import SectionsView


def facts(title: str, *names: str) -> Facts:
    return Facts(title, tuple(Fact(name, Cell(f"value of {name}", Tone.GOOD), target=name) for name in names))


class OnePage(App[None]):
    def __init__(self, sections: list[Section]) -> None:
        super().__init__()
        self.view = SectionsView()
        self.sections = sections

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()
        self.view.show(self.sections)


@asynccontextmanager
async def shown(*sections: Section, height: int = 20) -> AsyncIterator[SectionsView]:
    app = OnePage(list(sections))
    async with app.run_test(size=(60, height)) as pilot:
        await pilot.pause()
        yield app.view


async def test_the_cursor_passes_over_titles_and_blank_lines() -> None:
    """It stands on facts only, from the first on, in both directions."""
    async with shown(facts("One", "a", "b"), facts("Two", "c")) as view:
        assert view.current_text == "a  value of a"
        view.action_cursor_by(1)
        view.action_cursor_by(1)
        assert view.current_text == "c  value of c"
        view.action_cursor_by(1)
        assert view.current_text == "c  value of c"
        view.action_cursor_by(-1)
        assert view.current_text == "b  value of b"


async def test_the_first_title_is_seen_with_the_first_line() -> None:
    """`g` shows the page from its beginning."""
    async with shown(facts("One", *"abcdefghij"), height=5) as view:
        view.action_cursor_to_end(1)
        assert view.top > 0
        view.action_cursor_to_end(-1)
        assert view.top == 0
        assert view.current_text == "a  value of a"


async def test_the_cursor_stays_on_its_fact_when_others_come_and_go() -> None:
    """Wherever that moves it."""
    async with shown(facts("One", "a", "b"), facts("Two", "c", "d")) as view:
        view.action_cursor_to_end(1)
        assert view.target == "d"
        view.show([facts("One", "a", "x", "y", "b"), facts("Two", "c", "d")])
        assert view.target == "d"
        view.show([facts("Two", "c")])
        assert view.target == "c"


async def test_until_the_user_has_moved_the_cursor_stays_at_the_top() -> None:
    """What comes later does not push it down."""
    async with shown(facts("One", "b")) as view:
        view.show([facts("Zero", "a"), facts("One", "b")])
        assert view.target == "a"


async def test_a_page_of_nothing_has_no_cursor() -> None:
    """And opens nothing."""
    async with shown() as view:
        assert view.cursor_index == -1
        assert not view.can_open()
        view.action_cursor_by(1)
        view.show([Facts("Empty", ())])
        view.action_cursor_by(1)
        assert not view.can_open()


async def test_what_is_stale_has_no_colour_of_its_own() -> None:
    """Never green."""
    fresh, stale = facts("One", "a"), Facts("One", facts("One", "a").facts, stale=True)
    async with shown(fresh, facts("Two", "b")) as view:
        view.action_cursor_to_end(1)
        look = view.paint(1)
        view.show([stale, facts("Two", "b")])
        assert _value(look).color != _value(view.paint(1)).color


def _value(strip: Strip) -> Style:
    style = next(segment.style for segment in strip if "value of" in segment.text)
    assert style is not None
    return style
