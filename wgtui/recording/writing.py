"""Writes a recording as it happens, so that whatever ends the process leaves a file that can be played."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import msgspec

from wgtui.errors import ConfigError
from wgtui.recording.entries import Entry, Header

_GZIP = 31
"""What zlib calls a gzip stream with the largest window."""

_encode = msgspec.json.Encoder().encode


class Tape:
    """`limit` in bytes of the file; beyond it nothing is written any more and `is_full`.

    It is written to from within watches, which must not end by it: what the disk does not take is `trouble`.
    """

    def __init__(self, path: Path, header: Header, limit: int) -> None:
        """Raises ConfigError where the file cannot be made, or is there already."""
        self.path = path
        self.size = 0
        self.entries = 0
        self.is_full = False
        self.trouble: ConfigError | None = None
        self._limit = limit
        self._packing = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        try:
            # Of its owner alone: names and addresses of a fleet are nobody else's business.
            self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
        except FileExistsError:
            raise ConfigError(f"{path} is there already", "name a new file") from None
        except OSError as error:
            raise ConfigError(f"{path} cannot be written", os.strerror(error.errno or 0)) from None
        self._write(_encode(header))

    def add(self, entry: Entry) -> None:
        if self.is_full or self.trouble is not None:
            return
        self._write(_encode(entry))
        self.entries += 1
        self.is_full = self.size >= self._limit

    def flush(self) -> None:
        """What was added is in the file, whatever happens next."""
        self._out(self._packing.flush(zlib.Z_SYNC_FLUSH))

    def close(self, at: float) -> None:
        """Ends it: a file without such an end was cut off."""
        self._write(_encode(Entry(at, "end")))
        self._out(self._packing.flush())
        self._file.close()

    def _write(self, line: bytes) -> None:
        self._out(self._packing.compress(line + b"\n"))

    def _out(self, packed: bytes) -> None:
        if self.trouble is not None:
            return
        try:
            left = memoryview(packed)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.trouble = ConfigError(f"{self.path} cannot be written", os.strerror(error.errno or 0))
        self.size += len(packed)
