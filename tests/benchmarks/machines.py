"""One cluster with as many machines as wanted, each with an AWSMachine and a KubeadmConfig behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.pilot.objects import capi_cluster, condition, gitops_cluster, machine

Json = dict[str, Any]

NAME = "aaa-many"
"""Sorted before all others."""

NAMESPACE = "team-a"
INFRASTRUCTURE, BOOTSTRAP = "infrastructure.cluster.x-k8s.io", "bootstrap.cluster.x-k8s.io"


def cluster_of(machines: int) -> Iterator[Json]:
    yield gitops_cluster(NAME)
    yield capi_cluster(NAME, ready=False, message="two machines of three are ready")
    for number in range(machines):
        name, ready = f"m-{number:04}", str(number % 3 > 0)
        said = [condition(one, ready) for one in ("Available", "Ready", "UpToDate", "InfrastructureReady")]
        yield _behind(f"{INFRASTRUCTURE}/v1beta2", "AWSMachine", name, ready)
        yield _behind(f"{BOOTSTRAP}/v1beta2", "KubeadmConfig", name, "True")
        body = machine(name, NAME)
        body["spec"] |= {
            "infrastructureRef": {"apiGroup": INFRASTRUCTURE, "kind": "AWSMachine", "name": name},
            "bootstrap": {"configRef": {"apiGroup": BOOTSTRAP, "kind": "KubeadmConfig", "name": name}},
        }
        yield body | {"status": {"phase": "Running", "conditions": said}}


def _behind(api_version: str, kind: str, name: str, ready: str) -> Json:
    labels = {"cluster.x-k8s.io/cluster-name": NAME}
    metadata = {"name": name, "namespace": NAMESPACE, "labels": labels}
    told = condition("Ready", ready, "InstanceStopped" if ready == "False" else "Ready")
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "status": {"conditions": [told]}}
