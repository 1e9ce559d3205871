"""Kubernetes and chart versions compared as numbers."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?")


def version_numbers(text: str) -> tuple[int, ...]:
    """`v1.31.2-eks-1` is (1, 31, 2), `1.30` is (1, 30); empty where it is not a version."""
    found = _NUMBERS.match(text)
    return tuple(int(part) for part in found.groups() if part is not None) if found else ()


def version_key(text: str) -> tuple[int, tuple[int, ...], str]:
    """Sorts by number, unknown last."""
    numbers = version_numbers(text)
    return (0 if numbers else 1, numbers, text)
