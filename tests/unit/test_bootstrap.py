"""How far the bootstrap of a cluster is, by annotations, selectors and Jobs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tests.unit.worlds import (
    NAMESPACE,
    THEN,
    cluster,
    condition,
    config,
    eks,
    eks_cluster,
    gitops,
    job,
    made,
    store_of,
)
from wgtui.fleet.bootstrap import Bootstrap, bootstrap_of, has_run, ran, selects
from wgtui.fleet.bootstrap_why import World, world_of
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.fleet.rows import ClusterRows
from wgtui.fleet.secret_syncs import copies
from wgtui.fleet.status import Status, Tone
from wgtui.resources.cluster_bootstrap import SECRET_SYNC
from wgtui.resources.meta import ObjectRef
from wgtui.resources.workloads import JOB
from wgtui.views.bootstrap import bootstrap_sections
from wgtui.views.page import Facts, Table

SELECTED: dict[str, Any] = {"labels": {"bootstrap": "flux"}}
RAN: dict[str, Any] = {"annotations": {"capi.weave.works/bootstrap-configs": f"{NAMESPACE}/flux"}}
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DONE = condition("Complete")
FAILED = condition("Failed", True, "BackoffLimitExceeded", "too often")


class Case(NamedTuple):
    name: str
    gitops: Any
    configs: tuple[Any, ...]
    jobs: tuple[Any, ...]
    status: Status | None
    message: str = ""


CASES = (
    Case("nothing selects it", gitops(), (config(),), (), None),
    Case("an empty selector selects nothing", gitops(**SELECTED), (config(labels={}),), (), None),
    Case("a config of another namespace", gitops(**SELECTED, namespace="other"), (config(),), (), None),
    Case("selected", gitops(**SELECTED), (config(),), (), Status.WAITING, "is about to run"),
    Case(
        "selected, the cluster is not ready",
        gitops("prod", condition("Ready", False), **SELECTED),
        (config(),),
        (),
        Status.WAITING,
        "waits for Ready",
    ),
    Case("one of two ran", gitops(**SELECTED, **RAN), (config(), config("addons")), (), Status.WAITING, "fleet/addons"),
    Case("ran", gitops(**SELECTED, **RAN), (config(),), (), Status.READY),
    Case("ran, and the config is gone", gitops(**RAN), (), (), Status.READY),
    Case(
        "marked by hand",
        gitops(**SELECTED, annotations={"capi.weave.works/bootstrapped": ""}),
        (config(),),
        (),
        Status.READY,
    ),
    Case(
        "running",
        gitops(**SELECTED, **RAN),
        (config(),),
        (job(gitops(), active=1),),
        Status.BOOTSTRAPPING,
        "run-flux-abcde",
    ),
    Case("waiting for its pod", gitops(**SELECTED, **RAN), (config(),), (job(gitops()),), Status.BOOTSTRAPPING),
    Case(
        "between two attempts", gitops(**SELECTED, **RAN), (config(),), (job(gitops(), failed=1),), Status.BOOTSTRAPPING
    ),
    Case("done", gitops(**SELECTED, **RAN), (config(),), (job(gitops(), DONE),), Status.READY),
    Case("failed", gitops(**SELECTED, **RAN), (config(),), (job(gitops(), FAILED),), Status.FAILED, "too often"),
    Case(
        "one failed, another is running",
        gitops(**SELECTED, **RAN),
        (config(),),
        (job(gitops(), active=1, name="run-addons-fghij"), job(gitops(), FAILED)),
        Status.FAILED,
    ),
    Case("the Jobs have been cleaned up", gitops(**SELECTED, **RAN), (config(),), (), Status.READY),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_worst_is_told(case: Case) -> None:
    """Of all configurations that select the cluster, and of all Jobs it owns."""
    found = bootstrap_of(case.gitops, case.configs, case.jobs)
    assert found.status is case.status
    assert case.message in found.message


def test_the_newest_job_of_a_configuration_counts() -> None:
    """What failed before it was run again is history."""
    older = job(gitops(), FAILED, name="run-flux-abcde", created="2026-11-24T05:00:00Z")
    newer = job(gitops(), DONE, name="run-flux-zzzzz", created="2026-11-24T09:00:00Z")
    for jobs in ([older, newer], [newer, older]):
        assert bootstrap_of(gitops(**SELECTED, **RAN), (config(),), jobs).status is Status.READY


def test_the_annotation_is_a_list() -> None:
    """Sorted, separated by commas; the older one means all of them."""
    both = gitops(annotations={"capi.weave.works/bootstrap-configs": "a/one, a/two,"})
    assert ran(both) == {"a/one", "a/two"}
    assert has_run(ObjectRef("a", "two"), both)
    assert not has_run(ObjectRef("a", "three"), both)
    assert not has_run(ObjectRef("a", "three"), gitops())


def test_a_cluster_that_is_being_deleted_is_not_selected_any_more() -> None:
    """Nothing new is run on it."""
    assert selects(config(), gitops(**SELECTED))
    assert not selects(config(), gitops(**SELECTED, deletionTimestamp="2026-11-24T05:30:00Z"))


def test_nothing_is_known_of_a_cluster_that_has_no_gitops_side() -> None:
    """The bootstrap controller does not see it."""
    store = store_of(cluster(), config(), read=ClusterRows.KINDS)
    found = cluster_objects_of(store, ObjectRef(NAMESPACE, "prod"))
    assert found is not None
    assert found.bootstrap == Bootstrap()
    (section,) = bootstrap_sections(world_of(store, found), [], stale=False, target=lambda kind, ref: (kind, ref))
    assert isinstance(section, Facts)
    assert "no GitopsCluster" in section.facts[1].cell(NOW).text


def sync(name: str = "pull", labels: Any = None, **status: Any) -> Any:
    selector = {"matchLabels": {"bootstrap": "flux"} if labels is None else labels}
    spec = {"clusterSelector": selector, "secretRef": {"name": name}, "targetNamespace": "platform"}
    return made(SECRET_SYNC, name, spec, status)


def test_the_tab_tells_every_configuration_and_every_job() -> None:
    """What ran, what waits and for what, how often it was tried, which Secrets are copied."""
    annotations = RAN["annotations"] | {"capi.weave.works/bootstrapped": "yes"}
    both = gitops(**SELECTED, annotations=annotations)
    world = (gitops(**SELECTED, **RAN), eks_cluster(), eks(), config(), config("nodes", requireClusterReady=True))
    made_job = job(gitops(), FAILED, failed=7, startTime=THEN, completionTime="2026-11-24T05:04:00Z")
    store = store_of(*world, made_job, read=ClusterRows.KINDS)
    found = cluster_objects_of(store, ObjectRef(NAMESPACE, "prod"))
    assert found is not None
    syncs = [sync(versions={"prod": "41"}), sync("keys"), sync("other", {"team": "x"}), sync("all", {})]
    sections = bootstrap_sections(world_of(store, found), syncs, False, lambda kind, ref: (kind, ref))
    status, configs, jobs, copied = sections
    assert isinstance(status, Facts)
    assert isinstance(configs, Table)
    assert isinstance(jobs, Table)
    assert isinstance(copied, Table)
    states = {str(row.metadata.ref): configs.columns[2].cell(row, NOW) for row in configs.rows}
    assert states["fleet/flux"].text == "ran"
    assert "never shows" in states["fleet/nodes"].text
    assert states["fleet/nodes"].tone is Tone.WARN
    (row,) = jobs.rows
    assert [column.cell(row, NOW).text for column in jobs.columns] == [
        "run-flux-abcde",
        "failed",
        "7 of 7",
        "60m",
        "4m",
        "too often",
    ]
    assert jobs.target is not None
    assert jobs.target(row) == (JOB, row.metadata.ref)
    assert [(one.secret.name, one.target_namespace, one.version, one.status) for one in copied.rows] == [
        ("pull", "platform", "41", Status.READY),
        ("keys", "platform", "", Status.WAITING),
    ]
    facts = {fact.name: fact.cell(NOW).text for fact in status.facts}
    assert facts["run by"] == "fleet/flux"
    assert "marked" not in facts
    marked = bootstrap_sections(World(both), [], False, lambda kind, ref: (kind, ref))[0]
    assert isinstance(marked, Facts)
    assert {fact.name: fact.cell(NOW).text for fact in marked.facts}["marked"] == "capi.weave.works/bootstrapped: yes"


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ((condition("Ready", False),), "waits for Ready of the GitopsCluster"),
        ((condition("Ready"), condition("ClusterConnectivity", False, "", "no route")), "does not answer: no route"),
        ((), "not copied yet"),
    ],
)
def test_why_a_secret_is_not_copied(conditions: Any, message: str) -> None:
    """By what the cluster says of itself."""
    (copy,) = copies([sync()], gitops("prod", *conditions, **SELECTED))
    assert message in copy.message
