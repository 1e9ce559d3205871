"""Which charts a HelmRepository has, and their versions, as far as the cluster knows them.

wgtui talks to the Kubernetes API and to GitHub, and to nothing else. So the index is not downloaded from the
repository, which may be private or out of reach from here: source-controller has fetched it, and its copy is read
through the API server's proxy to that service, as Weave GitOps reads charts of leaf clusters. Where that may not be
(no right to services/proxy, read-only, an OCI registry, which has no index) the versions of what runs are offered.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlsplit
from weakref import WeakKeyDictionary

from wgtui.errors import ConfigError, KubeError, TemplateError
from wgtui.kube.client import Client
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import HELM_CHART, HELM_REPOSITORY, HelmChart
from wgtui.templates.charts import Charts, of_versions, read_index
from wgtui.templates.profiles import Profile, needs_facts
from wgtui.templates.request import ProfileChoice
from wgtui.templates.settings import Surroundings

PATIENCE: Final = 10.0
"""Seconds for one index."""

LARGEST: Final = 32 * 2**20
"""Bytes of one index."""

KEPT: Final = 8
"""Indexes remembered for one server; what an artifact's address names never changes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`note` says why it is less than the repository has; empty where it is all."""

    charts: Charts
    note: str = ""


_KNOWN: WeakKeyDictionary[Client, OrderedDict[str, Charts]] = WeakKeyDictionary()


async def charts_of(client: Client, repository: ObjectRef) -> Offer:
    """Of a HelmRepository by its name. Raises KubeError where it cannot be read."""
    return await offered(client, await client.get_raw(HELM_REPOSITORY, repository))


async def offered(client: Client, repository: Mapping[str, Any]) -> Offer:
    """Of a HelmRepository as it was read whole; never raises for an index that cannot be had."""
    try:
        return Offer(await _index(client, repository))
    except (KubeError, TemplateError, ConfigError) as error:
        why = str(error)
    except TimeoutError:
        why = f"its index did not come within {PATIENCE:.0f} s"
    return Offer(await _running(client, _ref(repository)), f"versions that run here; {why}")


async def with_charts(
    client: Client, around: Surroundings, known: Mapping[str, Profile], choices: Iterable[ProfileChoice]
) -> Surroundings:
    """With what the repository says of charts, read only if some profile to be installed lacks a version."""
    is_known = around.charts or around.charts_note
    if around.repository is None or is_known or not needs_facts(known, choices):
        return around
    offer = await offered(client, around.repository)
    return replace(around, charts=offer.charts.facts, charts_note=offer.note)


async def _index(client: Client, repository: Mapping[str, Any]) -> Charts:
    path = _path(repository)
    known = _KNOWN.setdefault(client, OrderedDict())
    annotations = repository.get("metadata", {}).get("annotations") or {}
    # The filter of versions stands on the object, and may change while the index does not.
    key = f"{path} {sorted(annotations.items())}"
    if key not in known:
        async with asyncio.timeout(PATIENCE):
            content = await client.read(path)
        _check_size(len(content))
        known[key] = await asyncio.to_thread(read_index, content, annotations)
        while len(known) > KEPT:
            known.popitem(last=False)
    known.move_to_end(key)
    return known[key]


def _path(repository: Mapping[str, Any]) -> str:
    """Of the index, through the API server. Raises ConfigError where source-controller has none to give."""
    ref, spec = _ref(repository), repository.get("spec") or {}
    if spec.get("type") == "oci":
        raise ConfigError(f"HelmRepository {ref} is an OCI registry", "it has no index")
    artifact = (repository.get("status") or {}).get("artifact") or {}
    _check_size(artifact.get("size") or 0)
    url = urlsplit(str(artifact.get("url") or ""))
    host = (url.hostname or "").rstrip(".").split(".")
    # Written by a controller, but read with our rights: nothing but this repository's own file is asked for.
    ours = url.path.startswith(f"/helmrepository/{ref.namespace}/{ref.name}/") and ".." not in url.path
    if not ours or len(host) < 3 or host[2] != "svc" or url.scheme not in ("http", "https"):
        raise ConfigError(f"HelmRepository {ref} has no index yet", "source-controller has not stored one")
    service, namespace = host[:2]
    port = url.port or (443 if url.scheme == "https" else 80)
    door = f"{service}:{port}" if url.scheme == "http" else f"https:{service}:{port}"
    return f"/api/v1/namespaces/{quote(namespace, safe='')}/services/{door}/proxy{quote(url.path)}"


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise ConfigError("its index is too large", f"more than {LARGEST // 2**20} MiB")


async def _running(client: Client, repository: ObjectRef) -> Charts:
    """Versions that HelmCharts of this repository have come to; none where they cannot be read."""
    try:
        charts = await client.list(HELM_CHART, repository.namespace)
    except KubeError:
        return Charts()
    ours = [chart for chart in charts if _is_of(chart, repository)]
    return of_versions((chart.spec.chart, chart.status.artifact.revision) for chart in ours if chart.status.artifact)


def _is_of(chart: HelmChart, repository: ObjectRef) -> bool:
    source = chart.source
    return source is not None and source.kind == HELM_REPOSITORY.kind and source.ref == repository


def _ref(repository: Mapping[str, Any]) -> ObjectRef:
    metadata = repository.get("metadata") or {}
    return ObjectRef(str(metadata.get("namespace", "")), str(metadata.get("name", "")))
