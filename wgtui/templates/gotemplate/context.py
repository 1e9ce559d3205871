"""What functions may use of the outside: a budget, a clock and chance; nothing else exists for a template."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wgtui.templates.budget import Budget


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Setting:
    """The same for every rendering of one draft: so its preview and its pull request hold the same times and passwords.

    The original asked the clock and the dice anew each time, so what was merged was not what had been looked at.
    """

    now: datetime = field(default_factory=_now)
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    keys: list[object] = field(default_factory=list, repr=False)
    """Private keys made so far: the n-th a rendering asks for is the n-th of the one before."""


class Chance:
    """Random bytes that follow from a secret seed; the same in every rendering of one draft."""

    __slots__ = ("_block", "_counter", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._counter = 0
        self._block = b""

    def take(self, count: int) -> bytes:
        blocks = [self._block]
        have = len(self._block)
        while have < count:
            blocks.append(hashlib.blake2b(self._counter.to_bytes(8, "big"), key=self._seed[:64]).digest())
            have += len(blocks[-1])
            self._counter += 1
        joined = b"".join(blocks)
        self._block = joined[count:]
        return joined[:count]

    def below(self, limit: int) -> int:
        """A number from 0 up to but without `limit`."""
        size = (limit.bit_length() + 7) // 8 + 8
        return int.from_bytes(self.take(size), "big") % limit


@dataclass(frozen=True, slots=True)
class Context:
    """One rendering."""

    budget: Budget
    setting: Setting = field(default_factory=Setting)
    chance: Chance = field(init=False)
    keys_taken: list[object] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "chance", Chance(self.setting.seed))

    @property
    def now(self) -> datetime:
        return self.setting.now
