"""Which repository a url means: every form that Flux, Weave GitOps and people write."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from wgtui.github.errors import NotGitHub

PUBLIC = "github.com"
_SSH_OVER_HTTPS = "ssh.github.com"
_ELSEWHERE = ("gitlab", "bitbucket", "azure.com", "visualstudio.com", "codeberg", "gitea", "sourcehut", "amazonaws")
_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[^:/\s]+):(?P<path>[^/\s].*)\Z")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}\Z")


@dataclass(frozen=True, slots=True)
class Repository:
    """`host` may end in `:port`. Two with the same names in other letters are one repository."""

    host: str
    owner: str
    name: str

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    @property
    def web(self) -> str:
        return f"https://{self.host}/{self.full_name}"

    @property
    def api(self) -> str:
        """Base of the REST API: github.com, GitHub with data residency (`X.ghe.com`), else GitHub Enterprise Server."""
        return api_of(self.host)

    def is_same(self, other: Repository) -> bool:
        return (self.host, self.full_name.casefold()) == (other.host, other.full_name.casefold())

    def __str__(self) -> str:
        return self.full_name if self.host == PUBLIC else f"{self.host}/{self.full_name}"


def api_of(host: str) -> str:
    if host == PUBLIC:
        return "https://api.github.com"
    if host.endswith(".ghe.com"):
        return f"https://api.{host}"
    scheme = "http" if is_loopback(host) else "https"
    return f"{scheme}://{host}/api/v3"


def is_loopback(host: str) -> bool:
    return host.partition(":")[0] in ("localhost", "127.0.0.1")


def parse_repository(url: str, hosts: Collection[str] = (), override: str = "") -> Repository:
    """`override` is the annotation weave.works/repo-https-url, which wins; `hosts` are GitHub servers of our own.

    Raises NotGitHub, saying what is wrong with the url. The url is data from a cluster: a token goes only to
    github.com, *.ghe.com and `hosts`.
    """
    text = (override or url).strip()
    host, path = _split(text)
    if host == _SSH_OVER_HTTPS:
        host = PUBLIC
    if not _is_trusted(host, hosts):
        raise NotGitHub(f"{host} is not a GitHub that wgtui knows", _what_to_do(host))
    parts = [unquote(part) for part in path.strip("/").removesuffix(".git").split("/")]
    if len(parts) != 2 or not all(_NAME.match(part) and part not in (".", "..") for part in parts):
        raise NotGitHub(f"{host}/{path.strip('/')} names no repository", "a repository is host/owner/name")
    return Repository(host, *parts)


def _split(text: str) -> tuple[str, str]:
    if "://" not in text:
        found = _SCP.match(text)
        if found is None:
            raise NotGitHub("this is no repository url", "write https://host/owner/name or git@host:owner/name")
        return found["host"].lower(), found["path"]
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotGitHub("this is no repository url", "its host or port cannot be read") from None
    if parts.scheme not in ("https", "http", "ssh", "git+ssh", "git"):
        raise NotGitHub(f"{parts.scheme}:// is no git repository on GitHub", "https:// and ssh:// are")
    if parts.query or parts.fragment:
        raise NotGitHub("a repository url has no ? and no #", "leave what comes after it away")
    host = (parts.hostname or "").lower()
    if parts.scheme == "http" and not is_loopback(host):
        raise NotGitHub(f"http://{host} is not encrypted", "a token is sent over https only")
    # The port of ssh says nothing about the web's.
    keeps_port = port and not (parts.scheme == "https" and port == 443) and parts.scheme in ("https", "http")
    return (f"{host}:{port}" if keeps_port else host), parts.path


def _is_trusted(host: str, hosts: Collection[str]) -> bool:
    return host == PUBLIC or host.endswith(".ghe.com") or host in hosts


def _what_to_do(host: str) -> str:
    if any(word in host for word in _ELSEWHERE):
        return "pull requests are opened on GitHub only"
    return f"if it is a GitHub Enterprise Server, add {host} to github.hosts of the configuration"
