"""The embedded server spoken to by HTTP alone: who asks, and objects to ask about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.raw import Raw, raw
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.kube.login import Credential, FixedCredentials, Login

Json = dict[str, Any]

CAPI = "/apis/cluster.x-k8s.io/v1beta2"
CLUSTERS = f"{CAPI}/namespaces/fleet-00/clusters"
GITOPS = "/apis/gitops.weave.works/v1alpha1/namespaces/default/gitopsclusters"
CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"


@asynccontextmanager
async def asking(server: DemoServer, token: str = "admin", cluster: str = MANAGEMENT) -> AsyncIterator[Raw]:
    """One user of one of its clusters; without a token nobody in particular."""
    credential = Credential(f"Bearer {token}") if token else Credential()
    async with raw(Login(cluster, server.url(cluster), credentials=FixedCredentials(credential))) as found:
        yield found


def gitops_cluster(name: str, **spec: Any) -> Json:
    return {
        "apiVersion": "gitops.weave.works/v1alpha1",
        "kind": "GitopsCluster",
        "metadata": {"name": name, "namespace": "default"},
        "spec": spec or {"secretRef": {"name": f"{name}-kubeconfig"}},
    }


def capi_cluster(name: str, namespace: str = "fleet-00", **status: Any) -> Json:
    return {
        "apiVersion": "cluster.x-k8s.io/v1beta2",
        "kind": "Cluster",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"controlPlaneEndpoint": {"host": "10.0.0.1", "port": 6443}},
        "status": status,
    }


def config_map(name: str, **data: str) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": "default"},
        "data": data,
    }
