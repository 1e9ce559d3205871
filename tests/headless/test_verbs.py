"""Commands that change something, against the embedded fleet and its GitHub."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.gitops import Beside, GitOps, gitops
from tests.headless.commands import Commands, Said
from wgtui.demo.hub.faults import HubFault, reply
from wgtui.demo.hub.git import NOBODY, Edit
from wgtui.demo.hub.pulling import merge_pull, open_pull
from wgtui.demo.hub.state import Login


@dataclass(slots=True)
class Fleet(GitOps):
    wgtui: Commands

    async def merge(self, number: int = 1) -> None:
        hub = self.beside.hub.hub
        await merge_pull(hub, self.repo, self.repo.pulls[number], hub.add_user("ada"))

    async def colleague(self, path: str, text: str) -> None:
        """Opens a pull request of a file, without wgtui."""
        git, hub = self.repo.git, self.beside.hub.hub
        head = await git.branch("main")
        edits = [Edit(path, "100644", await git.write_blob(text.encode()))]
        tree = await git.write_tree((await git.read_commit(head)).tree, edits)
        commit = await git.write_commit(tree, [head], "theirs", "Grace", "grace@acme.example")
        await git.set_branch("theirs", commit, NOBODY)
        await open_pull(hub, self.repo, Login(hub.add_user("grace")), "Theirs", "", "theirs", "main", False)


@asynccontextmanager
async def _fleet(folder: Path) -> AsyncIterator[Fleet]:
    async with gitops(folder) as made:
        kubeconfig = folder / "kubeconfig"
        kubeconfig.write_text(json.dumps(made.server.kubeconfig()))
        commands = Commands(str(kubeconfig), Beside(made.beside, made.beside.token_file))
        fleet = Fleet(made.server, made.world, made.beside, folder, commands)
        running = asyncio.create_task(fleet.run())
        yield fleet
        running.cancel()


@pytest.fixture
async def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Fleet]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with _fleet(tmp_path) as made:
        yield made


CREATE = ("create", "cluster", "--template", "aws-kubeadm", "-p", "CLUSTER_NAME=kitchen")


async def test_a_dry_run_prints_the_diff_and_writes_nothing(fleet: Fleet) -> None:
    """Words on stderr, data on stdout."""
    said = await fleet.wgtui(*CREATE, "--dry-run")
    assert said.code == 0
    assert "+++ b/clusters/management/clusters/fleet-dev/kitchen.yaml" in said.out
    assert "+kind: GitopsCluster" in said.out
    assert "3 files added" in said.err
    assert fleet.repo.pulls == {}


async def test_what_the_cluster_would_refuse_is_told_before_anybody_reviews_it(fleet: Fleet) -> None:
    """What it would take is not mentioned."""
    said = await fleet.wgtui(*CREATE, "--dry-run", "-p", "WORKER_COUNT=many")
    assert "kitchen-workers.yaml: the cluster refuses MachineDeployment fleet-dev/kitchen-md-0: " in said.err
    assert "the cluster" not in (await fleet.wgtui(*CREATE, "--dry-run")).err.replace("the management cluster", "")


async def test_who_else_changes_the_same_file_is_told(fleet: Fleet) -> None:
    """Whatever opened that pull request."""
    path = "clusters/management/shop/helmrelease-podinfo.yaml"
    before = (await fleet.files())[path]
    await fleet.colleague(path, f"# theirs\n{before}")
    said = await fleet.wgtui("edit", "hr", "shop/podinfo", "--chart-version", "6.9.1", "--dry-run")
    assert f"#1 by grace is open and changes {path} too: Theirs" in said.err
    assert "changes" not in (await fleet.wgtui(*CREATE, "--dry-run")).err


async def test_a_cluster_is_made_waited_for_edited_and_deleted(fleet: Fleet) -> None:
    """Each a pull request; what is merged comes into the cluster."""
    said = await fleet.wgtui(*CREATE, "--label", "fleet")
    assert said.out == f"http://{fleet.beside.host}/acme/fleet/pull/1\n"
    assert fleet.repo.pulls[1].labels == ["fleet"]
    waiting = asyncio.create_task(fleet.wgtui("wait", "cluster", "fleet-dev/kitchen", "--timeout", "60s"))
    whole = ("wait", "cluster", "fleet-dev/kitchen", "--for", "bootstrapped", "--timeout", "90s")
    arriving = asyncio.create_task(fleet.wgtui(*whole))
    await fleet.merge()
    waited = await waiting
    assert waited.out == "done  GitopsCluster fleet-dev/kitchen: ready and connected\n"
    arrived = await arriving
    assert (arrived.code, arrived.out) == (0, "done  cluster fleet-dev/kitchen: 5 of 5 ready\n")
    commit = fleet.repo.pulls[1].merge_commit[:8]
    passed = [
        f"merged: done, as {commit}",
        f"main@sha1:{commit}",
        "control plane: done",
        "nodes: done",
        "Flux on the leaf: done",
    ]
    places = [arrived.err.index(words) for words in passed]
    assert places == sorted(places)
    edited = await fleet.wgtui("edit", "cluster", "kitchen", "-p", "WORKER_COUNT=3", "--dry-run")
    changed = [line for line in edited.out.splitlines() if line.startswith(("+  replicas", "-  replicas"))]
    assert changed == ["-  replicas: 2", "+  replicas: 3"]
    assert (await fleet.wgtui("edit", "cluster", "kitchen", "-p", "WORKER_COUNT=3")).code == 0
    await fleet.merge(2)
    settled = await fleet.wgtui(*whole)
    assert settled.code == 0
    assert settled.err.index(f"main@sha1:{fleet.repo.pulls[2].merge_commit[:8]}") < settled.err.index("workers 3/3")
    deleted = await fleet.wgtui("delete", "cluster", "fleet-dev/kitchen")
    assert deleted.code == 0
    files = await fleet.repo.git.branch(fleet.repo.pulls[3].head)
    tree = (await fleet.repo.git.read_commit(files)).tree
    assert not [item for item in await fleet.repo.git.read_tree(tree, recursive=True) if "kitchen" in item.path]
    await fleet.merge(3)
    gone = await fleet.wgtui("wait", "cluster", "fleet-dev/kitchen", "--for", "deleted", "--timeout", "60s")
    assert gone.code == 0
    assert "workers gone: running, " in gone.err


async def test_a_profile_without_a_version_gets_the_newest(fleet: Fleet) -> None:
    """From the index that source-controller has stored; where there is none, the error says why."""
    said = await fleet.wgtui(*CREATE, "--profile", "podinfo", "--dry-run")
    assert "+      version: 6.9.2" in said.out, said.err
    refused = await fleet.wgtui(*CREATE, "--profile", "nothing", "--dry-run")
    assert (refused.code, "cannot retrieve latest version of profile: nothing" in refused.err) == (2, True)
    blind = await fleet.wgtui(*CREATE, "--profile", "podinfo", "--dry-run", "--read-only")
    assert "versions that run here; read-only: GET was not sent" in blind.err


async def test_a_pull_request_is_waited_for_until_somebody_merges_it(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named by its number."""
    monkeypatch.setattr("wgtui.headless.waiting.LOOK", 0.05)
    await fleet.wgtui(*CREATE)
    waiting = asyncio.create_task(fleet.wgtui("wait", "pull", "1"))
    await eventually(lambda: sum(seen.path == "/api/graphql" for seen in fleet.beside.hub.seen) > 1)
    await fleet.merge()
    waited = await waiting
    assert waited.out.startswith("done  #1: merged as ")
    assert "wgtui: pull request: done, #1 by demo" in waited.err
    assert "wgtui: merged: waiting, " in waited.err


