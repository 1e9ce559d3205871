"""`wgtui create`, `edit`, `delete` and `add`: what is typed becomes files, and files a pull request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from wgtui.actions.add_application import added
from wgtui.actions.charts import with_charts
from wgtui.actions.create_cluster import created
from wgtui.actions.delete_clusters import deleted
from wgtui.actions.edit_cluster import asked_before, created_files, edited
from wgtui.actions.surroundings import surroundings
from wgtui.config import Config
from wgtui.errors import TemplateError
from wgtui.github.hosts import Hosts
from wgtui.github.journal import Journal, journal_path
from wgtui.headless.names import the_one
from wgtui.headless.output import Output
from wgtui.headless.proposing import named, propose, where
from wgtui.headless.templates import check, find_template, parameters, profiles
from wgtui.kube.client import Client
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.serving import Connect
from wgtui.templates.automations import HelmReleaseChoice, Target
from wgtui.templates.paths import Layout
from wgtui.templates.rendering import Program
from wgtui.templates.request import (
    CreateRequest,
    Kustomization,
    KustomizationChoice,
    NameChoice,
)
from wgtui.templates.settings import Surroundings
from wgtui.verbs import Add, Create, Delete

LAYOUT = Layout()


@asynccontextmanager
async def _opened(config: Config, connect: Connect) -> AsyncIterator[tuple[Client, Hosts]]:
    async with connect(config) as client:
        yield client, Hosts(Journal(journal_path()), connect.github_hosts(config))


async def create(command: Create, connect: Connect, output: Output) -> int:
    """Also `edit`, which starts from what the cluster says it was made from."""
    async with _opened(command.config, connect) as (client, hosts):
        place = await where(client, hosts, command.wishes)
        if command.name:
            return await _edit(command, client, hosts, output)
        template = await find_template(client, command.template)
        typed = parameters(command.parameters, command.values)
        namespace = {"NAMESPACE": command.config.namespace} if command.config.namespace else {}
        values = {**namespace, **typed}
        asked = CreateRequest(parameter_values=values, values=profiles(command.profiles))
        program = Program(template)
        check(program, typed, values)
        around = await with_charts(client, await surroundings(client), program.profiles.known, asked.values)
        proposal = created(program.render(asked, around), command.wishes.title)
        return await propose(client, hosts, proposal, place, command.wishes, output)


async def _edit(command: Create, client: Client, hosts: Hosts, output: Output) -> int:
    ref = await _cluster(client, command.name, command.config.namespace)
    body = await client.get_raw(GITOPS_CLUSTER, ref)
    annotations = body["metadata"].get("annotations", {})
    before = asked_before(annotations)
    template = await find_template(client, f"{before.namespace}/{before.name}" if before.namespace else before.name)
    program = Program(template)
    typed = parameters(command.parameters, command.values)
    values = {**before.parameter_values, **typed}
    check(program, typed, values)
    chosen = profiles(command.profiles) or before.values
    asked = msgspec.structs.replace(before, parameter_values=values, values=chosen)
    around = await with_charts(client, await surroundings(client), program.profiles.known, chosen)
    rendered = program.render(asked, around)
    place = await where(client, hosts, command.wishes)
    made = [*created_files(annotations), *_made_before(program, before, around)]
    folders = sorted({file.path.rpartition("/")[0] for file in rendered.files})
    there = await hosts.files(place.repository, place.branch, folders)
    proposal = edited(rendered, made, there, command.wishes.title)
    return await propose(client, hosts, proposal, place, command.wishes, output)


def _made_before(program: Program, before: CreateRequest, around: Surroundings) -> list[str]:
    """Profiles and applications included, which the object does not tell; none where the template has moved on."""
    try:
        return [file.path for file in program.render(before, around).files]
    except TemplateError:
        return []


async def delete(command: Delete, connect: Connect, output: Output) -> int:
    async with _opened(command.config, connect) as (client, hosts):
        refs = [await _cluster(client, name, command.config.namespace) for name in command.names]
        made = {}
        for ref in refs:
            body = await client.get_raw(GITOPS_CLUSTER, ref)
            made[ref] = created_files(body["metadata"].get("annotations", {}))
        proposal = deleted(refs, LAYOUT, made, command.wishes.title)
        place = await where(client, hosts, command.wishes)
        return await propose(client, hosts, proposal, place, command.wishes, output)


async def _cluster(client: Client, typed: str, namespace: str) -> ObjectRef:
    """Of a GitopsCluster that is there. Raises NoSuch, and ConfigError where it is several."""
    namespace, name = (typed.split("/", 1) if "/" in typed else (namespace, typed))[:2]
    found = [one.metadata.ref for one in await client.list(GITOPS_CLUSTER, namespace) if one.metadata.name == name]
    return the_one(found, "GitopsCluster", typed, "clusters")


async def add(command: Add, connect: Connect, output: Output) -> int:
    """Raises TemplateError for a choice that makes no object."""
    async with _opened(command.config, connect) as (client, hosts):
        target = Target("management", is_management=True)
        if command.cluster != "management":
            ref = await _cluster(client, command.cluster, command.config.namespace)
            target = Target(ref.name, ref.namespace)
        proposal = added(_choice(command), target, LAYOUT, command.wishes.title)
        place = await where(client, hosts, command.wishes)
        return await propose(client, hosts, proposal, place, command.wishes, output)


def _choice(command: Add) -> Kustomization | HelmReleaseChoice:
    ref, source = named(command.name, "flux-system"), named(command.source, "flux-system")
    if command.chart:
        values = Path(command.values).read_text(encoding="utf-8") if command.values else ""
        return HelmReleaseChoice(
            ref.name,
            command.chart,
            source,
            ref.namespace,
            command.version,
            values,
            command.target_namespace,
        )
    spec = KustomizationChoice(
        command.path,
        NameChoice(source.name, source.namespace),
        command.target_namespace,
        bool(command.target_namespace),
    )
    return Kustomization(NameChoice(ref.name, ref.namespace), spec)
