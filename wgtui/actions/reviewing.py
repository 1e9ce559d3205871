"""What is to be known of a pull request before it is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from wgtui.actions.checks import Finding, about_the_same, findings, touching
from wgtui.actions.origin import Checkout, fleet_checkout
from wgtui.actions.proposal import Proposal, Wishes, change_set
from wgtui.actions.rehearsal import rehearsed
from wgtui.github.changes import Change
from wgtui.github.errors import GitHubError
from wgtui.github.hosts import Hosts, Prepared
from wgtui.github.pulls import PullRequest
from wgtui.kube.client import Client
from wgtui.resources.kustomize import KUSTOMIZATION

LOOKED_INTO = 20
"""Open pull requests whose files are read, the newest first."""

PATIENCE = 5.0
"""Seconds for these: whoever wants to open one need not wait for all of the others."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Nothing was written yet."""

    proposal: Proposal
    prepared: Prepared
    findings: tuple[Finding, ...]

    @property
    def grave(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.grave)


async def review(client: Client, hosts: Hosts, proposal: Proposal, wishes: Wishes) -> Reviewed:
    """Where the object's file is, else in the fleet's repository. Raises ConfigError, KubeError, GitHubError."""
    place = proposal.origin.checkout if proposal.origin else await fleet_checkout(client, hosts)
    prepared = await hosts.prepare(change_set(proposal, place, wishes))
    return Reviewed(proposal, prepared, await looked_into(client, hosts, proposal, place, prepared))


async def looked_into(
    client: Client, hosts: Hosts, proposal: Proposal, place: Checkout, prepared: Prepared
) -> tuple[Finding, ...]:
    """Of what really changes. Raises KubeError, GitHubError."""
    kustomizations = await client.list(KUSTOMIZATION)
    pulls = await hosts.open_pulls(place.repository)
    paths = {entry.path for entry in prepared.plan.entries}
    some = tuple(one for one in proposal.changes if not isinstance(one, Change) or one.path in paths)
    changes = [one for one in some if isinstance(one, Change)]
    others = [pull for pull in pulls if not about_the_same(proposal, pull)]
    refusals, overlaps = await asyncio.gather(
        rehearsed(client, changes, place.source, kustomizations), _overlaps(hosts, paths, others[:LOOKED_INTO])
    )
    return (*findings(replace(proposal, changes=some), place.source, kustomizations, pulls), *refusals, *overlaps)


async def _overlaps(hosts: Hosts, paths: Collection[str], pulls: Iterable[PullRequest]) -> list[Finding]:
    """As far as their files can be read in time."""
    found: list[Finding] = []
    with suppress(TimeoutError, GitHubError):
        async with asyncio.timeout(PATIENCE):
            for pull in pulls:
                files = (file.path for file in await hosts.touched(pull))
                found += touching(pull, sorted({*files} & {*paths}))
    return found
