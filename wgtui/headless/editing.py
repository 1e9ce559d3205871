"""`wgtui edit`: a cluster that a template made, or the chart of a HelmRelease, changed by a pull request."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from wgtui.actions.belonging import created_by_clusters
from wgtui.actions.change_object import opened, released
from wgtui.actions.charts import with_charts
from wgtui.actions.edit_cluster import asked_before, edited, made_before, there
from wgtui.actions.manifests import Wanted
from wgtui.actions.surroundings import surroundings
from wgtui.errors import ConfigError, NotFound
from wgtui.github.hosts import Hosts
from wgtui.headless.changing import gitops_cluster, opened_hub
from wgtui.headless.names import NoSuch, application
from wgtui.headless.output import Output
from wgtui.headless.proposing import propose, where
from wgtui.headless.templates import check, chosen_credential, find_template, helm_values, parameters, profiles
from wgtui.kube.client import Client
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HELM_RELEASE
from wgtui.serving import Connect
from wgtui.templates.rendering import Program
from wgtui.verbs import Edit


async def edit(command: Edit, connect: Connect, output: Output) -> int:
    async with opened_hub(command.config, connect) as (client, hosts):
        if command.kind == "application":
            return await _edit_release(command, client, hosts, output)
        return await _edit_cluster(command, client, hosts, output)


async def _edit_cluster(command: Edit, client: Client, hosts: Hosts, output: Output) -> int:
    """Starts from what the cluster says it was made from."""
    ref = await gitops_cluster(client, command.name, command.config.namespace)
    body = await client.get_raw(GITOPS_CLUSTER, ref)
    annotations = body["metadata"].get("annotations", {})
    before = asked_before(annotations)
    template = await find_template(client, f"{before.namespace}/{before.name}" if before.namespace else before.name)
    program = Program(template)
    typed = parameters(command.asked.parameters, command.asked.values)
    values = {**before.parameter_values, **typed}
    check(program, typed, values)
    chosen = profiles(command.asked.profiles) or before.values
    credential = await chosen_credential(client, command.asked.credential) or before.credentials
    asked = msgspec.structs.replace(before, parameter_values=values, values=chosen, credentials=credential)
    around = await with_charts(client, await surroundings(client), program.profiles.known, chosen)
    rendered = program.render(asked, around)
    place = await where(client, hosts, command.wishes)
    created = await created_by_clusters(client)
    made = [*created.pop(ref, ()), *made_before(program, before, around)]
    found = await there(hosts, place, rendered)
    proposal = edited(rendered, made, found, command.wishes.title, command.wishes.description, others=created)
    return await propose(client, hosts, proposal, place, command.wishes, output)


async def _edit_release(command: Edit, client: Client, hosts: Hosts, output: Output) -> int:
    """The file of a HelmRelease, found by the Kustomization that applies it, with everything else in it kept."""
    kind, ref = application(command.name, command.config.namespace)
    if kind != HELM_RELEASE:
        raise ConfigError(f"a {kind} has no chart and no values", "name a HelmRelease, or edit its file")
    try:
        found = await client.get(HELM_RELEASE, ref)
    except NotFound:
        raise NoSuch(f"no HelmRelease {str(ref)!r}", "see wgtui get applications") from None
    file = await opened(client, hosts, Wanted(kind.group, kind.kind, ref), found.metadata.labels)
    values = helm_values(command.asked.values) if command.asked.values else None
    proposal = released(file, command.version or None, values, command.wishes.title, command.wishes.description)
    checkout = file.origin.checkout
    place = replace(checkout, branch=command.wishes.base or checkout.branch)
    return await propose(client, hosts, proposal, place, command.wishes, output)
