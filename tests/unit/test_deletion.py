"""What is deleted with a cluster, and what is not because others have it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from wgtui.actions.delete_clusters import deleted
from wgtui.actions.edit_cluster import edited
from wgtui.actions.origin import Checkout
from wgtui.actions.proposal import Proposal, Wishes, change_set
from wgtui.github.changes import Entry, Snapshot, plan
from wgtui.github.repository import Repository
from wgtui.resources.meta import ObjectRef
from wgtui.templates.files import RenderedFile
from wgtui.templates.paths import Layout
from wgtui.templates.place import Place
from wgtui.templates.rendering import Rendered
from wgtui.templates.request import CreateRequest

CHECKOUT = Checkout(Repository("github.com", "acme", "fleet"), "main", ObjectRef("flux-system", "flux-system"))
DEV, TEST = ObjectRef("fleet", "dev"), ObjectRef("fleet", "test")
MANIFESTS = "clusters/management/clusters"


def gone(proposal: Proposal, *paths: str) -> set[str]:
    """Which of these files, all in the repository, the pull request deletes."""
    snapshot = Snapshot("c", "t", {path: Entry("sha") for path in paths})
    entries = plan(change_set(proposal, CHECKOUT, Wishes()), snapshot).entries
    return {entry.path for entry in entries if entry.content is None}


def deletion(created: Mapping[ObjectRef, Sequence[str]], *clusters: ObjectRef) -> Proposal:
    return deleted(clusters or (DEV,), Layout(), created)


OWN = (f"{MANIFESTS}/fleet/dev.yaml", "clusters/fleet/dev/profiles.yaml", "teams/dev.yaml")


def test_a_file_that_another_cluster_made_too_is_kept() -> None:
    """As a namespace or a HelmRepository in a file of both; the pull request says so."""
    proposal = deletion({DEV: ["teams/dev.yaml", "teams/namespace.yaml"], TEST: ["./teams//namespace.yaml"]})
    assert gone(proposal, *OWN, "teams/namespace.yaml") == set(OWN)
    assert "teams/namespace.yaml is kept: fleet/test has it too" in proposal.description


def test_it_goes_with_the_last_that_had_it() -> None:
    """When both are deleted at once, or the other is gone."""
    made = {DEV: ["teams/namespace.yaml"], TEST: ["teams/namespace.yaml"]}
    assert "teams/namespace.yaml" in gone(deletion(made, DEV, TEST), *OWN, "teams/namespace.yaml")
    assert "teams/namespace.yaml" in gone(deletion({DEV: ["teams/namespace.yaml"]}), *OWN, "teams/namespace.yaml")


def test_what_another_cluster_made_inside_the_folder_is_kept() -> None:
    """Whoever put it there has it."""
    inside = "clusters/fleet/dev/shared/repository.yaml"
    assert gone(deletion({DEV: [], TEST: [inside]}), *OWN[:2], inside) == set(OWN[:2])


@pytest.mark.parametrize(
    "path",
    [
        "clusters/fleet/test/repositories.yaml",
        f"{MANIFESTS}/fleet/test.yaml",
        "clusters/bases/rbac.yaml",
        "clusters/namespaces.yaml",
    ],
)
def test_what_belongs_to_another_or_to_all_is_never_taken_along(path: str) -> None:
    """Although the template of this one wrote it."""
    assert gone(deletion({DEV: [path], TEST: []}), *OWN[:2], path) == set(OWN[:2])


@pytest.mark.parametrize("name", ["clusters", "flux-system"])
def test_a_cluster_cannot_take_the_management_clusters_folder(name: str) -> None:
    """`clusters/management/flux-system` is Flux itself, whatever a cluster is called."""
    ref = ObjectRef("management", name)
    paths = [f"{MANIFESTS}/management/{name}.yaml", *OWN[:2], "clusters/management/flux-system/gotk-sync.yaml"]
    assert gone(deletion({}, ref), *paths) == {f"{MANIFESTS}/management/{name}.yaml"}


def test_paths_are_compared_component_by_component() -> None:
    """`dev-eu` is not below `dev`."""
    paths = (f"{MANIFESTS}/fleet/dev-eu.yaml", "clusters/fleet/dev-eu/profiles.yaml")
    assert gone(deletion({DEV: [], ObjectRef("fleet", "dev-eu"): []}), *OWN[:2], *paths) == set(OWN[:2])


def test_an_edit_leaves_behind_what_another_cluster_has() -> None:
    """A path that the template does not make any more, but for the others."""
    place = Place(Layout(), "fleet", "dev")
    rendered = Rendered((RenderedFile(OWN[0], "kind: Cluster\n"),), place, CreateRequest(name="eks"))
    before = [OWN[0], "teams/dev.yaml", "teams/namespace.yaml", "clusters/bases/rbac.yaml"]
    proposal = edited(rendered, before, {OWN[0]: b"x"}, others={TEST: ["teams/namespace.yaml"]})
    assert {change.path for change in proposal.changes} == {OWN[0], "teams/dev.yaml"}
    assert "teams/namespace.yaml is kept" in proposal.description