async def test_who_waits_for_what_was_merged_already_need_not_wait(fleet: Fleet) -> None:
    """A script that is slower than its colleague; another repository's pull request is never meant."""
    url = (await fleet.wgtui(*CREATE)).out.strip()
    await fleet.merge(1)
    for typed in ("1", "#1", url, f"{url}/files"):
        said = await fleet.wgtui("wait", "pull", typed)
        assert (said.code, "merged as" in said.out) == (0, True), typed
    assert (await fleet.wgtui("wait", "pull", "https://github.com/acme/other/pull/1")).code == 1


async def test_open_pull_requests_are_a_list(fleet: Fleet) -> None:
    """With what they are about; as a table, names and JSON."""
    assert (await fleet.wgtui("get", "pulls")).err.startswith("wgtui: no open pull requests")
    await fleet.wgtui(*CREATE)
    (row,) = (await fleet.wgtui("get", "pulls", "--filter", "state=open")).rows()
    assert row[:4] == ["#1", "Create", "fleet-dev/kitchen", "open"]
    (item,) = (await fleet.wgtui("get", "pulls", "-o", "json")).json["items"]
    assert (item["number"], item["subject"], item["author"]) == (1, "create fleet-dev/kitchen", "demo")
    assert (await fleet.wgtui("get", "pulls", "1", "-o", "name")).out == "pull/1\n"
    assert (await fleet.wgtui("get", "pulls", "9")).code == 1
    assert (await fleet.wgtui("get", "pulls", "--watch")).code == 2


