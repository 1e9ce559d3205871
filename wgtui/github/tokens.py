"""Who we are on a host: the first token found, in gh's own order; its source is shown, its value never."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wgtui.github.errors import NoToken
from wgtui.github.secret import Secret

PATIENCE = 5.0
"""Seconds for each program that is asked."""


@dataclass(frozen=True, slots=True)
class Credential:
    """`source` is what a person knows it by: `GH_TOKEN`, `gh`, `git credential`, a file."""

    secret: Secret
    source: str

    @property
    def kind(self) -> str:
        """By the prefix that GitHub gives its tokens."""
        value = self.secret.reveal()
        for prefix, kind in _KINDS.items():
            if value.startswith(prefix):
                return kind
        return "token"


_KINDS = {
    "github_pat_": "fine-grained personal access token",
    "ghp_": "personal access token",
    "gho_": "OAuth token",
    "ghu_": "GitHub App user token",
    "ghs_": "GitHub App token",
}


@dataclass(frozen=True, slots=True)
class HostSettings:
    """What the configuration says of one host."""

    token_command: tuple[str, ...] = ()
    token_file: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where tokens are looked for: the environment, programs, files of the user."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)


def find_token(host: str, around: Surroundings) -> Credential:
    """Blocks while programs are asked. Raises NoToken with everything that was tried."""
    tried: list[str] = []
    for source, look in _places(host, around):
        value = look()
        if value:
            return Credential(Secret(value), source)
        tried.append(source)
    raise NoToken(
        f"no token for {host}",
        f"looked for {', '.join(tried)}; run gh auth login --hostname {host}, or set {_variables(host)[0]}",
    )


def is_logged_in(host: str, around: Surroundings) -> bool:
    """Whether a token can be expected, as far as that shows without asking a program or opening a window."""
    settings = around.hosts.get(host, HostSettings())
    if settings.token_file or settings.token_command:
        return True
    return any(around.environment.get(name) for name in _variables(host)) or _hosts_file_names(host, around.environment)


def _hosts_file_names(host: str, environment: Mapping[str, str]) -> bool:
    """gh writes down each host it is logged in to, wherever it keeps the token."""
    try:
        lines = (_gh_folder(environment) / "hosts.yml").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return f"{host}:" in lines


def _places(host: str, around: Surroundings) -> Iterator[tuple[str, Callable[[], str]]]:
    settings = around.hosts.get(host, HostSettings())
    if settings.token_file:
        yield settings.token_file, lambda: _file(Path(settings.token_file).expanduser())
    if settings.token_command:
        yield settings.token_command[0], lambda: _output(settings.token_command, around.environment)
    for variable in _variables(host):
        yield variable, lambda variable=variable: around.environment.get(variable, "").strip()  # type: ignore[misc]
    yield "gh", lambda: _output(("gh", "auth", "token", "--hostname", host), around.environment)
    yield "gh's hosts.yml", lambda: _hosts_file(host, around.environment)
    yield "git credential", lambda: _git_credential(host, around.environment)


def _variables(host: str) -> tuple[str, str]:
    if host == "github.com" or host.endswith(".ghe.com"):
        return ("GH_TOKEN", "GITHUB_TOKEN")
    return ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")


def _file(path: Path) -> str:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NoToken(f"{path} may be read by others", f"chmod 600 {path}")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise NoToken(f"{path} cannot be read", "it is named as token_file in the configuration") from None


def _output(command: tuple[str, ...], environment: Mapping[str, str], asked: str = "") -> str:
    """What the program prints, empty where it is missing, slow or fails; it has no terminal to ask anything on."""
    try:
        done = subprocess.run(
            command,
            input=asked,
            capture_output=True,
            text=True,
            env=dict(environment),
            timeout=PATIENCE,
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _git_credential(host: str, environment: Mapping[str, str]) -> str:
    quiet = {**environment, "GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never"}
    # An askpass program would open a window, or answer with an empty password.
    quiet.pop("GIT_ASKPASS", None)
    quiet.pop("SSH_ASKPASS", None)
    answer = _output(("git", "credential", "fill"), quiet, f"protocol=https\nhost={host}\n\n")
    fields = dict(line.partition("=")[::2] for line in answer.splitlines())
    return fields.get("password", "")


def _hosts_file(host: str, environment: Mapping[str, str]) -> str:
    """Where gh keeps tokens if the system has no keyring; for a machine that has the file but no gh."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        found: Any = YAML(typ="safe").load(_gh_folder(environment) / "hosts.yml")
    except (OSError, YAMLError):
        return ""
    entry = found.get(host) if isinstance(found, dict) else None
    return _token_in(entry) if isinstance(entry, dict) else ""


def _token_in(entry: dict[str, Any]) -> str:
    """Newer files keep one for each user, and say which is active."""
    users = entry.get("users")
    own = users.get(entry.get("user")) if isinstance(users, dict) else None
    for place in (own, entry):
        token = place.get("oauth_token") if isinstance(place, dict) else None
        if isinstance(token, str) and token:
            return token
    return ""


def _gh_folder(environment: Mapping[str, str]) -> Path:
    if folder := environment.get("GH_CONFIG_DIR"):
        return Path(folder)
    return Path(environment.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "gh"
