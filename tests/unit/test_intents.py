"""What a pull request is about, by the files it touches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wgtui.fleet.intents import intents, meant
from wgtui.github.marks import Subject, Verb, written_mark
from wgtui.github.pulls import PullRequest, PullState
from wgtui.github.repository import Repository
from wgtui.github.touched import Touch, TouchedFile

PULL = PullRequest(Repository("github.com", "acme", "fleet"), 7, "PR_7", "x", PullState.OPEN, "b", "main", "ada", "")
MANIFESTS = "clusters/management/clusters"
WATCHED = ("./clusters/management/clusters",)


def body(kind: str, name: str, namespace: str = "dev") -> str:
    return f"---\napiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {namespace}\n"


def added(path: str, *bodies: str) -> TouchedFile:
    return TouchedFile(path, Touch.ADDED, "".join(bodies))


def removed(path: str, *bodies: str) -> TouchedFile:
    return TouchedFile(path, Touch.REMOVED, "".join(bodies))


BOTH = (body("Cluster", "kitchen"), body("GitopsCluster", "kitchen"))
HERE = f"{MANIFESTS}/dev/anything.yaml"

CASES: dict[str, tuple[list[TouchedFile], list[str]]] = {
    "a cluster that is added, told once": ([added(HERE, *BOTH)], ["create dev/kitchen"]),
    "a Cluster without a GitopsCluster": ([added(HERE, body("Cluster", "bare"))], ["create dev/bare"]),
    "a cluster that is removed": ([removed(HERE, *BOTH)], ["delete dev/kitchen"]),
    "one that moves to another file": (
        [removed(HERE, *BOTH), added(f"{MANIFESTS}/dev/kitchen.yml", *BOTH)],
        ["edit dev/kitchen"],
    ),
    "one that is outside of what Flux reads here": ([added("elsewhere/dev/kitchen.yaml", *BOTH)], []),
    "a manifest that is changed": (
        [TouchedFile(f"{MANIFESTS}/dev/kitchen.yaml", Touch.CHANGED)],
        ["edit dev/kitchen"],
    ),
    "a manifest that is too large to be shown": ([removed(f"{MANIFESTS}/dev/kitchen.yaml")], ["delete dev/kitchen"]),
    "a file in the folder of a cluster": (
        [TouchedFile("clusters/dev/kitchen/profiles.yaml", Touch.CHANGED)],
        ["edit dev/kitchen"],
    ),
    "an application in the folder of a cluster": (
        [added("clusters/dev/kitchen/podinfo.yaml", body("HelmRelease", "podinfo", "flux-system"))],
        ["add flux-system/podinfo"],
    ),
    "an application that goes": ([removed("apps/x.yaml", body("Kustomization", "x"))], ["delete dev/x"]),
    "what all clusters share": ([TouchedFile("clusters/bases/rbac/roles.yaml", Touch.CHANGED)], []),
    "the management cluster's own Flux": (
        [TouchedFile("clusters/management/flux-system/kustomization-apps.yaml", Touch.CHANGED)],
        [],
    ),
    "what is no manifest": ([added("README.md", "# fleet")], []),
    "what cannot be read": ([added(HERE, "kind: [", *BOTH)], []),
    "what holds no object": ([added(HERE, "- a\n- b\n", "--- 7\n")], []),
    "clusters in order": (
        [added(HERE, body("GitopsCluster", "b"), body("GitopsCluster", "a"))],
        ["create dev/a", "create dev/b"],
    ),
}


@pytest.mark.parametrize(("files", "wanted"), CASES.values(), ids=CASES)
def test_a_pull_request_of_somebody_else_is_understood(files: list[TouchedFile], wanted: list[str]) -> None:
    """Clusters before applications, by content where the whole file is shown, else by its place."""
    assert [str(intent) for intent in intents(files, WATCHED)] == wanted


def test_a_cluster_anywhere_counts_while_nobody_knows_what_flux_reads() -> None:
    """Rather one too many than none."""
    files = [added("elsewhere/dev/kitchen.yaml", *BOTH)]
    assert [str(intent) for intent in intents(files)] == ["create dev/kitchen"]


def test_of_what_is_made_the_files_say_more_than_the_mark() -> None:
    """A template may make an application; of a deletion the mark says which cluster was meant."""
    release = [added("apps/tea.yaml", body("HelmRelease", "tea"))]
    create = replace(PULL, body=written_mark(Verb.CREATE, [Subject("GitopsCluster", "dev", "tea")], "0a"))
    assert [str(one) for one in meant(create, release, WATCHED)] == ["add dev/tea"]
    assert [str(one) for one in meant(create, [], WATCHED)] == ["create dev/tea"]
    delete = replace(PULL, body=written_mark(Verb.DELETE, [Subject("GitopsCluster", "dev", "tea")], "0a"))
    assert [str(one) for one in meant(delete, release, WATCHED)] == ["delete dev/tea"]
    assert [str(one) for one in meant(PULL, release, WATCHED)] == ["add dev/tea"]