async def test_templates_are_a_list(fleet: Fleet) -> None:
    """By name, by filter."""
    said = await fleet.wgtui("get", "templates", "--filter", "provider=aws type=cluster", "-o", "name")
    assert "capitemplate/default/eks" in said.out


async def test_an_application_is_added_to_the_folder_of_its_cluster(fleet: Fleet) -> None:
    """A chart, or a folder."""
    typed = ("add", "application", "podinfo", "--cluster", "storefront-eu", "--source", "charts", "--chart", "podinfo")
    said = await fleet.wgtui(*typed, "--chart-version", "6.9.2", "--dry-run")
    assert "+++ b/clusters/fleet-prod/storefront-eu/podinfo-flux-system-helmrelease.yaml" in said.out


async def test_a_release_gets_another_chart_version_in_its_own_file(fleet: Fleet, tmp_path: Path) -> None:
    """Found by the Kustomization that applies it; values alike, everything else kept."""
    values = tmp_path / "values.yaml"
    values.write_text("replicaCount: 5\n")
    said = await fleet.wgtui(
        "edit",
        "hr",
        "monitoring/kube-prometheus-stack",
        "--chart-version",
        "80.0.0",
        "--values",
        str(values),
        "--dry-run",
    )
    changed = [line for line in said.out.splitlines() if line.startswith(("+ ", "- "))]
    assert "+      version: 80.0.0" in changed, said.err
    assert "+    replicaCount: 5" in changed
    assert said.code == 0


async def test_a_cluster_is_made_with_an_identity_of_its_provider(fleet: Fleet) -> None:
    """Looked up by name; only one that is there."""
    said = await fleet.wgtui(*CREATE, "--credential", "sandbox-account", "--dry-run")
    assert "+    kind: AWSClusterStaticIdentity" in said.out
    assert "+    name: sandbox-account" in said.out
    gone = await fleet.wgtui(*CREATE, "--credential", "nope", "--dry-run")
    assert (gone.code, "there are AWSClusterControllerIdentity/default" in gone.err) == (1, True)


async def test_a_profile_is_described_in_full(fleet: Fleet, tmp_path: Path) -> None:
    """As Weave GitOps' own command takes it."""
    values = tmp_path / "values.yaml"
    values.write_text("ui: {color: teal}\n")
    typed = f"name=podinfo,version=6.9.0,namespace=web,layer=layer-9,values={values}"
    said = await fleet.wgtui(*CREATE, "--profile", typed, "--dry-run")
    lines = [line.removeprefix("+").strip() for line in said.out.splitlines()]
    assert {"version: 6.9.0", "targetNamespace: web", "color: teal"} <= set(lines)
    assert "weave.works/applied-layer: layer-9" in lines


async def test_everything_wished_of_a_pull_request_is_there(fleet: Fleet) -> None:
    """Title, words below it, reviewers, labels; merged by itself as soon as its checks have passed."""
    fleet.beside.hub.hub.add_user("grace")
    typed = ("--title", "Kitchen", "--description", "Because.", "--reviewer", "grace", "--label", "fleet")
    said = await fleet.wgtui(*CREATE, *typed, "--auto-merge")
    pull = fleet.repo.pulls[1]
    assert (pull.title, pull.labels, [user.login for user in pull.reviewers]) == ("Kitchen", ["fleet"], ["grace"])
    assert pull.body.startswith("Because.\n")
    assert pull.auto_merge is not None or pull.merged is not None, said.err


