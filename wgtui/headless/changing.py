"""`wgtui render`, `create`, `edit`, `delete` and `add`: what is typed becomes files, and files a pull request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from wgtui.actions.add_application import added
from wgtui.actions.create_cluster import created
from wgtui.actions.delete_clusters import deleted
from wgtui.actions.edit_cluster import asked_before, created_files, edited
from wgtui.config import Config
from wgtui.errors import ConfigError, NotFound, TemplateError
from wgtui.github.hosts import Hosts
from wgtui.github.journal import Journal, journal_path
from wgtui.headless.output import Output
from wgtui.headless.proposing import named, propose, where
from wgtui.kube.client import Client
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.resources.templates import TEMPLATE_KINDS, Template
from wgtui.serving import Connect
from wgtui.templates.automations import HelmReleaseChoice, Target
from wgtui.templates.parameters import CLUSTER_NAME, RESOURCE_NAME, problems
from wgtui.templates.paths import Layout
from wgtui.templates.rendering import Program
from wgtui.templates.request import (
    CreateRequest,
    Kustomization,
    KustomizationChoice,
    NameChoice,
    ProfileChoice,
)
from wgtui.verbs import Add, Create, Delete, Render

LAYOUT = Layout()


@asynccontextmanager
async def _opened(config: Config, connect: Connect) -> AsyncIterator[tuple[Client, Hosts]]:
    async with connect(config) as client:
        yield client, Hosts(Journal(journal_path()), connect.github_hosts(config))


async def render(command: Render, connect: Connect, output: Output) -> int:
    """Raises TemplateError naming parameter or line."""
    template = _from_file(command.template)
    if template is None:
        async with connect(command.config) as client:
            template = await find_template(client, command.template)
    asked = CreateRequest(parameter_values=dict(command.parameters), values=_profiles(command.profiles))
    files = Program(template).render(asked, remembers=False).files
    if not command.directory:
        output.data("---\n".join(f"# {file.path}\n{file.text}" for file in files).rstrip("\n"))
        return 0
    for file in files:
        path = Path(command.directory) / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
        output.data(str(path))
    return 0


def _from_file(typed: str) -> Template | None:
    """None where no such file is there: then it is the name of a template."""
    path = Path(typed)
    if not path.is_file():
        if typed.endswith((".yaml", ".yml")):
            raise ConfigError(f"{typed} is not there", "name a file, or a template in the cluster")
        return None
    import yaml

    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
        kind = next(kind for kind in TEMPLATE_KINDS if kind.kind == body["kind"])
        found: Template = msgspec.convert(body, kind.struct)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, StopIteration, msgspec.MsgspecError):
        raise ConfigError(f"{typed} is no template", "expected a GitOpsTemplate or CAPITemplate") from None
    return found


async def find_template(client: Client, typed: str) -> Template:
    """By name or namespace/name, of either kind. Raises NotFound, ConfigError."""
    namespace, _, name = typed.rpartition("/")
    found: list[Template] = []
    for kind in TEMPLATE_KINDS:
        try:
            found += await client.list(kind, namespace)
        except NotFound:
            continue
    fitting = [one for one in found if one.metadata.name == name]
    if not fitting:
        names = ", ".join(sorted(one.metadata.name for one in found)) or "none"
        raise ConfigError(f"no template {typed!r}", f"there are {names}")
    if len(fitting) > 1:
        raise ConfigError(f"{len(fitting)} templates are called {typed!r}", "name it with its namespace")
    return fitting[0]


def _profiles(typed: tuple[str, ...]) -> tuple[ProfileChoice, ...]:
    return tuple(ProfileChoice.of(name, version=version) for name, _, version in (one.partition(":") for one in typed))


async def create(command: Create, connect: Connect, output: Output) -> int:
    """Also `edit`, which starts from what the cluster says it was made from."""
    async with _opened(command.config, connect) as (client, hosts):
        place = await where(client, hosts, command.wishes)
        if command.name:
            return await _edit(command, client, hosts, output)
        template = await find_template(client, command.template)
        values = dict(command.parameters)
        if command.config.namespace:
            values.setdefault("NAMESPACE", command.config.namespace)
        asked = CreateRequest(parameter_values=values, values=_profiles(command.profiles))
        program = Program(template)
        _check(program, values)
        proposal = created(program.render(asked), command.wishes.title)
        return await propose(client, hosts, proposal, place, command.wishes, output)


async def _edit(command: Create, client: Client, hosts: Hosts, output: Output) -> int:
    ref = await _cluster(client, command.name, command.config.namespace)
    body = await client.get_raw(GITOPS_CLUSTER, ref)
    annotations = body["metadata"].get("annotations", {})
    before = asked_before(annotations)
    template = await find_template(client, f"{before.namespace}/{before.name}" if before.namespace else before.name)
    program = Program(template)
    values = {**before.parameter_values, **command.parameters}
    _check(program, values)
    profiles = _profiles(command.profiles) or before.values
    asked = msgspec.structs.replace(before, parameter_values=values, values=profiles)
    rendered = program.render(asked)
    place = await where(client, hosts, command.wishes)
    made = created_files(annotations) or [file.path for file in program.render(before).files]
    folders = sorted({file.path.rpartition("/")[0] for file in rendered.files})
    there = await hosts.files(place.repository, place.branch, folders)
    proposal = edited(rendered, made, there, command.wishes.title)
    return await propose(client, hosts, proposal, place, command.wishes, output)


def _check(program: Program, values: Mapping[str, str]) -> None:
    """Raises TemplateError for the first value that is wrong, unknown or missing."""
    known = {parameter.name for parameter in program.parameters}
    for name in values:
        if name not in known:
            raise TemplateError(
                f"the template has no parameter {name}", parameter=name, expected=f"one of {', '.join(sorted(known))}"
            )
    for problem in problems(program.parameters, values):
        raise problem
    for name in (CLUSTER_NAME, RESOURCE_NAME):
        if name in known and not values.get(name):
            raise TemplateError(f"missing required parameter: {name}", parameter=name, expected=f"-p {name}=VALUE")


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
    """Of a GitopsCluster that is there. Raises ConfigError where the name is none, or several."""
    namespace, name = (typed.split("/", 1) if "/" in typed else (namespace, typed))[:2]
    found = [one.metadata.ref for one in await client.list(GITOPS_CLUSTER, namespace) if one.metadata.name == name]
    if len(found) != 1:
        hint = "see wgtui get clusters" if not found else f"name one of {', '.join(map(str, found))}"
        raise ConfigError(f"{len(found)} GitopsClusters are called {typed!r}", hint)
    return found[0]


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
