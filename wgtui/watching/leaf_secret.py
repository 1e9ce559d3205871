"""The Secret that holds the kubeconfig of a leaf cluster, read once and never kept."""

from __future__ import annotations

from contextlib import suppress

from wgtui.errors import Invalid, NotFound
from wgtui.kube.client import Client
from wgtui.resources.core import KUBECONFIG_SECRET, KubeconfigSecret
from wgtui.resources.meta import ObjectRef


async def kubeconfig_secret(management: Client, namespace: str, names: tuple[str, ...]) -> KubeconfigSecret:
    """The first that is there counts. Raises KubeError with what is wrong with it, or what was looked for."""
    for name in names:
        with suppress(NotFound):
            secret = await management.get(KUBECONFIG_SECRET, ObjectRef(namespace, name))
            if not secret.kubeconfig:
                raise Invalid(f"Secret {secret.metadata.ref} has no kubeconfig", "it needs the key value or value.yaml")
            return secret
    raise NotFound("no kubeconfig Secret", f"looked for {', '.join(names)} in {namespace}")
