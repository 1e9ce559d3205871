"""Objects that tests put on an embedded server."""

from __future__ import annotations

from typing import Any

KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io"


def kustomization(
    name: str, namespace: str = "flux-system", *, ready: bool = True, message: str = ""
) -> dict[str, Any]:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": namespace, "labels": {"team": name.partition("-")[0]}},
        "spec": {
            "path": "./apps",
            "prune": True,
            "interval": "5m",
            "sourceRef": {"kind": "GitRepository", "name": "fleet"},
        },
        "status": {
            "observedGeneration": 1,
            "lastAppliedRevision": "main@sha1:0123456789abcdef0123456789abcdef01234567",
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True" if ready else "False",
                    "reason": "ReconciliationSucceeded" if ready else "BuildFailed",
                    "message": message or "Applied revision",
                    "lastTransitionTime": "2026-11-24T05:00:00Z",
                    "observedGeneration": 1,
                }
            ],
        },
    }
