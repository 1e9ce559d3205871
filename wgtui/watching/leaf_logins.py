"""From the kubeconfig Secret of a leaf cluster to a client of it."""

from __future__ import annotations

from dataclasses import replace

from wgtui.errors import KubeError
from wgtui.kube.client import Client
from wgtui.kube.credentials import RenewedCredentials
from wgtui.kube.expiry import because_expired
from wgtui.kube.kubeconfig import from_secret
from wgtui.kube.login import Credential, Login
from wgtui.kube.places import Places
from wgtui.resources.meta import ObjectRef
from wgtui.watching.leaf_secret import kubeconfig_secret

CONNECTIONS = 40
"""To all leaves together, at a time."""

DEADLINE = 10.0
"""Seconds for one answer of a leaf."""


class LeafLogins:
    """Of one management cluster, as read-only as its client is. `timeout` is in seconds for one answer of a leaf."""

    def __init__(self, management: Client, *, timeout: float = DEADLINE, connections: int = CONNECTIONS) -> None:
        self._management = management
        self._timeout = min(timeout, DEADLINE)
        self._places = Places(connections, keeps_alive=False)

    async def client(self, ref: ObjectRef, secrets: tuple[str, ...]) -> Client:
        """A client that has had an answer; the first of the Secrets that is there counts.

        Raises WgtuiError with what is wrong with the Secret, its kubeconfig or the leaf.
        """

        async def credential() -> Credential:
            return await (await self._login(ref, secrets)).credentials.current()

        login = await self._login(ref, secrets)
        shown = await login.credentials.current()
        credentials = RenewedCredentials(shown, credential)
        client = Client(
            replace(login, credentials=credentials),
            read_only=self._management.read_only,
            timeout=self._timeout,
            places=self._places,
        )
        try:
            await client.served()
        except KubeError as error:
            await client.close()
            raise because_expired(error, shown.certificate, f"renew the kubeconfig Secret of {ref}") from None
        except BaseException:
            await client.close()
            raise
        return client

    async def _login(self, ref: ObjectRef, secrets: tuple[str, ...]) -> Login:
        found = await kubeconfig_secret(self._management, ref.namespace, secrets)
        return from_secret(found.kubeconfig, str(ref))