async def test_a_cluster_is_waited_for_by_its_name_alone(fleet: Fleet) -> None:
    """While there is one of that name; what is not there is deleted already."""
    said = await fleet.wgtui("wait", "cluster", "storefront-eu", "--timeout", "20s")
    assert said.out == "done  GitopsCluster fleet-prod/storefront-eu: ready and connected\n"
    assert (await fleet.wgtui("wait", "cluster", "kitchen", "--for", "deleted", "--timeout", "20s")).code == 0


async def test_how_long_github_wants_to_be_left_alone_is_told(fleet: Fleet) -> None:
    """Whoever waits knows until when."""
    limited = reply(403, "You have exceeded a secondary rate limit", {"Retry-After": "40"})
    fleet.beside.hub.faults.add(HubFault(path="/pulls", times=9, instead=limited))
    said = await fleet.wgtui("get", "pulls")
    assert said.code == 3
    assert "GitHub asks us to wait 40 s: You have exceeded a secondary rate limit" in said.err


async def test_kinds_are_typed_as_for_kubectl(fleet: Fleet) -> None:
    """The same short names behind every verb."""
    assert (await fleet.wgtui("explain", "ks", "flux-system/infrastructure")).code == 0
    assert (await fleet.wgtui("explain", "cl", "fleet-prod/storefront-eu")).code in (0, 1)
    assert (await fleet.wgtui("wait", "hr", "monitoring/kube-prometheus-stack", "--timeout", "5s")).code == 0
    assert "no open pull request" in (await fleet.wgtui("wait", "pr", "9")).err
    assert (await fleet.wgtui("get", "apps", "ks/infrastructure", "-o", "name")).out == (
        "kustomization/flux-system/infrastructure\n"
    )


async def test_secrets_and_policies_are_added_to_the_folder_of_a_cluster(fleet: Fleet, tmp_path: Path) -> None:
    """Where the secret is kept, a policy's parameters; a Secret only if it is encrypted."""
    where = ("--cluster", "storefront-eu", "--dry-run")
    typed = ("add", "external-secret", "shop/db", "--store", "ClusterSecretStore/vault", "--key", "apps/db")
    said = await fleet.wgtui(*typed, "--property", "user=login", *where)
    assert "+++ b/clusters/fleet-prod/storefront-eu/secrets/db-shop-externalsecret.yaml" in said.out, said.err
    assert "+  - remoteRef:" in said.out
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "apiVersion: pac.weave.works/v2beta2\nkind: PolicyConfig\nmetadata: {name: shop}\n"
        "spec: {match: {namespaces: [shop]}, config: {replicas: {parameters: {count: 3}}}}\n"
    )
    said = await fleet.wgtui("add", "policy-config", "-f", str(policy), *where)
    assert "+++ b/clusters/fleet-prod/storefront-eu/policy-configs/shop-policy-config.yaml" in said.out, said.err
    plain = tmp_path / "plain.yaml"
    plain.write_text("apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\nstringData: {c: hunter2}\n")
    said = await fleet.wgtui("add", "sops-secret", "-f", str(plain), *where)
    assert (said.code, "is not encrypted" in said.err, "hunter2" in said.out + said.err) == (2, True, False)


OUTCOMES: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (
        ("reconcile", "ks", "flux-system/infrastructure"),
        0,
        "done  Kustomization flux-system/infrastructure: app",
    ),
    (("reconcile", "kustomization", "shop/catalog"), 1, "failed  Kustomization shop/catalog: HealthCheckFailed"),
    (("reconcile", "ks", "shop/payments"), 3, "it is suspended: resume it first"),
    (("reconcile", "ks", "shop/nothing"), 1, "absent  there is no Kustomization shop/nothing"),
    (("suspend", "gitrepo", "shop/nothing"), 1, "absent  there is no GitRepository shop/nothing"),
    (("suspend", "ks", "shop/cart", "--reason", "audit"), 0, "done  Kustomization shop/cart: suspended"),
    (("resume", "ks", "shop/payments"), 0, "done  Kustomization shop/payments: applied"),
    (("reconcile", "ks", "flux-system/platform", "--cluster", "storefront-eu"), 0, "done  Kustomization"),
    (("suspend", "ks", "shop/frontend", "--read-only"), 3, "read-only: nothing was sent"),
)


