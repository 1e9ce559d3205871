"""Runs a pattern by following all its ways at once, so that no pattern and text take exponential time.

The answer is the one Go gives: the leftmost match, and of those the way that comes first in the pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.values import CallError
from wgtui.templates.regexp.reader import parsed
from wgtui.templates.regexp.tree import Assertion, Choice, Group, Letters, Repeat, Sequence, Tree

MAX_PROGRAM = 5000

Slots = tuple[int, ...]
"""Start and end of the whole match and of each group; -1 where a group took no part."""


@dataclass(slots=True)
class _Step:
    """`next` follows; a split also has `other`, tried second."""

    kind: str
    next: int = 0
    other: int = 0
    matches: Callable[[str], bool] | None = None
    detail: str = ""


class Pattern:
    def __init__(self, text: str) -> None:
        tree, self.groups, self.names = parsed(text)
        self._steps: list[_Step] = []
        self._visits = 0
        self._add_slot(0)
        self._add(tree)
        self._add_slot(1)
        self._emit(_Step("match"))

    @property
    def size(self) -> int:
        return len(self._steps)

    # the program

    def _emit(self, step: _Step) -> int:
        if len(self._steps) >= MAX_PROGRAM:
            raise CallError("error parsing regexp: expression too large")
        self._steps.append(step)
        step.next = len(self._steps)
        return len(self._steps) - 1

    def _add_slot(self, slot: int) -> None:
        self._emit(_Step("slot", other=slot))

    def _add(self, tree: Tree) -> None:
        self._visits += 1
        if self._visits > MAX_PROGRAM:
            raise CallError("error parsing regexp: expression too large")
        match tree:
            case Letters():
                self._emit(_Step("letter", matches=tree.matches))
            case Assertion():
                self._emit(_Step("assert", detail=tree.kind))
            case Sequence():
                for part in tree.parts:
                    self._add(part)
            case Group():
                self._add_group(tree)
            case Choice():
                self._add_choice(tree)
            case Repeat():
                self._add_repeat(tree)

    def _add_group(self, tree: Group) -> None:
        if not tree.index:
            self._add(tree.body)
            return
        self._add_slot(2 * tree.index)
        self._add(tree.body)
        self._add_slot(2 * tree.index + 1)

    def _add_choice(self, tree: Choice) -> None:
        jumps = []
        for option in tree.options[:-1]:
            split = self._emit(_Step("split"))
            self._add(option)
            jumps.append(self._emit(_Step("jump")))
            self._steps[split].other = len(self._steps)
        self._add(tree.options[-1])
        for jump in jumps:
            self._steps[jump].next = len(self._steps)

    def _add_repeat(self, tree: Repeat) -> None:
        for _ in range(tree.least):
            self._add(tree.body)
        if tree.most is None:
            self._add_loop(tree)
            return
        splits = []
        for _ in range(tree.most - tree.least):
            splits.append(self._emit(_Step("split")))
            self._add(tree.body)
        for split in splits:
            self._leave(split, tree.greedy)

    def _add_loop(self, tree: Repeat) -> None:
        split = self._emit(_Step("split"))
        self._add(tree.body)
        self._emit(_Step("jump"))
        self._steps[-1].next = split
        self._leave(split, tree.greedy)

    def _leave(self, split: int, greedy: bool) -> None:
        """The way out of a repetition: tried second when greedy."""
        step = self._steps[split]
        step.other = len(self._steps)
        if not greedy:
            step.next, step.other = step.other, step.next

    # running it

    def find(self, text: str, begin: int, budget: Budget) -> Slots | None:
        """The first match at or after `begin`."""
        empty: Slots = (-1,) * (2 * self.groups + 2)
        best: Slots | None = None
        threads: dict[int, Slots] = {}
        for at in range(begin, len(text) + 1):
            if best is None:
                self._follow(0, empty, text, at, threads)
            budget.step(1 + len(threads))
            following: dict[int, Slots] = {}
            for index, slots in threads.items():
                step = self._steps[index]
                if step.kind == "match":
                    best = slots
                    break
                if at < len(text) and step.matches is not None and step.matches(text[at]):
                    self._follow(step.next, slots, text, at + 1, following)
            threads = following
            if not threads and best is not None:
                break
        return best

    def _follow(self, start: int, slots: Slots, text: str, at: int, threads: dict[int, Slots]) -> None:
        """Add all steps that wait for a character, in order of preference, reached without taking one."""
        pending = [(start, slots)]
        while pending:
            index, slots = pending.pop()
            if index in threads:
                continue
            threads[index] = slots
            step = self._steps[index]
            if step.kind == "jump" or (step.kind == "assert" and _holds(step.detail, text, at)):
                pending.append((step.next, slots))
            elif step.kind == "split":
                pending += [(step.other, slots), (step.next, slots)]
            elif step.kind == "slot":
                pending.append((step.next, (*slots[: step.other], at, *slots[step.other + 1 :])))

    def find_all(self, text: str, budget: Budget, limit: int = -1) -> Iterator[Slots]:
        """Matches that do not overlap; an empty one right after another match is not one."""
        at, last_end = 0, -1
        while at <= len(text) and limit:
            slots = self.find(text, at, budget)
            if slots is None:
                return
            begin, end = slots[0], slots[1]
            at = end if end > at or end > begin else at + 1
            if begin == end:
                at = end + 1
            if begin != end or end != last_end:
                limit -= 1
                yield slots
            last_end = end


def _is_word(text: str, at: int) -> bool:
    if not 0 <= at < len(text):
        return False
    character = text[at]
    return character == "_" or (character.isascii() and character.isalnum())


def _holds(kind: str, text: str, at: int) -> bool:
    match kind:
        case "start":
            return at == 0
        case "end":
            return at == len(text)
        case "line start":
            return at == 0 or text[at - 1] == "\n"
        case "line end":
            return at == len(text) or text[at] == "\n"
    return (_is_word(text, at - 1) != _is_word(text, at)) is (kind == "boundary")


@lru_cache(maxsize=16)
def compiled(text: str) -> Pattern:
    """Raises CallError where `text` is no pattern."""
    return Pattern(text)
