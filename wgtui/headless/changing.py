"""`wgtui create`, `delete` and `add`: what is typed becomes files, and files a pull request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from wgtui.actions.charts import with_charts
from wgtui.actions.create_cluster import created
from wgtui.actions.delete_clusters import deletion
from wgtui.actions.surroundings import surroundings
from wgtui.config import Config
from wgtui.github.hosts import Hosts
from wgtui.github.journal import Journal, journal_path
from wgtui.headless.names import the_one
from wgtui.headless.output import Output
from wgtui.headless.proposing import propose, where
from wgtui.headless.templates import (
    check,
    chosen_credential,
    find_template,
    parameters,
    profiles,
)
from wgtui.kube.client import Client
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.serving import Connect
from wgtui.templates.paths import Layout
from wgtui.templates.rendering import Program
from wgtui.templates.request import CreateRequest
from wgtui.verbs import Create, Delete

LAYOUT = Layout()


@asynccontextmanager
async def opened_hub(config: Config, connect: Connect) -> AsyncIterator[tuple[Client, Hosts]]:
    """The management cluster, and GitHub beside it."""
    async with connect(config) as client:
        yield client, Hosts(Journal(journal_path()), connect.github_hosts(config))


async def create(command: Create, connect: Connect, output: Output) -> int:
    async with opened_hub(command.config, connect) as (client, hosts):
        place = await where(client, hosts, command.wishes)
        template = await find_template(client, command.template)
        typed = parameters(command.asked.parameters, command.asked.values)
        namespace = {"NAMESPACE": command.config.namespace} if command.config.namespace else {}
        values = {**namespace, **typed}
        program = Program(template)
        check(program, typed, values)
        credential = await chosen_credential(client, command.asked.credential)
        asked = CreateRequest(parameter_values=values, values=profiles(command.asked.profiles), credentials=credential)
        around = await with_charts(client, await surroundings(client), program.profiles.known, asked.values)
        proposal = created(program.render(asked, around), command.wishes.title, command.wishes.description)
        return await propose(client, hosts, proposal, place, command.wishes, output)


async def delete(command: Delete, connect: Connect, output: Output) -> int:
    async with opened_hub(command.config, connect) as (client, hosts):
        refs = [await gitops_cluster(client, name, command.config.namespace) for name in command.names]
        proposal = await deletion(client, refs, LAYOUT, command.wishes.title, command.wishes.description)
        place = await where(client, hosts, command.wishes)
        return await propose(client, hosts, proposal, place, command.wishes, output)


async def gitops_cluster(client: Client, typed: str, namespace: str) -> ObjectRef:
    """Of a GitopsCluster that is there. Raises NoSuch, and ConfigError where it is several."""
    namespace, name = (typed.split("/", 1) if "/" in typed else (namespace, typed))[:2]
    found = [one.metadata.ref for one in await client.list(GITOPS_CLUSTER, namespace) if one.metadata.name == name]
    return the_one(found, "GitopsCluster", typed, "clusters")
