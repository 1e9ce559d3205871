"""What a decision table decides: a status, and the reason and message that explain it."""

from __future__ import annotations

from typing import NamedTuple

from wgtui.fleet.status import Status


class Verdict(NamedTuple):
    status: Status
    reason: str = ""
    message: str = ""
