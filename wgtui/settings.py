"""The configuration file: what a person wants every day, while flags are for today.

[keys]                              # ids are those of docs/keys.md
palette = "ctrl+p"                  # another key
quit = ["q", "f10"]                 # several
sort-name = false                   # none

[explain]
cards = ["cards.yaml"]              # of your own, see docs/cards.md; from the folder of this file

[github.hosts."github.acme.com"]
token_command = ["vault", "kv", "get", "-field=token", "github"]
token_file = "~/.secrets/github"
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wgtui.errors import ConfigError
from wgtui.github.tokens import HostSettings

LARGEST = 2**20
"""Bytes."""

OneKey = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GitHubHost(_Table):
    token_command: tuple[str, ...] = ()
    token_file: str = ""


class GitHub(_Table):
    hosts: dict[str, GitHubHost] = {}


class Explain(_Table):
    cards: tuple[str, ...] = ()


class Settings(_Table):
    """`keys` by the id of a binding; False for none."""

    keys: dict[str, OneKey | tuple[OneKey, ...] | Literal[False]] = {}
    github: GitHub = GitHub()
    explain: Explain = Explain()

    @property
    def chosen_keys(self) -> dict[str, tuple[str, ...]]:
        """By id; empty for a binding that is to have no key."""
        return {id: (keys,) if isinstance(keys, str) else keys or () for id, keys in self.keys.items()}

    @property
    def github_hosts(self) -> dict[str, HostSettings]:
        return {host: HostSettings(found.token_command, found.token_file) for host, found in self.github.hosts.items()}


def read(path: Path) -> Settings:
    """Raises ConfigError with the field and what to do."""
    try:
        return Settings.model_validate(tomllib.loads(text_of(path, "configuration")))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML", str(error)) from None
    except ValidationError as error:
        raise _wrong_field(path, error.errors(include_url=False)[0]) from None


def text_of(path: Path, what: str) -> str:
    """Of a file that a person writes. Raises ConfigError where it cannot be one."""
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(f"{path} is too large", f"more than {LARGEST // 2**20} MiB is no {what}")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read", os.strerror(error.errno or 0)) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8", "save it as UTF-8") from None


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "": tuple(Settings.model_fields),
    "explain": tuple(Explain.model_fields),
    "github": tuple(GitHub.model_fields),
    "github.hosts": tuple(GitHubHost.model_fields),
}


def _wrong_field(path: Path, error: Any) -> ConfigError:
    place = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        known = _FIELDS.get(".".join(place[:2]) if len(place) > 2 else ".".join(place[:-1]), ())
        near = difflib.get_close_matches(place[-1], known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        return ConfigError(f"{path}: unknown field {'.'.join(place)}", hint)
    if place[0] == "keys" and len(place) > 1:
        return ConfigError(f"{path}: keys.{place[1]} is not a key", 'expected "x", ["x", "y"], or false for none')
    return ConfigError(f"{path}: {'.'.join(place)} is wrong", error["msg"])
