"""Finding by a few letters: whole words first, then beginnings of words, then letters in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from heapq import nsmallest
from typing import TypeVar

T = TypeVar("T")


def best(typed: str, candidates: Sequence[T], text: Callable[[T], str], limit: int = 200) -> list[T]:
    """The candidates that hold every letter of `typed` in order, the likeliest first; all of them for nothing typed."""
    wanted = typed.casefold().split()
    if not wanted:
        return list(candidates[:limit])
    # Letters of one word are looked for within one word: `eu` is not in `team-b us`.
    patterns = [re.compile(r"\S*?".join(map(re.escape, word))) for word in wanted]
    ranked: list[tuple[tuple[int, int, int], int]] = []
    for index, candidate in enumerate(candidates):
        name = text(candidate).casefold()
        if all(pattern.search(name) for pattern in patterns):
            ranked.append(((max(_distance(word, name) for word in wanted), len(name), index), index))
    return [candidates[index] for _, index in nsmallest(limit, ranked)]


def _distance(word: str, name: str) -> int:
    """0 the name itself, 1 its beginning, 2 the beginning of a word in it, 3 somewhere inside, 4 scattered."""
    if name == word:
        return 0
    at = name.find(word)
    if at == 0:
        return 1
    if at > 0:
        return 2 if not name[at - 1].isalnum() or re.search(rf"\b{re.escape(word)}", name) else 3
    return 4
