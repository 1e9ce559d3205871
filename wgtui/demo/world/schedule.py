"""When which story goes on: the script's clock, which may run faster than the world's or rest."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from wgtui.demo.world.stories import Step, Story


class Due(NamedTuple):
    """Ordered by time; of two at one moment, the story that was there first."""

    at: float
    order: int
    number: int


@dataclass
class Schedule:
    """`elapsed` is how many seconds of the script have been played."""

    elapsed: float = 0.0
    _due: list[Due] = field(default_factory=list)
    _stories: list[Story] = field(default_factory=list)

    def begin(self, stories: Iterable[Story]) -> None:
        for story in stories:
            self._stories.append(story)
            heapq.heappush(self._due, Due(self.elapsed + story.step(0).wait, len(self._stories), 0))

    def end(self, about: str) -> None:
        """Play no further the stories about an actor."""
        self._due = [due for due in self._due if self._story(due).about != about]
        heapq.heapify(self._due)

    @property
    def wait(self) -> float:
        """Seconds until the next step."""
        return self._due[0].at - self.elapsed

    def until(self, moment: float) -> Iterator[tuple[float, Story, Step]]:
        """The steps that are due up to a moment of the script, each with its own."""
        while self._due and self._due[0].at <= moment:
            due = heapq.heappop(self._due)
            story, self.elapsed = self._story(due), due.at
            following = story.after(due.number)
            if following is not None:
                heapq.heappush(self._due, Due(due.at + story.step(following).wait, due.order, following))
            yield due.at, story, story.step(due.number)
        self.elapsed = moment

    def _story(self, due: Due) -> Story:
        return self._stories[due.order - 1]
