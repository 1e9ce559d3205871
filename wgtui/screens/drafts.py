"""What was typed into a form, kept in a file of its own until its pull request is there."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

_SECRET = re.compile(r"(?i)password|passwd|secret|token|credential|private|api_?key|access_?key")
_REFERENCE = re.compile(r"(?i)_(?:ref|name|namespace)\Z")


class Draft(msgspec.Struct, frozen=True):
    """`operation` is what its pull request is known by, however often it is tried; `profiles` are versions by name."""

    values: dict[str, str] = {}
    profiles: dict[str, str] = {}
    title: str = ""
    as_draft: bool = False
    operation: str = msgspec.field(default_factory=lambda: secrets.token_hex(4))

    @property
    def is_empty(self) -> bool:
        return not (any(self.values.values()) or self.profiles or self.title or self.as_draft)


def is_secret(parameter: str) -> bool:
    """Whether its value stays in memory: names of Secrets are none."""
    return bool(_SECRET.search(parameter)) and not _REFERENCE.search(parameter)


@dataclass(frozen=True, slots=True)
class DraftFile:
    path: Path

    def read(self) -> Draft:
        """An empty one where there is none, or none that can be read."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Draft)
        except (OSError, msgspec.MsgspecError):
            return Draft()

    def write(self, draft: Draft) -> None:
        """Whole or not at all, without what is secret. Raises OSError."""
        values = {name: value for name, value in draft.values.items() if not is_secret(name)}
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = self.path.with_suffix(".new")
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(msgspec.structs.replace(draft, values=values)))
        scratch.replace(self.path)

    def remove(self) -> None:
        with suppress(OSError):
            self.path.unlink()


def draft_file(*identity: str) -> DraftFile:
    """Of one template on one server, under $XDG_STATE_HOME: names from a cluster make no path."""
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    name = hashlib.sha256("\0".join(identity).encode()).hexdigest()[:24]
    return DraftFile(Path(state).expanduser() / "wgtui" / "drafts" / f"{name}.json")
