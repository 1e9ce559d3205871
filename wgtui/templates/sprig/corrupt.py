"""Where a text in base64 or base32 is wrong, as Go counts: the byte that its error names, -1 where it is right."""

from __future__ import annotations

import string
from typing import Final

BASE64: Final = frozenset((string.ascii_letters + string.digits + "+/").encode())
BASE32: Final = frozenset((string.ascii_uppercase + "234567").encode())
_PAD = ord("=")


def base64_fault(data: bytes) -> int:
    """`data` with its line breaks, which are skipped and counted."""
    letters = [(at, byte) for at, byte in enumerate(data) if byte not in b"\r\n"]
    for place, (at, byte) in enumerate(letters):
        if byte in BASE64:
            continue
        within = place % 4
        if byte != _PAD or within < 2:
            return at
        rest = letters[place + 1 :]
        if within == 2:
            if not rest:
                return len(data)
            if rest[0][1] != _PAD:
                return rest[0][0] - 1
            rest = rest[1:]
        return rest[0][0] if rest else -1
    return len(data) - len(letters) % 4 if len(letters) % 4 else -1


def base32_fault(data: bytes) -> int:
    """`data` without line breaks."""
    for at, byte in enumerate(data):
        if byte in BASE32:
            continue
        within, left = at % 8, len(data) - at
        if byte != _PAD or within < 2 or left > 8:
            return at
        if left - 1 + within < 7:
            return len(data)
        wrong = next((k for k in range(7 - within) if data[at + 1 + k] != _PAD), None)
        if wrong is not None:
            return at + wrong
        return at if within in (3, 6) else -1
    return len(data) - len(data) % 8 if len(data) % 8 else -1
