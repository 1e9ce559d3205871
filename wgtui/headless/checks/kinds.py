"""What the server serves of what wgtui reads, a line for each API group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from wgtui.headless.check import Check, Result
from wgtui.kube.discovery import Served
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import KINDS

GROUP = "kinds"

_ABSENT = {
    "gitops.weave.works": "GitopsClusters come with the cluster controller",
    "capi.weave.works": "ClusterBootstrapConfigs come with the cluster bootstrap controller",
    "cluster.x-k8s.io": "clusters have no machines without Cluster API",
    "source.toolkit.fluxcd.io": "there are no sources without Flux",
    "kustomize.toolkit.fluxcd.io": "there are no Kustomizations without Flux",
    "helm.toolkit.fluxcd.io": "there are no HelmReleases without Flux",
}


def served_kinds(served: Served) -> Iterator[Check]:
    ours = sorted((kind for kind in KINDS if "." in kind.group), key=lambda kind: kind.group)
    checks = [_group(group, tuple(kinds), served) for group, kinds in groupby(ours, key=lambda kind: kind.group)]
    if all(check.result is not Result.OK for check in checks):
        yield Check(GROUP, "any", Result.FAIL, "nothing that wgtui shows is served", "is this the management cluster?")
    yield from checks


def _group(group: str, kinds: tuple[Kind[Any], ...], served: Served) -> Check:
    if group in served.broken:
        return Check(GROUP, group, Result.WARN, served.broken[group], "its API server does not answer")
    found = [(kind, version) for kind in kinds if (version := served.version_of(kind))]
    if not found:
        return _unknown(group, kinds, served)
    lacking = [kind.kind for kind in kinds if not served.versions_of(kind)]
    versions = sorted({version for _, version in found})
    detail = f"{', '.join(versions)}: {', '.join(kind.kind for kind, _ in found)}"
    return Check(GROUP, group, Result.OK, f"{detail}; without {', '.join(lacking)}" if lacking else detail)


def _unknown(group: str, kinds: tuple[Kind[Any], ...], served: Served) -> Check:
    others = sorted({version for kind in kinds for version in served.versions_of(kind)})
    if others:
        return Check(GROUP, group, Result.WARN, f"only as {', '.join(others)}", "this wgtui is too old, or too new")
    return Check(GROUP, group, Result.WARN, "not served", _ABSENT.get(group, "nothing of it is shown"))
