"""What each verb would put into a pull request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wgtui.actions.add_application import added
from wgtui.actions.belonging import created_files
from wgtui.actions.checks import findings
from wgtui.actions.connect_cluster import connected, instructions
from wgtui.actions.delete_clusters import deleted
from wgtui.actions.edit_cluster import asked_before
from wgtui.actions.origin import Checkout, Origin, default_source, unmanaged
from wgtui.actions.proposal import Proposal, Subject, Verb, Wishes, change_set, mark, read_mark
from wgtui.errors import ConfigError, NotFound, TemplateError
from wgtui.github.changes import Based, Change, Entry, Snapshot, plan
from wgtui.github.pulls import PullRequest, PullState
from wgtui.github.repository import Repository
from wgtui.resources.kustomize import Kustomization, KustomizationSpec, applier
from wgtui.resources.meta import Annotations, ObjectMeta, ObjectRef
from wgtui.resources.references import Reference
from wgtui.resources.source import GitRepository
from wgtui.templates.automations import HelmReleaseChoice, Target
from wgtui.templates.paths import Layout

ACME = Repository("github.com", "acme", "fleet")
FLUX = ObjectRef("flux-system", "flux-system")
CHECKOUT = Checkout(ACME, "main", FLUX)
DEV = ObjectRef("fleet", "dev")
SEALED = "ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]"


def test_a_deleted_cluster_takes_its_folder_and_what_it_made_and_nothing_of_its_namesake() -> None:
    """`dev2` stays."""
    proposal = deleted([DEV], Layout(), {DEV: ["elsewhere/dev.yaml"]})
    paths = [
        *("clusters/management/clusters/fleet/dev.yaml", "clusters/fleet/dev/profiles.yaml", "elsewhere/dev.yaml"),
        *("clusters/management/clusters/fleet/dev2.yaml", "clusters/fleet/dev2/profiles.yaml"),
    ]
    snapshot = Snapshot("c", "t", {path: Entry("sha") for path in paths})
    entries = plan(change_set(proposal, CHECKOUT, Wishes()), snapshot).entries
    assert {entry.path for entry in entries if entry.content is None} == set(paths[:3])


def test_no_cluster_is_no_deletion() -> None:
    """Said before anything is read."""
    with pytest.raises(ConfigError, match="at least one cluster"):
        deleted([], Layout())


def test_several_clusters_are_one_pull_request() -> None:
    """With all of them in its title."""
    proposal = deleted([DEV, ObjectRef("fleet", "test")], Layout())
    assert proposal.title == "Delete clusters: fleet/dev, fleet/test"
    assert proposal.name == "2-GitopsClusters"


def test_an_application_goes_into_the_folder_of_its_cluster() -> None:
    """It must not be there yet."""
    choice = HelmReleaseChoice("podinfo", "podinfo", ObjectRef("flux-system", "charts"), version="6.9.2")
    (change,) = added(choice, Target("dev", "fleet"), Layout()).changes
    assert isinstance(change, Change)
    assert change.path == "clusters/fleet/dev/podinfo-flux-system-helmrelease.yaml"
    assert change.base is Based.ABSENT
    assert b"version: 6.9.2" in (change.content or b"")


def test_a_connected_cluster_names_its_secret_and_holds_none() -> None:
    """The kubeconfig never goes into the repository."""
    proposal = connected(DEV, Layout(), {"env": "dev"})
    (change,) = proposal.changes
    assert isinstance(change, Change)
    assert b"dev-kubeconfig" in (change.content or b"")
    assert b"kind: Secret" not in (change.content or b"")
    assert "--from-file=value=./dev.kubeconfig" in instructions(DEV)


def test_a_pull_request_is_known_again_by_its_mark() -> None:
    """Whatever else its body says."""
    proposal = deleted([DEV], Layout())
    wanted = change_set(proposal, CHECKOUT, Wishes(operation="0a1b2c3d"))
    assert wanted.branch == "wgtui/delete-fleet-dev-0a1b2c3d"
    assert read_mark(f"hello\r\n{wanted.body}") == (Verb.DELETE, (Subject("GitopsCluster", "fleet", "dev"),))


@pytest.mark.parametrize(
    "body", ["", "<!-- wgtui -->", "<!-- wgtui destroy x/y/z 00 -->", "<!-- wgtui delete a/b 00", "x" * 100_000]
)
def test_a_body_from_anybody_is_no_mark(body: str) -> None:
    """Nor does it take long to see."""
    assert read_mark(body) is None


def pull(body: str) -> PullRequest:
    return PullRequest(ACME, 7, "n", "Delete it", PullState.OPEN, "b", "main", "ada", "", body=body)


def kustomization(path: str, source: str = "flux-system") -> Kustomization:
    reference = Reference(kind="GitRepository", name=source)
    return Kustomization(ObjectMeta("k", "flux-system"), KustomizationSpec(reference, path))


def one_file(path: str, text: str) -> Proposal:
    return Proposal(Verb.ADD, (Subject("Kustomization", "a", "b"),), "t", "d", (Change(path, text.encode()),))


def words(proposal: Proposal, *kustomizations: Kustomization, pulls: tuple[PullRequest, ...] = ()) -> list[str]:
    return [finding.words for finding in findings(proposal, FLUX, kustomizations, pulls)]


def test_what_no_kustomization_covers_is_told() -> None:
    """By path components, and only those of the same repository count."""
    proposal = one_file("clusters/dev/a.yaml", "kind: X")
    assert words(proposal, kustomization("./clusters/dev")) == []
    assert words(proposal, kustomization("./")) == []
    assert len(words(proposal, kustomization("./clusters/de"), kustomization("./clusters", "other"))) == 1


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("kind: Secret\nmetadata: {name: s}\nstringData: {a: b}\n", True),
        ("kind: List\n---\nkind: Secret\nmetadata: {name: s}\ndata: {a: Yg==}\n", True),
        ("kind: Secret\nmetadata: {name: s}\nstringData: {a: b}\nsops: {}\n", True),
        (f"kind: Secret\nmetadata: {{name: s}}\nstringData: {{a: '{SEALED}'}}\nsops: {{mac: x, age: [1]}}\n", False),
        (f"kind: Secret\nmetadata: {{name: s}}\ndata: {{a: '{SEALED}', b: c}}\nsops: {{mac: x, age: [1]}}\n", True),
        ("kind: SecretList\nitems: [{kind: Secret, metadata: {name: s}, data: {a: Yg==}}]\n", True),
        ("kind: Secret\nmetadata: {name: s}\n", False),
        ("kind: SecretStore\nstringData: {a: b}\n", False),
        ("kind: Secret: broken: [", False),
    ],
)
def test_a_plain_secret_is_told_before_it_is_committed(text: str, is_told: bool) -> None:
    """What SOPS encrypted may go."""
    grave = [one for one in findings(one_file("a.yaml", text), FLUX, [kustomization("./")], ()) if one.grave]
    assert bool(grave) is is_told
    assert not any("Yg==" in one.words for one in grave)


def test_another_open_pull_request_about_the_same_is_told() -> None:
    """And one about something else is not."""
    proposal = deleted([DEV], Layout())
    same, other = mark(proposal, "00"), mark(deleted([ObjectRef("fleet", "dev2")], Layout()), "00")
    assert len(words(proposal, pulls=(pull(same),))) == 1
    assert words(proposal, pulls=(pull(other), pull(""))) == []


@pytest.mark.parametrize(
    ("annotation", "files"),
    [('{"files":["a.yaml","b.yaml"]}', ("a.yaml", "b.yaml")), ("", ()), ("[]", ()), ('{"files":3}', ()), ("x", ())],
)
def test_created_files_are_read_as_far_as_they_can_be(annotation: str, files: tuple[str, ...]) -> None:
    """Anybody may have written the annotation."""
    assert created_files({"templates.weave.works/created-files": annotation}) == files


def test_what_was_not_made_from_a_template_says_so() -> None:
    """With the key that edits its file."""
    with pytest.raises(TemplateError, match="not made from a template"):
        asked_before({})


def test_the_default_repository() -> None:
    """The annotated one, else flux-system, else the first."""

    def source(name: str, role: str | None = None) -> GitRepository:
        return GitRepository(ObjectMeta(name, "flux-system", annotations=Annotations(repo_role=role)))

    assert default_source([source("a"), source("b", "default"), source("flux-system")]).metadata.name == "b"
    assert default_source([source("a"), source("flux-system")]).metadata.name == "flux-system"
    assert default_source([source("z"), source("c")]).metadata.name == "c"
    with pytest.raises(NotFound):
        default_source([])


def test_the_kustomization_of_an_object_is_told_by_its_labels() -> None:
    """None for what no Kustomization applies."""
    labels = {"kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "shop"}
    assert applier(labels) == ObjectRef("shop", "apps")
    assert applier({}) is None


def test_what_has_no_file_is_told_with_what_made_it() -> None:
    """By the labels of Helm, or by its owner."""
    release = {"labels": {"helm.toolkit.fluxcd.io/name": "podinfo", "helm.toolkit.fluxcd.io/namespace": "shop"}}
    owned = {"ownerReferences": [{"kind": "MachineSet", "name": "md-0"}]}
    assert str(unmanaged(release)) == "HelmRelease shop/podinfo made this: edit that one, or its values"
    assert "MachineSet md-0 made this" in str(unmanaged(owned))
    assert "not managed by git" in str(unmanaged({}))
    assert unmanaged({"labels": {"kustomize.toolkit.fluxcd.io/name": "apps"}, **owned}) is None


def test_a_file_of_sops_that_was_edited_by_hand_is_grave() -> None:
    """Its signature does not fit any more; a new file of sops is no edit."""
    content = f"kind: Secret\ndata: {{a: '{SEALED}'}}\nsops: {{mac: x, age: [1]}}\n"
    new = one_file("clusters/secret.yaml", content)
    edit = replace(new, origin=Origin(FLUX, CHECKOUT, "clusters"))
    assert [found.words for found in findings(edit, FLUX, (), ()) if found.grave] == [
        "clusters/secret.yaml is encrypted with SOPS, which refuses a file that was changed without it"
    ]
    assert not any(found.grave for found in findings(new, FLUX, (), ()))
