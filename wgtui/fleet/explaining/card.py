"""A card of the catalogue, and which card fits a cause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from wgtui.fleet.explaining.explanation import Link


@dataclass(frozen=True, slots=True)
class Card:
    """`kind`, `reason` and `message` are regular expressions that must be found; an empty one fits everything."""

    title: str
    cause: str
    check: str
    remedy: str
    kind: str = ""
    reason: str = ""
    message: str = ""
    document: str = ""


def first_fitting(cards: Iterable[Card], cause: Link) -> Card | None:
    for card in cards:
        if _fits(card.kind, cause.kind) and _fits(card.reason, cause.reason) and _fits(card.message, cause.message):
            return card
    return None


def _fits(pattern: str, text: str) -> bool:
    return not pattern or _compiled(pattern).search(text[:4096]) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
