"""An explanation as text, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from wgtui.errors import WgtuiError
from wgtui.fleet.explaining.cards import Card, card_for
from wgtui.fleet.explaining.explanation import Explanation, Link
from wgtui.fleet.explaining.github_cards import GITHUB
from wgtui.github.errors import GitHubError
from wgtui.resources.meta import ObjectRef
from wgtui.views.ages import age
from wgtui.views.safe import printable

LONGEST = 500
"""Characters of one message."""

SHOWN = 20
"""Consequences that are listed."""


def explained(
    found: Explanation, now: datetime, own: Sequence[Card] = (), *, ascii_only: bool = False
) -> Iterator[str]:
    """Lines: the way to the cause, the card that fits it, what follows from it. `own` are cards of the team."""
    if found.is_well:
        yield f"{found.subject} is well"
        return
    step = "`-" if ascii_only else "└─"
    for depth, link in enumerate(found.chain):
        indent = f"{'   ' * (depth - 1)}{step} " if depth else ""
        yield f"{indent}{_headline(link, now)}"
        if link.message:
            yield f"{'   ' * (depth + 1)}{printable(link.message, LONGEST)}"
    card = card_for(found.cause, own)
    if card is not None:
        yield ""
        yield from told(card)
    if found.consequences:
        yield ""
        yield f"Not well because of it ({len(found.consequences)}):"
        yield from (f"   {_headline(link, now)}" for link in found.consequences[:SHOWN])
        if len(found.consequences) > SHOWN:
            yield f"   and {len(found.consequences) - SHOWN} more"


def _headline(link: Link, now: datetime) -> str:
    words = [printable(str(link), LONGEST)]
    said = " ".join(part for part in (link.condition, link.reason) if part)
    if said:
        words.append(printable(said, LONGEST))
    if link.since is not None:
        words.append(f"since {age(link.since, now)}")
    return "  ".join(words)


def told(card: Card) -> Iterator[str]:
    """A card in its lines."""
    yield printable(card.title, LONGEST)
    facts = (("cause", card.cause), ("check", card.check), ("remedy", card.remedy), ("see", card.document))
    yield from (f"   {name:<7} {printable(text, LONGEST)}" for name, text in facts if text)


def github_card(error: WgtuiError, own: Sequence[Card] = ()) -> list[str]:
    """What usually helps against an answer of GitHub; nothing of other errors."""
    if not isinstance(error, GitHubError):
        return []
    card = card_for(Link(GITHUB, ObjectRef("", ""), "", type(error).__name__, str(error)), own)
    return [line for line in told(card) if not line.startswith("   cause")] if card is not None else []


def document(found: Explanation, own: Sequence[Card] = ()) -> dict[str, Any]:
    """What `-o json` prints."""
    card = None if found.is_well else card_for(found.cause, own)
    return {
        "apiVersion": "wgtui/v1",
        "kind": "Explanation",
        "subject": _object(found.subject),
        "well": found.is_well,
        "cause": None if found.is_well else _link(found.cause),
        "chain": [_link(link) for link in found.chain],
        "consequences": [_link(link) for link in found.consequences],
        "card": None
        if card is None
        else {
            "title": card.title,
            "cause": card.cause,
            "check": card.check,
            "remedy": card.remedy,
            "document": card.document,
        },
    }


def _object(link: Link) -> dict[str, str]:
    return {"kind": link.kind, "namespace": link.ref.namespace, "name": link.ref.name}


def _link(link: Link) -> dict[str, Any]:
    return {
        "object": _object(link),
        "condition": link.condition,
        "reason": link.reason,
        "message": link.message,
        "since": link.since.isoformat() if link.since else None,
    }
