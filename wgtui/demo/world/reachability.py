"""Leaf clusters that cannot be reached for a while: who connects is hung up on, and what was open ends."""

from __future__ import annotations

from wgtui.demo.faults import Fault, HangUp
from wgtui.demo.server import DemoServer


class Reachability:
    """Sets and clears the faults of the world; those of others stay."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._away: dict[str, Fault] = {}

    def show(self, leaf: str, answering: bool) -> None:
        if answering and leaf in self._away:
            self._server.faults.clear(self._away.pop(leaf))
        elif not answering and leaf not in self._away:
            self._away[leaf] = self._server.faults.add(HangUp(), cluster=leaf)
            if leaf in self._server.clusters:
                self._server.clusters[leaf].end_watches()
