"""Applications with what they have put on a cluster, for tests."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from typing import Any

from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.resources.meta import ObjectRef

NAME, NAMESPACE = "kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"
LABELS = {NAME: "cart", NAMESPACE: "shop"}
CART = ObjectRef("shop", "cart")


def thing(kind: str, name: str, namespace: str = "shop", version: str = "v1", **parts: Any) -> dict[str, Any]:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **parts.pop("metadata", {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **parts}


def application(*ids: str, name: str = "cart", **parts: Any) -> dict[str, Any]:
    entries = [{"id": id, "v": "v1"} for id in ids]
    body = thing("Kustomization", name, version="kustomize.toolkit.fluxcd.io/v1", **parts)
    body.setdefault("spec", {}).update(interval="1m", prune=True, sourceRef={"kind": "GitRepository", "name": "x"})
    return body | {"status": {"inventory": {"entries": entries}, "conditions": []}}


def owned_by(body: dict[str, Any]) -> dict[str, Any]:
    owner = {key: body[key] for key in ("apiVersion", "kind")} | {"name": body["metadata"]["name"], "controller": True}
    return {"metadata": {"ownerReferences": [owner | {"uid": body["metadata"]["uid"]}]}}


class Shop:
    def __init__(self, server: DemoServer) -> None:
        self.server = server
        self.storage = server.clusters[MANAGEMENT]

    def put(self, body: dict[str, Any]) -> dict[str, Any]:
        return self.storage.put(body)

    def labelled(self, kind: str, name: str, namespace: str = "shop", **parts: Any) -> dict[str, Any]:
        return self.put(thing(kind, name, namespace, metadata={"labels": LABELS}, **parts))

    def deployment(self, name: str, namespace: str = "shop") -> None:
        """With a ReplicaSet and a Pod."""
        labels = {"matchLabels": {"app": name}}
        template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "web", "image": "web"}]}}
        spec = {"replicas": 1, "selector": labels, "template": template}
        top = self.labelled("Deployment", name, namespace, version="apps/v1", spec=spec)
        replicas = self.put(thing("ReplicaSet", f"{name}-1", namespace, "apps/v1", spec=spec, **owned_by(top)))
        pod: dict[str, Any] = {"spec": template["spec"], "status": {"phase": "Running"}}
        self.put(thing("Pod", f"{name}-1-x", namespace, **pod, **owned_by(replicas)))

    def lists(self) -> Counter[str]:
        return Counter(line.resource for line in self.server.requests.of("list"))


def helm_release(**status: Any) -> dict[str, Any]:
    spec = {
        "interval": "1m",
        "chart": {"spec": {"chart": "cart", "sourceRef": {"kind": "HelmRepository", "name": "x"}}},
    }
    return thing("HelmRelease", "cart", version="helm.toolkit.fluxcd.io/v2", spec=spec, status=status)


HISTORY = [
    {
        "name": "cart",
        "namespace": "shop",
        "version": 3,
        "status": "deployed",
        "chartName": "cart",
        "chartVersion": "1.0.0",
        "configDigest": "sha256:0",
        "digest": "sha256:0",
        "firstDeployed": "2026-11-24T05:00:00Z",
        "lastDeployed": "2026-11-24T05:00:00Z",
    }
]


def stored(manifest: str) -> dict[str, Any]:
    content = base64.b64encode(gzip.compress(json.dumps({"manifest": manifest}).encode()))
    data = {"release": base64.b64encode(content).decode()}
    return thing("Secret", "sh.helm.release.v1.cart.v3", type="helm.sh/release.v1", data=data)
