"""JSON from a server into structs, and what can be wrong with it."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from wgtui.errors import ServerFault
from wgtui.kube.printable import one_line

T = TypeVar("T")

UNREADABLE = (ValueError, RecursionError)
"""What msgspec raises: its own errors and text that is no UTF-8 are ValueErrors; nesting without end is the other."""


def decoded(body: bytes | msgspec.Raw, wanted: type[T], what: str = "the server's answer") -> T:
    """Raises ServerFault where it is something else."""
    try:
        return msgspec.json.decode(body, type=wanted)
    except UNREADABLE as error:
        raise ServerFault(f"{what} cannot be read", one_line(str(error))) from None
