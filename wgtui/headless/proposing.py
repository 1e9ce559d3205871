"""A pull request without a screen: what it would change, what is worth knowing, and then its address."""

from __future__ import annotations

from wgtui.actions.origin import Checkout, checkout, default_source
from wgtui.actions.proposal import Proposal, Wishes, change_set
from wgtui.actions.reviewing import looked_into
from wgtui.errors import ConfigError
from wgtui.github.hosts import Hosts, Prepared
from wgtui.headless.names import the_one
from wgtui.headless.output import Output
from wgtui.kube.client import Client
from wgtui.resources.source import GIT_REPOSITORY
from wgtui.views.changes import diff, summary
from wgtui.views.safe import printable
from wgtui.wishes import PullRequestWishes


async def where(client: Client, hosts: Hosts, wishes: PullRequestWishes) -> Checkout:
    """The repository that was named, else the fleet's. Raises NoSuch, ConfigError, KubeError, NotGitHub."""
    sources = await client.list(GIT_REPOSITORY)
    if wishes.repository:
        namespace, _, name = wishes.repository.rpartition("/")
        sources = [one for one in sources if one.metadata.name == name and namespace in ("", one.metadata.namespace)]
        there = [one.metadata.ref for one in sources]
        the_one(there, "GitRepository", wishes.repository, "sources")
    found = checkout(hosts, default_source(sources))
    return Checkout(found.repository, wishes.base, found.source) if wishes.base else found


async def propose(
    client: Client, hosts: Hosts, proposal: Proposal, place: Checkout, wishes: PullRequestWishes, output: Output
) -> int:
    """The exit code. The diff on stdout with --dry-run, else the address of the pull request. Raises GitHubError."""
    wanted = Wishes(wishes.draft, wishes.labels, wishes.reviewers, wishes.auto_merge, wishes.fork)
    prepared = await hosts.prepare(change_set(proposal, place, wanted))
    added, changed, deleted = summary(prepared.plan.entries, prepared.before)
    base = f"{prepared.preflight.repository} {prepared.preflight.base}"
    if prepared.preflight.needs_fork:
        output.warn(f"from a fork of yours: you may not push to {prepared.preflight.repository}")
    output.warn(f"{added} file{'' if added == 1 else 's'} added, {changed} changed, {deleted} deleted in {base}")
    for warning in prepared.plan.warnings:
        output.warn(warning)
    await _check(client, hosts, proposal, place, prepared, output, wishes)
    if wishes.dry_run:
        output.data("\n".join(printable(line, 100_000) for line in diff(prepared.plan.entries, prepared.before)))
        return 0
    if client.read_only:
        raise ConfigError("no pull request is opened with --read-only", "use --dry-run to see what it would change")
    opened = await hosts.open(prepared, lambda step, words: output.warn(f"{step.value} {words}".rstrip()))
    for warning in opened.warnings:
        output.warn(warning)
    output.data(opened.pull.url)
    return 0


async def _check(
    client: Client,
    hosts: Hosts,
    proposal: Proposal,
    place: Checkout,
    prepared: Prepared,
    output: Output,
    wishes: PullRequestWishes,
) -> None:
    """Raises ConfigError for what nobody should do by mistake."""
    grave = ""
    for finding in await looked_into(client, hosts, proposal, place, prepared):
        output.warn(finding.words)
        grave = grave or (finding.words if finding.grave else "")
    if grave and not wishes.dry_run:
        raise ConfigError("a Secret is not committed as plain text", grave)
