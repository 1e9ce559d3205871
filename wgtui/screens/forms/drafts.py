"""What was typed, kept in a file of its own until its pull request is there: it survives a crash and a restart."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

_SECRET = re.compile(r"(?i)password|passwd|secret|token|credential|private|api_?key|access_?key")
_REFERENCE = re.compile(r"(?i)_(?:ref|name|namespace)\Z")


def new_operation() -> str:
    """What a pull request is known by, however often it is tried."""
    return secrets.token_hex(4)


class Draft(msgspec.Struct, frozen=True):
    """What was typed into the fields of a form, by their ids."""

    values: dict[str, str] = {}
    operation: str = msgspec.field(default_factory=new_operation)

    @property
    def is_empty(self) -> bool:
        return not self.values

    def without(self, secrets: Set[str]) -> Draft:
        """`secrets` are ids whose values stay in memory."""
        values = {id: value for id, value in self.values.items() if id not in secrets}
        return msgspec.structs.replace(self, values=values)


class EditedFile(msgspec.Struct, frozen=True):
    """A file of the repository as somebody has written it anew; `sha` names the content it was before."""

    sha: str = ""
    text: str = ""
    operation: str = msgspec.field(default_factory=new_operation)


def is_secret(parameter: str) -> bool:
    """Whether the value of a template's parameter is one, by its name: names of Secrets are none."""
    return bool(_SECRET.search(parameter)) and not _REFERENCE.search(parameter)


T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """One file, which only its owner reads."""

    path: Path
    type: type[T]

    def read(self) -> T:
        """An empty one where there is none, or none that can be read."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=self.type)
        except (OSError, msgspec.MsgspecError):
            return self.type()

    def write(self, what: T) -> None:
        """Whole or not at all. Raises OSError."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = self.path.with_suffix(".new")
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(what))
        scratch.replace(self.path)

    def remove(self) -> None:
        with suppress(OSError):
            self.path.unlink()


def kept(folder: Path, type: type[T], *identity: str) -> Kept[T]:
    """Of one form or file on one server: names from a cluster make no path."""
    name = hashlib.sha256("\0".join(identity).encode()).hexdigest()[:24]
    return Kept(folder / f"{name}.json", type)


class _Begun(msgspec.Struct, frozen=True):
    operation: str = ""


def forget(folder: Path, operation: str) -> None:
    """What was typed for a pull request that is there now."""
    for path in folder.glob("*.json"):
        draft = Kept(path, _Begun)
        if draft.read().operation == operation:
            draft.remove()


def drafts_folder() -> Path:
    """Under $XDG_STATE_HOME, as the XDG base directories say."""
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "wgtui" / "drafts"
