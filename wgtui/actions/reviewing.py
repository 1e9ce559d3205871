"""What is to be known of a pull request before it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from wgtui.actions.checks import Finding, findings
from wgtui.actions.origin import Checkout, fleet_checkout
from wgtui.actions.proposal import Proposal, Wishes, change_set
from wgtui.github.hosts import Hosts, Prepared
from wgtui.kube.client import Client
from wgtui.resources.kustomize import KUSTOMIZATION


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
    return Reviewed(proposal, prepared, await looked_into(client, hosts, proposal, place))


async def looked_into(client: Client, hosts: Hosts, proposal: Proposal, place: Checkout) -> tuple[Finding, ...]:
    """Raises KubeError, GitHubError."""
    kustomizations = await client.list(KUSTOMIZATION)
    pulls = await hosts.open_pulls(place.repository)
    return findings(proposal, place.source, kustomizations, pulls)
