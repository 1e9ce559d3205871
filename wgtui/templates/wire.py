"""How requests are written into annotations: in the words of Weave GitOps, so that each edits what the other made."""

from __future__ import annotations

import msgspec


class Wire(msgspec.Struct, frozen=True, omit_defaults=True):
    """snake_case, nothing that is empty."""


class NameChoice(Wire, frozen=True):
    name: str = ""
    namespace: str = ""
    annotations: dict[str, str] = {}
