"""The commands that change something: their grammar, and what was typed understood."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wgtui.config import Config
from wgtui.errors import ConfigError

NAMES = ("reconcile", "suspend", "resume", "render", "create", "edit", "delete", "add", "wait")


@dataclass(frozen=True, slots=True)
class Flux:
    """`verb` is reconcile, suspend or resume; `targets` are names of objects of one `kind`, of `cluster` if named."""

    config: Config
    verb: str
    kind: str
    targets: tuple[str, ...]
    cluster: str = ""
    with_source: bool = False
    force: bool = False
    reset: bool = False
    reason: str = ""
    until: str = ""
    """As it was typed."""
    timeout: float = 300.0


@dataclass(frozen=True, slots=True)
class PullRequestWishes:
    """What every command that opens a pull request takes. `dry_run` prints the diff and writes nothing."""

    dry_run: bool = False
    draft: bool = False
    title: str = ""
    base: str = ""
    repository: str = ""
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Create:
    """A cluster, or whatever the template makes; with `name` one that is there is edited.

    `values` is a file of parameters; those typed win.
    """

    config: Config
    template: str
    parameters: Mapping[str, str]
    profiles: tuple[str, ...] = ()
    values: str = ""
    name: str = ""
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


@dataclass(frozen=True, slots=True)
class Render:
    """Prints what a template makes, or with `directory` writes it into files. `values` as in Create."""

    config: Config
    template: str
    parameters: Mapping[str, str]
    profiles: tuple[str, ...] = ()
    values: str = ""
    directory: str = ""
    output: str = "yaml"


@dataclass(frozen=True, slots=True)
class Delete:
    config: Config
    names: tuple[str, ...]
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


@dataclass(frozen=True, slots=True)
class Add:
    """An application: a Kustomization of `path` in `source`, or a HelmRelease of `chart` in the repository `source`."""

    config: Config
    name: str
    cluster: str
    source: str
    path: str = ""
    chart: str = ""
    version: str = ""
    values: str = ""
    target_namespace: str = ""
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


@dataclass(frozen=True, slots=True)
class Wait:
    """`kind` is cluster, application or pull; `state` ready, deleted or merged."""

    config: Config
    kind: str
    name: str
    state: str
    timeout: float = 900.0


@dataclass(frozen=True, slots=True)
class Explain:
    """`kind` is cluster or application."""

    config: Config
    kind: str
    name: str
    output: str = "text"


@dataclass(frozen=True, slots=True)
class Record:
    """`size` in bytes of the file, `seconds` 0 for until ^c."""

    config: Config
    file: str
    size: int
    seconds: float = 0.0


Verb = Flux | Create | Render | Delete | Add | Wait | Explain | Record

Command = Callable[[str, str, str], argparse.ArgumentParser]
"""Name, what it does, its arguments → a parser to be filled."""


def add_verbs(command: Command, seconds: Callable[[str], float]) -> list[argparse.ArgumentParser]:
    """Fills in the grammar; the flags that all commands share are added by the caller."""
    made = [_flux(command, verb, about) for verb, about in _FLUX.items()]
    for one in made:
        one.add_argument("--timeout", metavar="TIME", type=seconds, default=300.0, help="(default: 5m)")
    render = command("render", "print what a template makes", "TEMPLATE -p NAME=VALUE...")
    render.add_argument("template", metavar="TEMPLATE", help="a file, or the name of a template in the cluster")
    _parameters(render)
    render.add_argument("-d", "--directory", metavar="DIR", default="", help="write files instead of printing")
    outputs = ("yaml", "json", "name")
    render.add_argument(
        "-o", "--output", metavar="|".join(outputs), choices=outputs, default="yaml", help="(default: yaml)"
    )
    create = command(
        "create", "make a cluster from a template, as a pull request", "cluster --template T -p NAME=VALUE"
    )
    create.add_argument("kind", metavar="cluster", help="the kind")
    create.add_argument("--template", metavar="T", required=True, help="the name of a template in the cluster")
    _parameters(create)
    edit = command("edit", "change a cluster it made, as a pull request", "cluster NAME -p N=V...")
    edit.add_argument("kind", metavar="cluster", help="the kind")
    edit.add_argument("name", metavar="NAME", help="name or namespace/name")
    _parameters(edit)
    delete = command("delete", "delete clusters, as a pull request", "cluster NAME...")
    delete.add_argument("kind", metavar="cluster", help="the kind")
    delete.add_argument("names", metavar="NAME", nargs="+", help="name or namespace/name")
    add = command("add", "add an application to a cluster, as a pull request", "application NAME --cluster C ...")
    _application(add)
    for one in (create, edit, delete, add):
        _wishes(one)
    explain = command("explain", "why a cluster or an application is not well", "KIND NAME")
    explain.add_argument("kind", metavar="KIND", choices=("cluster", "application"), help="cluster or application")
    explain.add_argument("name", metavar="NAME", help="namespace/name, or Kind/namespace/name of an application")
    explain.add_argument("-o", "--output", metavar="text|json", choices=("text", "json"), default="text", help="how")
    wait = command("wait", "wait for a cluster, an application or a pull request", "KIND NAME")
    wait.add_argument("kind", metavar="KIND", choices=("cluster", "application", "pull"), help="of what")
    wait.add_argument("name", metavar="NAME", help="name, namespace/name, Kind/namespace/name, or a number")
    wait.add_argument(
        "--for",
        dest="state",
        metavar="STATE",
        choices=("ready", "deleted", "merged"),
        default="",
        help="(default: ready)",
    )
    wait.add_argument("--timeout", metavar="TIME", type=seconds, default=900.0, help="(default: 15m)")
    record = command("record", "keep what happens in the fleet in a file, to be played again", "FILE")
    record.add_argument("file", metavar="FILE", help="a new one; wgtui --replay FILE plays it")
    record.add_argument("--size", metavar="SIZE", type=_size, default=256 << 20, help="(default: 256MiB)")
    record.add_argument("--for", dest="seconds", metavar="TIME", type=seconds, default=0.0, help="(default: until ^c)")
    return [*made, render, create, edit, delete, add, explain, wait, record]


_SIZE = re.compile(r"(\d{1,9})(KiB|MiB|GiB|K|M|G)?\Z", re.IGNORECASE)


def _size(typed: str) -> int:
    """In bytes."""
    found = _SIZE.match(typed)
    size = int(found[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[(found[2] or "")[:1].upper()] if found else 0
    if size < 1 << 16:
        raise argparse.ArgumentTypeError(f"{typed!r} is not a size such as 64MiB, at least 64KiB")
    return size


_FLUX = {
    "reconcile": "let Flux look at objects now, and follow it",
    "suspend": "stop Flux from touching objects",
    "resume": "let Flux go on with objects",
}


def _flux(command: Command, verb: str, about: str) -> argparse.ArgumentParser:
    made = command(verb, about, "KIND NAME...")
    made.add_argument("kind", metavar="KIND", help="kustomization, helmrelease, gitrepository, ...")
    made.add_argument("names", metavar="NAME", nargs="+", help="name or namespace/name")
    made.add_argument("--cluster", metavar="NAME", default="", help="on this leaf cluster")
    if verb == "reconcile":
        made.add_argument("--with-source", action="store_true", help="its sources first")
        made.add_argument("--force", action="store_true", help="a HelmRelease is installed or upgraded once more")
        made.add_argument("--reset", action="store_true", help="a HelmRelease's failures are forgotten")
    if verb == "suspend":
        made.add_argument("--reason", metavar="TEXT", default="", help="is left on the object")
        made.add_argument(
            "--until", metavar="TIME", default="", help="2h, 3d or 2026-12-01; left on it, shown when over"
        )
    return made


def _parameters(made: argparse.ArgumentParser) -> None:
    made.add_argument("-p", "--parameter", metavar="NAME=VALUE", action="append", default=[], help="may be repeated")
    made.add_argument("--values", metavar="FILE", default="", help="parameters as YAML; -p wins")
    made.add_argument("--profile", metavar="NAME[:VERSION]", action="append", default=[], help="may be repeated")


def _application(made: argparse.ArgumentParser) -> None:
    made.add_argument("kind", metavar="application", help="the kind")
    made.add_argument("name", metavar="NAME", help="name or namespace/name of the new object")
    made.add_argument("--cluster", metavar="NAME", required=True, help="name, namespace/name or management")
    made.add_argument("--source", metavar="NAME", required=True, help="GitRepository or HelmRepository")
    made.add_argument("--path", metavar="DIR", default="", help="a Kustomization of this folder")
    made.add_argument("--chart", metavar="NAME", default="", help="a HelmRelease of this chart")
    made.add_argument("--chart-version", metavar="V", default="", help="of the chart")
    made.add_argument("--values", metavar="FILE", default="", help="of the HelmRelease")
    made.add_argument("--target-namespace", metavar="NS", default="", help="where its objects go")


def _wishes(made: argparse.ArgumentParser) -> None:
    made.add_argument("--dry-run", action="store_true", help="print the diff, write nothing")
    made.add_argument("--draft", action="store_true", help="open it as a draft")
    made.add_argument("--title", metavar="TEXT", default="", help="of the pull request")
    made.add_argument("--base", metavar="BRANCH", default="", help="(default: what Flux reads)")
    made.add_argument("--repository", metavar="NAME", default="", help="GitRepository (default: the fleet's)")
    made.add_argument("--label", metavar="NAME", action="append", default=[], help="may be repeated")
    made.add_argument("--reviewer", metavar="USER", action="append", default=[], help="may be repeated")


def verb_of(name: str, config: Config, options: Mapping[str, Any]) -> Verb:
    """Raises ConfigError."""
    match name:
        case "reconcile" | "suspend" | "resume":
            return Flux(
                config,
                name,
                options["kind"],
                tuple(options["names"]),
                options["cluster"],
                options.get("with_source", False),
                options.get("force", False),
                options.get("reset", False),
                options.get("reason", ""),
                options.get("until", ""),
                options["timeout"],
            )
        case "render":
            return Render(config, options["template"], *_given(options), options["directory"], options["output"])
        case "wait":
            return _wait(config, options)
        case "explain":
            return Explain(config, options["kind"], options["name"], options["output"])
        case "record":
            return Record(config, options["file"], options["size"], options["seconds"])
        case "add":
            _expect(options["kind"], "application", "add")
            return _add(config, options)
    _expect(options["kind"], "cluster", name)
    if name == "delete":
        return Delete(config, tuple(options["names"]), _wished(options))
    return Create(config, options.get("template", ""), *_given(options), options.get("name", ""), _wished(options))


def _expect(kind: str, wanted: str, verb: str) -> None:
    if kind.casefold().rstrip("s") not in (wanted, wanted[:3]):
        raise ConfigError(f"cannot {verb} {kind!r}", f"there is {wanted}, as in wgtui {verb} {wanted}")


def _wait(config: Config, options: Mapping[str, Any]) -> Wait:
    state = options["state"] or ("merged" if options["kind"] == "pull" else "ready")
    if (state == "merged") != (options["kind"] == "pull"):
        raise ConfigError(f"a {options['kind']} is never {state}", "a pull is merged, the others are ready or deleted")
    return Wait(config, options["kind"], options["name"], state, options["timeout"])


def _add(config: Config, options: Mapping[str, Any]) -> Add:
    if bool(options["path"]) == bool(options["chart"]):
        raise ConfigError("an application is either a folder or a chart", "name one of --path and --chart")
    return Add(
        config,
        options["name"],
        options["cluster"],
        options["source"],
        options["path"],
        options["chart"],
        options["chart_version"],
        options["values"],
        options["target_namespace"],
        _wished(options),
    )


def _wished(options: Mapping[str, Any]) -> PullRequestWishes:
    return PullRequestWishes(
        options["dry_run"],
        options["draft"],
        options["title"],
        options["base"],
        options["repository"],
        tuple(options["label"]),
        tuple(options["reviewer"]),
    )


_PARAMETER = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)\Z", re.DOTALL)


def _given(options: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...], str]:
    values = {}
    for typed in options["parameter"]:
        found = _PARAMETER.match(typed)
        if found is None:
            raise ConfigError(f"{typed!r} is no parameter", "expected NAME=VALUE, as in -p CLUSTER_NAME=prod")
        values[found[1]] = found[2]
    return values, tuple(options["profile"]), options["values"]
