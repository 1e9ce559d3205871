"""What source-controller has stored of Helm repositories: an index each, of the charts that run and of some more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from wgtui.demo.storage import Storage
from wgtui.demo.world.draft import Json, digest

SERVICE = ("flux-system", "source-controller")
REPOSITORIES, CHARTS = "helmrepositories.source.toolkit.fluxcd.io", "helmcharts.source.toolkit.fluxcd.io"

LAYER, PROFILE = "weave.works/layer", "weave.works/profile"

_CHARTS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "weaveworks-charts": (
        ("cert-manager", "1.19.1", "layer-0", "Certificates for workloads"),
        ("kube-prometheus-stack", "79.5.0", "layer-1", "Metrics, alerts and their dashboards"),
        ("ingress-nginx", "4.14.0", "layer-1", "The way in"),
        ("cluster-autoscaler", "9.53.0", "", "As many nodes as are needed"),
        ("podinfo", "6.9.2", "", "A small web service to try things with"),
    ),
    "acme-charts": (("loyalty", "0.4.0", "", "Points for customers"), ("voucher", "2.1.3", "", "Codes and gift cards")),
    "jetstack": (("cert-manager", "1.19.1", "", "Certificates for workloads"),),
    "ingress-nginx": (("ingress-nginx", "4.14.0", "", "The way in"),),
    "prometheus-community": (
        ("kube-prometheus-stack", "79.5.0", "", "Metrics, alerts and their dashboards"),
        ("prometheus-node-exporter", "4.49.1", "", "Metrics of machines"),
    ),
}
"""By repository: chart, newest version, layer, description."""


def stored(storage: Storage, path: str) -> bytes | None:
    """What source-controller answers for an artifact of a HelmRepository; None for what it has not stored."""
    kind, _, rest = path.strip("/").partition("/")
    namespace, _, rest = rest.partition("/")
    found = storage.find(REPOSITORIES, namespace, rest.partition("/")[0])
    if kind != "helmrepository" or found is None:
        return None
    artifact = found.parsed().get("status", {}).get("artifact", {})
    if artifact.get("path") != path.strip("/"):
        return None
    return json.dumps(_index(storage, namespace, found.name)).encode()


def serve(storage: Storage) -> None:
    storage.services[SERVICE] = partial(stored, storage)


def _index(storage: Storage, namespace: str, repository: str) -> Json:
    entries: dict[str, list[Json]] = {}
    for chart, newest, layer, about in _charts(storage, namespace, repository):
        is_profile = repository == "weaveworks-charts"
        annotations = {key: value for key, value in ((PROFILE, is_profile and chart), (LAYER, layer)) if value}
        entries[chart] = [
            {
                "apiVersion": "v2",
                "name": chart,
                "version": version,
                "description": about,
                "digest": digest(repository, chart, version),
                "urls": [f"{chart}-{version}.tgz"],
                **({"annotations": annotations} if annotations else {}),
            }
            for version in _versions(newest)
        ]
    return {"apiVersion": "v1", "entries": entries}


def _charts(storage: Storage, namespace: str, repository: str) -> Iterator[tuple[str, str, str, str]]:
    """Those of the table, in the version that runs where one does, and those that run only."""
    running = {}
    for found in storage.collection(CHARTS).ordered(namespace):
        body = found.parsed()
        revision = body.get("status", {}).get("artifact", {}).get("revision", "")
        if body["spec"]["sourceRef"]["name"] == repository and revision:
            running[body["spec"]["chart"]] = revision
    for chart, newest, layer, about in _CHARTS.get(repository, ()):
        yield chart, running.pop(chart, newest), layer, about
    for chart, version in running.items():
        yield chart, version, "", ""


def _versions(newest: str) -> Iterator[str]:
    """A pre-release of what comes next, and some that came before."""
    major, minor, patch = map(int, newest.split("."))
    yield f"{major}.{minor + 1}.0-rc.1"
    yield from (f"{major}.{minor}.{number}" for number in range(patch, max(-1, patch - 4), -1))
    yield from (f"{major}.{number}.0" for number in range(minor - 1, max(-1, minor - 6), -1))
