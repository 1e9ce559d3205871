"""Who we are to which server: the outcome of reading a kubeconfig."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from wgtui.kube.tls import ClientCertificate, Trust


def is_token(text: str) -> bool:
    """Whether it can be sent in a header; what the server thinks of it is another matter."""
    return bool(text) and text.isascii() and text.isprintable()


def bearer(token: str) -> str:
    return f"Bearer {token}"


@dataclass(frozen=True, slots=True)
class Credential:
    """What one request shows to the server. Never in a repr: it is what must not leak."""

    authorization: str = field(default="", repr=False)
    certificate: ClientCertificate | None = field(default=None, repr=False)


class Credentials(Protocol):
    """Where credentials come from: fixed, files that change, or a plugin. Both raise Unauthorized with what to do."""

    async def current(self) -> Credential:
        """What to show now; read or fetched anew where it has changed or run out."""

    async def renew(self, refused: Credential) -> Credential:
        """After a 401 on `refused`: equal to it where there is nothing newer."""

    def is_stale(self) -> bool:
        """Whether `current` would give something else than it last did; costs next to nothing."""


@dataclass(frozen=True, slots=True)
class FixedCredentials:
    """A token, password or certificate written in the kubeconfig itself."""

    credential: Credential = Credential()

    async def current(self) -> Credential:
        return self.credential

    async def renew(self, refused: Credential) -> Credential:  # noqa: ARG002
        return self.credential

    def at_once(self) -> Credential:
        return self.credential

    def is_stale(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Login:
    """Everything that is needed to talk to one API server."""

    context: str
    server: str
    """Without a trailing slash; may have a path."""
    namespace: str = "default"
    namespaces: tuple[str, ...] = ()
    """Those that the user's contexts name for this server: some are bound to these, and may list no others."""
    cluster: str = ""
    user: str = ""
    trust: Trust = field(default=Trust())
    credentials: Credentials = field(default=FixedCredentials(), repr=False)
    impersonation: tuple[tuple[str, str], ...] = ()
    """`Impersonate-…` headers."""
    proxy: str = field(default="", repr=False)
    """URL of the HTTP proxy, empty for none; may hold a password."""
