"""The Secrets in which Helm keeps its releases: gzipped JSON in base64, and that in base64 as all data of Secrets."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

from wgtui.demo.world.delivery import Application, ApplicationState, Health, Source, Workload
from wgtui.demo.world.draft import Draft, Json
from wgtui.demo.world.releases import chart_version, history, target_namespace


def storage_secrets(draft: Draft, application: Application, state: ApplicationState, source: Source) -> Iterator[Json]:
    """One for each release that the history tells of."""
    if state.health in (Health.NO_SOURCE, Health.WAITING):
        return
    for entry in history(draft, application, state, source):
        version, status = entry["version"], entry["status"]
        labels = {"name": application.name, "owner": "helm", "status": status, "version": str(version)}
        yield replace(draft, namespace=target_namespace(application), deleted=None).object(
            "v1",
            "Secret",
            f"sh.helm.release.v1.{application.name}.v{version}",
            labels=labels,
            type="helm.sh/release.v1",
            data={"release": _encoded(_release(application, source, entry))},
        )


def _release(application: Application, source: Source, entry: Json) -> Json:
    metadata = {"name": application.chart, "version": chart_version(source, entry["version"])}
    return {
        "name": application.name,
        "namespace": entry["namespace"],
        "version": entry["version"],
        "info": {
            "first_deployed": entry["firstDeployed"],
            "last_deployed": entry["lastDeployed"],
            "deleted": "",
            "description": "Upgrade complete" if entry["status"] == "deployed" else entry["status"],
            "status": entry["status"],
        },
        "chart": {"metadata": metadata | {"apiVersion": "v2", "appVersion": entry["appVersion"]}},
        "config": {"replicaCount": 2},
        "manifest": "".join(_manifest(workload) for workload in application.workloads),
    }


def _manifest(workload: Workload) -> str:
    kinds = (("v1", "ConfigMap"), ("v1", "Service"), ("apps/v1", "Deployment"))
    return "".join(
        f"---\n# Source: {workload.name}/templates/{kind.lower()}.yaml\napiVersion: {version}\nkind: {kind}\n"
        f"metadata:\n  name: {workload.name}\n  namespace: {workload.namespace}\n"
        for version, kind in kinds
    )


def _encoded(release: Json) -> str:
    packed = gzip.compress(json.dumps(release, separators=(",", ":")).encode(), mtime=0)
    return base64.b64encode(base64.b64encode(packed)).decode()
