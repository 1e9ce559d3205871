"""A screen from which one can go anywhere by name."""

from __future__ import annotations


class Departing:
    """Mixed into screens: the palette opens over them."""

    @property
    def can_go(self) -> bool:
        """Not while something is under way that would end with the screen."""
        return True

    def why_not(self, id: str) -> str:  # noqa: ARG002
        """Why the key of this id does nothing here; empty where it does."""
        return ""
