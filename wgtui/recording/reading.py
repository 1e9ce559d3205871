"""Reads a recording, which anybody may have made or cut: what is no recording is refused in one line."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wgtui.errors import ConfigError
from wgtui.recording.entries import VERSION, Entry, Header

PIECE = 1 << 16
LONGEST_LINE = 256 << 20
"""Bytes: one line holds all objects of a kind."""

LARGEST = 2 << 30
"""Bytes, unpacked: beyond this it is no recording, but a bomb."""

UNREADABLE = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Recording:
    """`is_whole`: its end is in it; otherwise the recorder was killed, or the file was cut."""

    header: Header
    entries: tuple[Entry, ...]
    is_whole: bool

    @property
    def seconds(self) -> float:
        return self.entries[-1].at if self.entries else 0.0


def header_of(path: Path) -> Header:
    """Raises ConfigError where it is no recording that this wgtui can play."""
    return _header(path, next(_lines(path, []), b""))


def read(path: Path) -> Recording:
    """All of it. Raises ConfigError; a file that is cut off is read as far as it goes."""
    cut: list[str] = []
    lines = _lines(path, cut)
    header = _header(path, next(lines, b""))
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=2):
        try:
            entry = msgspec.json.decode(line, type=Entry)
        except UNREADABLE as error:
            raise ConfigError(f"{path}: line {number} is no part of a recording", str(error)[:200]) from None
        if not (0 <= entry.at < 1e9) or (entries and entry.at < entries[-1].at):
            raise ConfigError(f"{path}: line {number} is no part of a recording", "its time runs backwards")
        entries.append(entry)
    if not entries:
        raise ConfigError(f"{path} holds nothing to play", "it was cut off at once: record it again")
    return Recording(header, tuple(entries), not cut and entries[-1].does == "end")


def _header(path: Path, line: bytes) -> Header:
    try:
        header = msgspec.json.decode(line, type=Header)
    except UNREADABLE:
        raise ConfigError(f"{path} is not a recording", "expected a file that wgtui record has written") from None
    if header.version != VERSION:
        raise ConfigError(f"{path} is of version {header.version}", f"this wgtui plays version {VERSION}")
    return header


def _lines(path: Path, cut: list[str]) -> Iterator[bytes]:
    """Whole lines; notes in `cut` why it ends before its end."""
    rest, total = b"", 0
    for piece in _unpacked(path, cut):
        total += len(piece)
        *whole, rest = (rest + piece).split(b"\n")
        if total > LARGEST or len(rest) > LONGEST_LINE:
            raise ConfigError(f"{path} is too large to be played", f"more than {LARGEST >> 30} GiB unpacked")
        yield from whole
    if rest:
        cut.append("in the middle of a line")


def _unpacked(path: Path, cut: list[str]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(31)
    try:
        with path.open("rb") as file:
            while packed := file.read(PIECE):
                while packed and not unpacking.eof:
                    yield unpacking.decompress(packed, 1 << 20)
                    packed = unpacking.unconsumed_tail
    except OSError as error:
        raise ConfigError(f"{path} cannot be read", os.strerror(error.errno or 0)) from None
    except zlib.error:
        cut.append("its packing is broken")
    if not unpacking.eof and not cut:
        cut.append("it has no end")
