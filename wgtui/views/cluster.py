"""The Overview of one cluster: what the list says of it, whole, and what each of its objects says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wgtui.fleet.cluster_objects import ClusterObjects
from wgtui.fleet.cluster_status import cluster_verdict
from wgtui.fleet.cluster_summary import summary
from wgtui.fleet.clusters import ClusterSummary, Count
from wgtui.fleet.conditions import said_by
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import named
from wgtui.views.cells import NOTHING, count_cell, status_cell, text_cell
from wgtui.views.columns import Cell
from wgtui.views.described import condition_table, object_sections, verdict_section
from wgtui.views.page import Fact, Facts, Section


def cluster_sections(found: ClusterObjects) -> list[Section]:
    row, stale = summary(found, "", Count()), not found.live
    verdict = verdict_section(row.status, row.reason, row.message, stale, *_facts(found, row))
    sections: list[Section] = [verdict if row.hangs_from is None else _in_time(verdict, found, stale)]
    for kind, side in ((GITOPS_CLUSTER, found.gitops), (CLUSTER, found.cluster)):
        if side is not None:
            sections += object_sections(kind, side.metadata, said_by(side), stale)
    for part in (found.control_plane, found.infrastructure):
        if part is not None:
            title = f"Conditions of {_kind_of(part)}/{part.metadata.name}"
            sections.append(condition_table(said_by(part), stale, title))
    return sections


def _in_time(verdict: Facts, found: ClusterObjects, stale: bool) -> Facts:
    """What is under way may turn out to hang while it is looked at."""
    told = {
        "status": lambda now: status_cell(cluster_verdict(found, now).status, stale),
        "message": lambda now: text_cell(cluster_verdict(found, now).message),
    }
    return replace(verdict, facts=tuple(replace(fact, value=told.get(fact.name, fact.value)) for fact in verdict.facts))


def _facts(found: ClusterObjects, row: ClusterSummary) -> list[Fact]:
    """What is not known is left out, except what everybody looks for."""
    always = [
        Fact("provider", text_cell(" ".join(part for part in (row.provider, row.region) if part))),
        Fact("version", text_cell(row.version)),
        Fact("control plane", count_cell(row.control_plane)),
        Fact("workers", count_cell(row.workers)),
        Fact("connected", status_cell(row.connectivity, row.stale)),
        Fact("bootstrap", _bootstrap(found, row)),
    ]
    named_ref = row.capi_ref if row.capi_ref != row.ref else None
    more = [
        Fact("endpoint", text_cell(row.endpoint)),
        Fact("phase", text_cell(row.phase)),
        Fact("Cluster", text_cell(str(named_ref or ""))),
    ]
    return always + [fact for fact in more if fact.value != NOTHING]


def _bootstrap(found: ClusterObjects, row: ClusterSummary) -> Cell:
    """Its status; where it is not done, what it waits for or failed of."""
    said = found.bootstrap
    cell = status_cell(said.status, row.stale)
    return cell._replace(text=f"{cell.text}: {text_cell(said.message).text}") if said.message else cell


def _kind_of(found: object) -> Kind[Any] | str:
    return named(type(found).__name__) or type(found).__name__
