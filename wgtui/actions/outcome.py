"""How an action ended, and how it tells on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from wgtui.errors import Conflict, Forbidden, Invalid, KubeError, NotFound, ReadOnly


class Result(Enum):
    DONE = "done"
    FAILED = "failed"
    """It was done, and what came of it is not well."""
    ABSENT = "absent"
    """There is no such object."""
    REFUSED = "refused"
    """Nothing was done."""
    UNKNOWN = "unknown"
    """Asked for, and nothing came of it in time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`what` names the object, `words` what happened to it, in one line."""

    result: Result
    what: str
    words: str

    @property
    def ok(self) -> bool:
        return self.result is Result.DONE

    def __str__(self) -> str:
        return self.words if self.result is Result.ABSENT else f"{self.what}: {self.words}"


WEBHOOK = "admission webhook"
"""How an API server begins to tell that a webhook said no, with whatever code the webhook gave."""

Tell = Callable[[str], None]
"""Progress, in one line."""


def refusal(what: str, error: KubeError) -> Outcome:
    """What the API server's no means to the one who asked."""
    match error:
        case ReadOnly():
            words = "read-only: nothing was sent"
        case NotFound():
            return Outcome(Result.ABSENT, what, f"there is no {what}")
        case Conflict():
            words = f"somebody else changed it at the same time: {error.detail or error.title}"
        case Forbidden():
            words = f"{'refused' if WEBHOOK in error.title else 'not allowed'}: {error.title}"
        case Invalid():
            words = f"refused: {error.title}"
        case _:
            words = str(error)
    return Outcome(Result.REFUSED, what, words)
