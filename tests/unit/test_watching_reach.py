"""When a server counts as out of reach."""

from __future__ import annotations

from wgtui.errors import Forbidden, Unreachable, Waiting
from wgtui.resources.changes import Denied, Lost, Resumed
from wgtui.watching.reach import Reach

LOST = Lost(Unreachable("gone"), 1.0)


def test_only_when_all_watches_have_been_without_an_answer_for_a_while() -> None:
    """One that answers, or was refused by a server that is there, is enough."""
    now = 100.0
    reach = Reach(20.0, lambda: now)
    with reach.watched() as one, reach.watched() as another:
        one(LOST)
        now = 200.0
        one(LOST)
        assert not reach.is_lost.is_set()
        another(Denied(Forbidden("no")))
        another(LOST)
        now = 219.0
        one(LOST)
        assert not reach.is_lost.is_set()
        now = 221.0
        another(LOST)
        assert reach.is_lost.is_set()
        assert reach.why.title == "gone"


def test_an_answer_begins_the_wait_anew() -> None:
    """And waiting for a turn says nothing about the server."""
    now = 100.0
    reach = Reach(20.0, lambda: now)
    with reach.watched() as one:
        one(LOST)
        one(Resumed())
        now = 200.0
        one(Lost(Waiting("in turns"), 1.0))
        one(LOST)
        assert not reach.is_lost.is_set()


def test_a_watch_that_has_ended_is_not_waited_for() -> None:
    """Nobody looks at it any more."""
    now = 100.0
    reach = Reach(20.0, lambda: now)
    with reach.watched() as one:
        with reach.watched():
            one(LOST)
        now = 200.0
        one(LOST)
        assert reach.is_lost.is_set()
