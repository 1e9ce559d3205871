"""The variables of one template while it is parsed."""

from __future__ import annotations


class Scope:
    """Each declaration has a slot of its own; the last visible one of a name wins. `loops` counts the open ranges."""

    def __init__(self) -> None:
        self.visible: list[tuple[str, int]] = [("$", 0)]
        self.slots = 1
        self.loops = 0

    def declare(self, name: str) -> int:
        self.visible.append((name, self.slots))
        self.slots += 1
        return self.slots - 1

    def find(self, name: str) -> int | None:
        return next((slot for known, slot in reversed(self.visible) if known == name), None)
