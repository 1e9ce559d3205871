"""Credentials out of files that change while wgtui runs: tokens, and certificates with their keys."""

from __future__ import annotations

from pathlib import Path

from wgtui.errors import Unauthorized
from wgtui.kube.login import Credential
from wgtui.kube.tls import ClientCertificate

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
            return f"Bearer {_token_in(self._token)}"
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


def _token_in(path: Path) -> str:
    token = text_of(path, "the token").strip()
    if not token or not token.isascii() or not token.isprintable():
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