async def test_what_became_of_each_object_is_a_line_and_an_exit_code(fleet: Fleet) -> None:
    """Done, failed, or refused."""
    for typed, code, words in OUTCOMES:
        said: Said = await fleet.wgtui(*typed)
        assert words in said.out, typed
        assert said.code == code, typed


REFUSED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("create", "cluster", "--template", "nothing"), "aws-kubeadm"),
    (("create", "cluster", "--template", "aws-kubeadm"), "CLUSTER_NAME"),
    ((*CREATE, "-p", "NAMESPACE=elsewhere"), "one of fleet-prod, fleet-staging, fleet-dev"),
    ((*CREATE, "-p", "REPLICAS=3"), "no parameter REPLICAS"),
    ((*CREATE, "-p", "junk"), "expected NAME=VALUE"),
    ((*CREATE, "--read-only"), "--dry-run"),
    ((*CREATE, "--base", "nowhere"), "no branch nowhere"),
    (("edit", "cluster", "storefront-eu"), "not made from a template"),
    (("add", "application", "x", "--cluster", "ml", "--source", "s"), "name one of --path and --chart"),
    (("wait", "pull", "9", "--for", "ready"), "never ready"),
    (("wait", "cluster", "kitchen"), "no cluster 'kitchen' is there yet: name its namespace too, as in team-a/kitchen"),
    (("wait", "hr", "a/b", "--for", "bootstrapped"), "never bootstrapped"),
    (("reconcile", "deployment", "x"), "Flux does not reconcile"),
    (("create", "application"), "--template"),
    (("explain", "clutser", "x"), "cannot explain 'clutser': there are cluster, application (ks, hr); did you mean"),
    (("wait", "deploy", "x"), "cannot wait for 'deploy': there are cluster, application (ks, hr), pull"),
    (("add", "secret", "x", "--cluster", "ml"), "there are application, external-secret, sops-secret, policy-config"),
    (("add", "external-secret", "x", "--cluster", "ml", "--store", "s"), "needs --key"),
    (("add", "policy-config", "--cluster", "ml"), "name it with -f FILE"),
    (("add", "app", "x", "--cluster", "ml", "--path", "p"), "name --source"),
    (("get", "ks"), "try wgtui get applications --filter kind=Kustomization"),
    (("edit", "ks", "shop/cart", "--chart-version", "1"), "a Kustomization has no chart and no values"),
    (("edit", "hr", "shop/podinfo"), "change what?"),
    (("edit", "cluster", "kitchen", "--chart-version", "1"), "a cluster has no chart version"),
    ((*CREATE, "--profile", "nme=podinfo"), "expected name=N,version=V"),
    ((*CREATE, "--profile", "podinfo:latest"), "'latest' is no version of podinfo: expected such as 1.2.3, 1.x or"),
    (("edit", "hr", "shop/podinfo", "--chart-version", "latest"), "'latest' is no version of its chart"),
    (
        ("add", "app", "x", "--cluster", "ml", "--chart", "c", "--source", "s", "--chart-version", "latest"),
        "'latest' is no version of c",
    ),
)


NOT_THERE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("edit", "cluster", "nowhere"), "no GitopsCluster 'nowhere': see wgtui get clusters"),
    (("delete", "cluster", "nowhere"), "no GitopsCluster 'nowhere': see wgtui get clusters"),
    ((*CREATE, "--repository", "nowhere"), "no GitRepository 'nowhere': see wgtui get sources"),
    (("explain", "cluster", "nowhere"), "no cluster 'nowhere': see wgtui get clusters"),
    (("wait", "pull", "9"), "no open pull request '9'"),
    (("edit", "hr", "shop/nothing", "--chart-version", "1"), "no HelmRelease 'shop/nothing': see wgtui get app"),
)


async def test_what_is_not_there_is_told_from_what_was_mistyped(fleet: Fleet) -> None:
    """By the exit code, as the other verbs do."""
    for typed, words in NOT_THERE:
        said = await fleet.wgtui(*typed)
        assert said.code == 1, typed
        assert words in said.err, typed
    assert fleet.repo.pulls == {}


async def test_what_cannot_be_done_says_what_to_do(fleet: Fleet) -> None:
    """And opens no pull request."""
    for typed, words in REFUSED:
        said = await fleet.wgtui(*typed)
        assert said.code in (2, 3), typed
        assert words in said.err, typed
    assert fleet.repo.pulls == {}
