"""Who we are, for notes that others read."""

from __future__ import annotations

import getpass

import msgspec

from wgtui.errors import KubeError
from wgtui.kube.client import Client

REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews"


class _User(msgspec.Struct):
    username: str


class _Status(msgspec.Struct, rename="camel"):
    user_info: _User


class _Review(msgspec.Struct):
    status: _Status


async def whoami(client: Client) -> str:
    """As the API server knows us; where it does not tell, as this machine does."""
    body = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}
    try:
        return msgspec.json.decode(await client.ask(REVIEWS, body), type=_Review).status.user_info.username
    except (KubeError, msgspec.MsgspecError):
        return getpass.getuser()
