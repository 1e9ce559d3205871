"""The one vocabulary of status, for clusters, applications, sources and machines."""

from __future__ import annotations

from enum import Enum


class Tone(Enum):
    """How a piece of text is meant; the theme turns it into a colour, never the other way round."""

    PLAIN = "plain"
    MUTED = "muted"
    GOOD = "good"
    BUSY = "busy"
    WARN = "warn"
    BAD = "bad"
    ACCENT = "accent"


class Status(Enum):
    """`word` is what is shown and what `-o json` prints; `rank` sorts the worst first."""

    FAILED = ("failed", "✗", "x", Tone.BAD, 0)
    UNREACHABLE = ("unreachable", "⊘", "!", Tone.BAD, 1)
    DEGRADED = ("degraded", "▲", "!", Tone.WARN, 2)
    WAITING = ("waiting", "◷", "~", Tone.WARN, 3)
    DELETING = ("deleting", "▼", "-", Tone.WARN, 4)
    PROVISIONING = ("provisioning", "◐", "~", Tone.BUSY, 5)
    BOOTSTRAPPING = ("bootstrapping", "◑", "~", Tone.BUSY, 6)
    PROGRESSING = ("progressing", "◌", "~", Tone.BUSY, 7)
    PENDING = ("pending", "○", ".", Tone.BUSY, 8)
    PROPOSED = ("proposed", "◇", "+", Tone.ACCENT, 9)
    """In an open pull request, and nowhere else."""
    PAUSED = ("paused", "‖", "=", Tone.WARN, 10)
    SUSPENDED = ("suspended", "‖", "=", Tone.WARN, 11)
    UNKNOWN = ("unknown", "?", "?", Tone.MUTED, 12)
    READY = ("ready", "●", "*", Tone.GOOD, 13)

    def __init__(self, word: str, glyph: str, ascii_glyph: str, tone: Tone, rank: int) -> None:
        self.word = word
        self.glyph = glyph
        self.ascii_glyph = ascii_glyph
        self.tone = tone
        self.rank = rank

    @property
    def well(self) -> bool:
        """Whether `^z` (only what is not well) hides it."""
        return self is Status.READY
