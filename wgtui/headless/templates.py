"""Templates named on the command line, and the values typed for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wgtui.actions.identities import identities, named
from wgtui.errors import Absent, ConfigError, NotFound, TemplateError
from wgtui.headless.names import NoSuch
from wgtui.kube.client import Client
from wgtui.mistakes import hint
from wgtui.resources.infrastructure import GROUP
from wgtui.resources.templates import TEMPLATE_KINDS, Template
from wgtui.templates.automations import values_of
from wgtui.templates.budget import Budget
from wgtui.templates.from_file import template_in
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import scalar
from wgtui.templates.parameters import CLUSTER_NAME, RESOURCE_NAME, problems
from wgtui.templates.rendering import Program
from wgtui.templates.request import Credential, ProfileChoice


def template_file(typed: str) -> Template | None:
    """None where no such file is there: then it is the name of a template. Raises ConfigError, TemplateError."""
    if not Path(typed).is_file():
        if typed.endswith((".yaml", ".yml", ".json")):
            raise ConfigError(f"{typed} is not there", "name a file, or a template in the cluster")
        return None
    return template_in(file_text(typed))


async def find_template(client: Client, typed: str) -> Template:
    """By name or namespace/name, of either kind. Raises ConfigError."""
    namespace, _, name = typed.rpartition("/")
    found: list[Template] = []
    for kind in TEMPLATE_KINDS:
        try:
            found += await client.list(kind, namespace)
        except Absent:
            continue
    fitting = [one for one in found if one.metadata.name == name]
    if not fitting:
        names = ", ".join(sorted(one.metadata.name for one in found)) or "none"
        raise ConfigError(f"no template {typed!r}", f"there are {names}")
    if len(fitting) > 1:
        raise ConfigError(f"{len(fitting)} templates are called {typed!r}", "name it with its namespace")
    return fitting[0]


def parameters(typed: Mapping[str, str], path: str) -> dict[str, str]:
    """Those of the file, and over them those typed. Raises ConfigError, TemplateError."""
    found: Any = (load(file_text(path), Budget()) if path else None) or {}
    if not isinstance(found, dict) or any(isinstance(value, dict | list) for value in found.values()):
        raise ConfigError(f"{path} has no parameters", "expected lines such as CLUSTER_NAME: prod")
    return {**{name: _word(value) for name, value in found.items()}, **typed}


def _word(value: Any) -> str:
    """`5` and `true` of a file are what somebody would have typed."""
    return value if isinstance(value, str) else "" if value is None else scalar(value, "")


_PROFILE = ("name", "version", "namespace", "layer", "values")


def profiles(typed: tuple[str, ...]) -> tuple[ProfileChoice, ...]:
    """`NAME`, `NAME:VERSION`, or `name=N,version=V,namespace=NS,layer=L,values=FILE`. Raises ConfigError."""
    return tuple(map(_profile, typed))


def _profile(typed: str) -> ProfileChoice:
    if "=" not in typed:
        name, _, version = typed.partition(":")
        return ProfileChoice.of(name, version=version)
    said = dict(part.partition("=")[::2] for part in typed.split(","))
    unknown = [key for key in said if key not in _PROFILE]
    if unknown or not said.get("name"):
        raise ConfigError(f"{typed!r} is no profile", "expected name=N,version=V,namespace=NS,layer=L,values=FILE")
    path = said.pop("values", "")
    return ProfileChoice.of(**said, values=file_text(path) if path else "")


async def chosen_credential(client: Client, typed: str) -> Credential | None:
    """None where none was typed. Raises NoSuch where there is no such identity, ConfigError where it is several."""
    if not typed:
        return None
    try:
        return named(await identities(client), typed).credential
    except NotFound as error:
        raise NoSuch(error.title, error.detail) from None


def typed_credential(typed: str) -> Credential | None:
    """As it is printed, with nobody to ask: an identity is called `Kind/name`. Raises ConfigError."""
    if not typed:
        return None
    kind, slash, name = typed.partition("/")
    if not slash:
        raise ConfigError(f"{typed!r} is no credential", "name it with its kind, as AWSClusterRoleIdentity/fleet")
    return Credential(GROUP, "", kind, name)


def helm_values(path: str) -> str:
    """Of a file, as they are written there. Raises ConfigError, TemplateError for what is no map."""
    text = file_text(path)
    values_of(text, path, Budget())
    return text


def check(program: Program, typed: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Raises TemplateError for a name that was typed and is none, and for the first value that is wrong or missing."""
    known = sorted(parameter.name for parameter in program.parameters)
    for name in typed:
        if name not in known:
            title = f"the template has no parameter {name}{hint(name, known)}"
            raise TemplateError(title, parameter=name, expected=f"one of {', '.join(known)}")
    for problem in problems(program.parameters, values):
        raise problem
    for name in (CLUSTER_NAME, RESOURCE_NAME):
        if name in known and not values.get(name):
            raise TemplateError(f"missing required parameter: {name}", parameter=name, expected=f"-p {name}=VALUE")


def file_text(path: str) -> str:
    """Raises ConfigError."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is no text", "expected YAML") from None
    except OSError as error:
        raise ConfigError(f"cannot read {path}", error.strerror or "") from None
