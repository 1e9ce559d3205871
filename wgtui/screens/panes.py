"""What a tab holds: a pane follows the session while it is on screen, and tells the frame what to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from wgtui.errors import FilterError
from wgtui.screens.freshness import Known
from wgtui.screens.line import Part
from wgtui.screens.notice import Notice
from wgtui.screens.place import Place

if TYPE_CHECKING:
    from wgtui.screens.session import Session


@dataclass(frozen=True, slots=True)
class Subject:
    """What `c`, `d`, `y` and `E` act on. `copies` are labels and texts to copy."""

    name: str
    place: Place | None
    copies: tuple[tuple[str, str], ...] = ()


class Pane(Vertical):
    """One tab's content."""

    DEFAULT_CSS = "Pane { height: 1fr; layers: content notice; }"

    class Told(Message):
        """Something the frame shows of this pane may differ: freshness, counts, the row under the cursor."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    class Opened(Message):
        """The user opened something."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    async def follow(self, session: Session) -> None:
        """Runs while the pane is on screen; what it holds is released when it is cancelled."""
        raise NotImplementedError

    @property
    def keyboard(self) -> Widget:
        """What moves when keys are pressed."""
        raise NotImplementedError

    def tick(self) -> None:
        """Called every second while something grows older."""

    def known(self) -> Sequence[Known]:
        """How fresh what is shown is; empty where it is read once."""
        return ()

    def facts(self) -> Sequence[Part]:
        """Counts for the title line."""
        return ()

    @property
    def says(self) -> bool:
        """Whether its rows have messages, longer than a cell."""
        return False

    def saying(self) -> str:
        """The message of the row under the cursor, whole."""
        return ""

    def subject(self) -> Subject | None:
        """The row under the cursor; None where the page's own object is meant."""
        return None

    def example(self) -> Place | None:
        """Where one of the rows leads that the row under the cursor stands for."""
        return None

    def marked(self) -> list[Place]:
        """Where the marked rows lead."""
        return []

    def copies(self) -> tuple[tuple[str, str], ...]:
        """What can be copied besides what the subject offers: labels and texts."""
        return ()

    def find(self, text: str, *, finished: bool = False) -> FilterError | None:
        """Filters or searches as the user types; returns what is wrong with it."""
        raise NotImplementedError

    @property
    def findable(self) -> bool:
        return False

    @property
    def found(self) -> str:
        """The filter that is on."""
        return ""


class ViewPane(Pane):
    """One thing to look at, and words in its place where there is nothing to see."""

    _view: Widget
    notice: Notice

    def compose(self) -> ComposeResult:
        yield self._view
        yield self.notice

    @property
    def keyboard(self) -> Widget:
        return self._view
