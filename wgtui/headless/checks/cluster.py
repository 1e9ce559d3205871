"""The server: how it was found, whether it answers, as whom it knows us."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import msgspec

from wgtui.config import Config
from wgtui.errors import Absent, ConfigError, Forbidden, KubeError, WgtuiError
from wgtui.headless.check import Check, Result
from wgtui.kube.client import Client
from wgtui.kube.login import Login

GROUP = "cluster"
REVIEW = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}

SLOW = 1.0
"""Seconds for one small answer."""


class _UserInfo(msgspec.Struct):
    username: str = ""
    groups: tuple[str, ...] = ()


class _Status(msgspec.Struct, rename="camel"):
    user_info: _UserInfo = msgspec.field(default_factory=_UserInfo)


class _Review(msgspec.Struct):
    status: _Status = msgspec.field(default_factory=_Status)


def configured(config: Config, login: Login) -> Iterator[Check]:
    origin = "the embedded cluster" if config.demo else config.kubeconfig or "KUBECONFIG, ~/.kube/config or the pod's"
    yield Check(GROUP, "context", Result.OK, f"{login.context or '(none)'}, found in {origin}")
    acting = ", ".join(f"{header.removeprefix('Impersonate-')} {value}" for header, value in login.impersonation)
    if acting:
        yield Check(GROUP, "acting as", Result.OK, acting)
    changes = "none can leave wgtui (--read-only)" if config.read_only else "allowed, as far as your rights go"
    yield Check(GROUP, "changes", Result.OK, changes)


def misconfigured(error: ConfigError) -> Check:
    return Check(GROUP, "context", Result.FAIL, error.title, error.detail)


async def reached(client: Client) -> Check:
    began = time.monotonic()
    try:
        version = await client.version()
    except KubeError as error:
        return failed("server", error)
    seconds = time.monotonic() - began
    detail = f"{version} at {client.login.server}, answered in {seconds * 1000:.0f} ms"
    if seconds > SLOW:
        return Check(GROUP, "server", Result.WARN, detail, "the way there is slow: VPN, proxy, login plugin?")
    return Check(GROUP, "server", Result.OK, detail)


async def known_as(client: Client) -> Check:
    """Servers before 1.28 cannot tell."""
    try:
        answer = await client.ask("/apis/authentication.k8s.io/v1/selfsubjectreviews", REVIEW)
        user = msgspec.json.decode(answer, type=_Review).status.user_info
    except (Absent, Forbidden, msgspec.MsgspecError):
        return Check(GROUP, "login", Result.OK, "accepted; the server does not tell as whom")
    except KubeError as error:
        return failed("login", error)
    return Check(GROUP, "login", Result.OK, f"{user.username} ({_listed(user.groups) or 'in no group'})")


def failed(name: str, error: WgtuiError, group: str = GROUP) -> Check:
    return Check(group, name, Result.FAIL, error.title, error.detail)


def _listed(names: Iterable[str], most: int = 4) -> str:
    names = tuple(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
