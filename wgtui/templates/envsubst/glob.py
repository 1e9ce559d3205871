"""Shell patterns of `${v#p}` and `${v%p}`: `*`, `?`, `[a-z]`, `\\`. A star whose chunk fitted is not tried again."""

from __future__ import annotations

from wgtui.templates.budget import Budget


class BadPattern(Exception):
    """The pattern is no pattern; the original then cuts nothing."""


def matches(pattern: str, text: str, budget: Budget) -> bool:
    """Whether all of `text` fits. Raises BadPattern."""
    while pattern:
        star, chunk, pattern = _next_chunk(pattern)
        if star and not chunk:
            return True
        rest = _rest_after(chunk, text, budget)
        if rest is not None and (not rest or pattern):
            text = rest
            continue
        found = _skip(chunk, text, budget, is_last=not pattern) if star else None
        if found is None:
            return False
        text = found
    return not text


def _skip(chunk: str, text: str, budget: Budget, *, is_last: bool) -> str | None:
    """What is left behind the first later place where `chunk` fits."""
    for begin in range(1, len(text) + 1):
        rest = _rest_after(chunk, text[begin:], budget)
        if rest is not None and not (is_last and rest):
            return rest
    return None


def _next_chunk(pattern: str) -> tuple[bool, str, str]:
    """Whether a star comes first, what follows up to the next star, and the rest."""
    body = pattern.lstrip("*")
    in_range = False
    at = 0
    while at < len(body):
        character = body[at]
        if character == "\\" and at + 1 < len(body):
            at += 1
        elif character == "[":
            in_range = True
        elif character == "]":
            in_range = False
        elif character == "*" and not in_range:
            break
        at += 1
    return len(body) < len(pattern), body[:at], body[at:]


def _rest_after(chunk: str, text: str, budget: Budget) -> str | None:
    """`text` without what fits `chunk` at its beginning; None where it does not fit."""
    budget.step(1 + (len(text) >> 6))
    at = taken = 0
    while at < len(chunk):
        if taken == len(text):
            return None
        character = text[taken]
        if chunk[at] == "[":
            at, fits = _in_class(chunk, at + 1, character)
        elif chunk[at] == "?":
            at, fits = at + 1, True
        else:
            at += chunk[at] == "\\"
            if at == len(chunk):
                raise BadPattern
            at, fits = at + 1, chunk[at] == character
        if not fits:
            return None
        taken += 1
    budget.step(taken)
    return text[taken:]


def _in_class(chunk: str, at: int, character: str) -> tuple[int, bool]:
    """Read `[…]` from behind its bracket: where it ends, and whether it has the character."""
    negated = chunk.startswith("^", at)
    at += negated
    first = True
    found = False
    while first or not chunk.startswith("]", at):
        first = False
        low, at = _class_letter(chunk, at)
        high = low
        if chunk[at] == "-":
            high, at = _class_letter(chunk, at + 1)
        found = found or low <= character <= high
    return at + 1, found is not negated


def _class_letter(chunk: str, at: int) -> tuple[str, int]:
    """A letter of a class and where to go on: there must be something."""
    if chunk[at : at + 1] in ("", "-", "]"):
        raise BadPattern
    at += chunk[at] == "\\"
    if at + 1 >= len(chunk):
        raise BadPattern
    return chunk[at], at + 1
