"""The old `oidc` auth-provider: its id-token is used while it lasts, and renewed by kubectl alone."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import msgspec

from wgtui.errors import Unauthorized
from wgtui.kube.decoding import UNREADABLE
from wgtui.kube.login import Credential, bearer, is_token


class _Claims(msgspec.Struct):
    exp: float = float("inf")


class OidcCredentials:
    """Reads the id-token anew once it has run out, for kubectl writes renewed ones into the kubeconfig.

    wgtui never spends the refresh token itself: many issuers let it be used once, and kubectl would be logged out.
    kubernetes_asyncio does, and without checking the issuer's certificate.
    """

    def __init__(self, token: Callable[[], str], user: str, now: Callable[[], float] = time.time) -> None:
        """`token` reads the id-token out of the kubeconfig; it may raise ConfigError."""
        self._token = token
        self._user = user
        self._now = now
        self._kept = ""

    async def current(self) -> Credential:
        if self._is_over(self._kept):
            self._kept = self._token().strip()
        if self._is_over(self._kept):
            raise Unauthorized(
                f"the OIDC token of user {self._user} has run out",
                "run `kubectl get namespaces` once: kubectl renews it and wgtui goes on by itself",
            )
        return Credential(bearer(self._kept))

    async def renew(self, refused: Credential) -> Credential:  # noqa: ARG002
        self._kept = ""
        return await self.current()

    def is_stale(self) -> bool:
        return False

    def _is_over(self, token: str) -> bool:
        return not is_token(token) or _end(token) <= self._now()


def _end(token: str) -> float:
    """When a JWT ends; far away where it does not say."""
    claims = token.split(".")[1:2]
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(claims[0] + "=="), type=_Claims).exp
    except (IndexError, *UNREADABLE):
        return float("inf")
