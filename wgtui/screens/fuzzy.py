"""Finding by a few letters: whole names first, then beginnings of names, of words, insides, then letters in order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import accumulate

ENOUGH = 1000
"""Finds after which no more are looked for: nobody reads that many."""

WHOLE, BEGINNING, WORD, INSIDE, SCATTERED = range(5)
"""How like a name is to what was typed, the likeliest first."""


class Names:
    """Many names as one text, which is searched far faster than one name after the other."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._text = ""
        self._starts = [0]

    def add(self, names: Iterable[str]) -> None:
        """Behind those there are."""
        lines = [" ".join(name.casefold().split("\n")) for name in names]
        self._lines += lines
        self._text += "".join(f"\n{line}" for line in lines)
        self._starts += accumulate((len(line) + 1 for line in lines), initial=self._starts.pop())

    def best(self, typed: str, limit: int = 200) -> list[int]:
        """The places of the names that hold every word of `typed`, the likeliest first; of all for nothing typed."""
        words = sorted(typed.casefold().split(), key=len, reverse=True)
        if not words:
            return list(range(min(limit, len(self._lines))))
        found: dict[int, int] = {}
        for search in (self._beginning_with, self._holding, self._scattering):
            for place in search(words[0]):
                if place not in found and (likeness := _worst(words, self._lines[place])) is not None:
                    found[place] = likeness
                    if len(found) >= ENOUGH:
                        break
            if len(found) >= limit:
                break
        return nsmallest(limit, found, key=lambda place: (found[place], len(self._lines[place]), place))

    def _beginning_with(self, word: str) -> Iterator[int]:
        return self._holding(f"\n{word}")

    def _holding(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._text.find(word, self._starts[place + 1])

    def _scattering(self, word: str) -> Iterator[int]:
        # What is left of a name is skipped, so that it is found once.
        for match in re.finditer(f"{_scattered(word)}.*", self._text):
            yield bisect_right(self._starts, match.start()) - 1


def _scattered(word: str) -> str:
    """Letters of one word are looked for within one word: `eu` is not in `team-b us`."""
    return r"\S*?".join(map(re.escape, word))


def _worst(words: Sequence[str], line: str) -> int | None:
    """The least of the likenesses of these words; None where one is not found at all."""
    worst = WHOLE
    for word in words:
        likeness = _likeness(word, line)
        if likeness is None:
            return None
        worst = max(worst, likeness)
    return worst


def _likeness(word: str, line: str) -> int | None:
    at = line.find(word)
    if at == 0:
        return WHOLE if line[len(word) : len(word) + 1] in ("", " ") else BEGINNING
    if at > 0:
        return WORD if re.search(rf"(?<![^\W_]){re.escape(word)}", line) else INSIDE
    return SCATTERED if re.search(_scattered(word), line) else None
