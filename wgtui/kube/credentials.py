"""Credentials that change while wgtui runs: tokens and certificates in files, and those out of Secrets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from wgtui.errors import Unauthorized, WgtuiError
from wgtui.kube.login import Credential, bearer, is_token
from wgtui.kube.tls import ClientCertificate

FETCHED_ANEW = 10.0
"""Seconds within which a Secret is not read again."""

Stamp = tuple[tuple[int, int, int], ...]


class FileCredentials:
    """Read again whenever a file was replaced or written, and after a 401."""

    def __init__(self, token: Path | None, certificate: tuple[Path, Path] | None, fixed: Credential) -> None:
        """`fixed` stands in for what no file is named for; its token, as in kubectl, while the file cannot be read."""
        self._token = token
        self._certificate = certificate
        self._fixed = fixed
        self._tried: Stamp | None = None
        """The files as they were when they were last read, whether that went well or not."""
        self._good: tuple[Stamp, Credential] | None = None

    async def current(self) -> Credential:
        return self.at_once()

    async def renew(self, refused: Credential) -> Credential:  # noqa: ARG002
        self._good = None
        return self.at_once()

    def at_once(self) -> Credential:
        stamp = self._tried = self._stamp_now()
        if self._good is None or self._good[0] != stamp:
            self._good = stamp, Credential(self._authorization(), self._client_certificate())
        return self._good[1]

    def is_stale(self) -> bool:
        return self._stamp_now() != self._tried

    def _stamp_now(self) -> Stamp:
        paths = [path for path in (self._token, *(self._certificate or ())) if path is not None]
        try:
            return tuple((stat.st_mtime_ns, stat.st_ino, stat.st_size) for stat in (path.stat() for path in paths))
        except OSError:
            return ()

    def _authorization(self) -> str:
        if self._token is None:
            return self._fixed.authorization
        try:
            return bearer(_token_in(self._token))
        except Unauthorized:
            if not self._fixed.authorization:
                raise
            return self._fixed.authorization

    def _client_certificate(self) -> ClientCertificate | None:
        if self._certificate is None:
            return self._fixed.certificate
        chain, key = self._certificate
        return ClientCertificate(
            text_of(chain, "the client certificate"), text_of(key, "the client key"), origin=str(chain)
        )


class RenewedCredentials:
    """Those of a Secret that its controller rotates, such as the token of an EKS cluster: fetched anew after a 401."""

    def __init__(self, credential: Credential, fetch: Callable[[], Awaitable[Credential]]) -> None:
        self._credential = credential
        self._fetch = fetch
        self._fetched_at = float("-inf")
        self._fetching = asyncio.Lock()

    async def current(self) -> Credential:
        return self._credential

    async def renew(self, refused: Credential) -> Credential:
        """Twenty watches that are refused make one request; where it fails, the refusal stands."""
        async with self._fetching:
            if self._credential == refused and time.monotonic() - self._fetched_at > FETCHED_ANEW:
                self._fetched_at = time.monotonic()
                with suppress(WgtuiError):
                    self._credential = await self._fetch()
            return self._credential

    def is_stale(self) -> bool:
        return False


def _token_in(path: Path) -> str:
    token = text_of(path, "the token").strip()
    if not is_token(token):
        raise Unauthorized("the token file holds no token", f"{path}: log in again")
    return token


def text_of(path: Path, what: str) -> str:
    """Raises Unauthorized with the path and the reason."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Unauthorized(f"{what} cannot be read", f"{path}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise Unauthorized(f"{what} cannot be read", f"{path}: it is not text") from None
