"""The commands that change something: their grammar, and what was typed understood."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wgtui.adding import Add, add_grammar, add_of
from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.kind_words import subject
from wgtui.mistakes import one_of
from wgtui.wishes import Asked, PullRequestWishes, add_asked, add_wishes, asked, wished

NAMES = ("reconcile", "suspend", "resume", "render", "create", "edit", "delete", "add", "wait")


BOOTSTRAPPED = "bootstrapped"


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
class Create:
    """A cluster, or whatever the template makes."""

    config: Config
    template: str
    asked: Asked
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


@dataclass(frozen=True, slots=True)
class Edit:
    """A cluster that a template made, with other values; or of a HelmRelease the chart's `version` and the values.

    `asked.values` is the file of both.
    """

    config: Config
    kind: str
    name: str
    asked: Asked
    version: str = ""
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


@dataclass(frozen=True, slots=True)
class Render:
    """Prints what a template makes, or with `directory` writes it into files."""

    config: Config
    template: str
    asked: Asked
    directory: str = ""
    output: str = "yaml"


@dataclass(frozen=True, slots=True)
class Delete:
    config: Config
    names: tuple[str, ...]
    wishes: PullRequestWishes = field(default_factory=PullRequestWishes)


@dataclass(frozen=True, slots=True)
class Wait:
    """`kind` is cluster, application or pull; `state` ready, bootstrapped, deleted or merged."""

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


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """That of a leaf cluster, printed or written to `output`; `force` overwrites what is there."""

    config: Config
    name: str
    output: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """`kind` and `name` as of Explain."""

    config: Config
    kind: str
    name: str
    output: str = "text"


Verb = Kubeconfig | Flux | Create | Edit | Render | Delete | Add | Wait | Explain | Timeline | Record

Command = Callable[[str, str, str], argparse.ArgumentParser]
"""Name, what it does, its arguments → a parser to be filled."""


def add_verbs(command: Command, seconds: Callable[[str], float]) -> list[argparse.ArgumentParser]:
    """Fills in the grammar; the flags that all commands share are added by the caller."""
    made = [_flux(command, verb, about) for verb, about in _FLUX.items()]
    for one in made:
        one.add_argument("--timeout", metavar="TIME", type=seconds, default=300.0, help="(default: 5m)")
    render = command("render", "print what a template makes", "TEMPLATE -p NAME=VALUE...")
    render.add_argument("template", metavar="TEMPLATE", help="a file, or the name of a template in the cluster")
    add_asked(render)
    render.add_argument("-d", "--directory", metavar="DIR", default="", help="write files instead of printing")
    render.add_argument("-o", "--output", **one_of(("yaml", "json", "name")))
    create = command(
        "create", "make a cluster from a template, as a pull request", "cluster --template T -p NAME=VALUE"
    )
    create.add_argument("kind", metavar="cluster", help="the kind")
    create.add_argument("--template", metavar="T", required=True, help="the name of a template in the cluster")
    add_asked(create)
    edit = command("edit", "change a cluster or a release, as a pull request", "KIND NAME -p N=V...")
    edit.add_argument("kind", metavar="KIND", help="cluster, or hr for a HelmRelease")
    edit.add_argument("name", metavar="NAME", help="name or namespace/name")
    add_asked(edit)
    release = edit.add_argument_group("of a HelmRelease")
    release.add_argument("--chart-version", metavar="V", default="", help="another; --values is then its values")
    delete = command("delete", "delete clusters, as a pull request", "cluster NAME...")
    delete.add_argument("kind", metavar="cluster", help="the kind")
    delete.add_argument("names", metavar="NAME", nargs="+", help="name or namespace/name")
    add = command("add", "add an application or a secret to a cluster", "KIND [NAME] --cluster C ...")
    add_grammar(add)
    for one in (create, edit, delete):
        add_wishes(one)
    kubeconfig = command("kubeconfig", "the kubeconfig of a cluster, from its Secret", "NAME [-o FILE]")
    kubeconfig.add_argument("name", metavar="NAME", help="name or namespace/name of the cluster")
    kubeconfig.add_argument("-o", "--output", metavar="FILE", default="", help="a new file that only you may read")
    kubeconfig.add_argument("--force", action="store_true", help="replace the file if it is there")
    explain = command("explain", "why a cluster or an application is not well", "KIND NAME")
    timeline = command("timeline", "what happened to it and to what it depends on", "KIND NAME")
    for one in (explain, timeline):
        one.add_argument("kind", metavar="KIND", help="cluster, application, ks or hr")
        one.add_argument("name", metavar="NAME", help="namespace/name, or Kind/namespace/name of an application")
        one.add_argument("-o", "--output", **one_of(("text", "json")))
    wait = command("wait", "wait for a cluster, an application or a pull request", "KIND NAME")
    wait.add_argument("kind", metavar="KIND", help="cluster, application, ks, hr or pull")
    wait.add_argument("name", metavar="NAME", help="name, namespace/name, Kind/namespace/name, or a number")
    states = one_of(("ready", BOOTSTRAPPED, "deleted", "merged"))
    wait.add_argument("--for", **{**states, "dest": "state", "default": None, "help": "(default: ready; merged)"})
    wait.add_argument("--timeout", metavar="TIME", type=seconds, default=900.0, help="(default: 15m)")
    record = command("record", "keep what happens in the fleet in a file, to be played again", "FILE")
    record.add_argument("file", metavar="FILE", help="a new one; wgtui --replay FILE plays it")
    record.add_argument("--size", metavar="SIZE", type=_size, default=256 << 20, help="(default: 256MiB)")
    record.add_argument("--for", dest="seconds", metavar="TIME", type=seconds, default=0.0, help="(default: until ^c)")
    return [*made, render, create, edit, delete, add, kubeconfig, explain, timeline, wait, record]


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
            return Render(config, options["template"], asked(options), options["directory"], options["output"])
        case "wait":
            return _wait(config, options)
        case "kubeconfig":
            return Kubeconfig(config, options["name"], options["output"], options["force"])
        case "explain":
            kind, name = _subject("explain", options, "cluster", "application")
            return Explain(config, kind, name, options["output"])
        case "timeline":
            kind, name = _subject("timeline", options, "cluster", "application")
            return Timeline(config, kind, name, options["output"])
        case "record":
            return Record(config, options["file"], options["size"], options["seconds"])
        case "add":
            return add_of(config, options)
        case "edit":
            return _edit(config, options)
    subject(name, options["kind"], ("cluster",))
    if name == "delete":
        return Delete(config, tuple(options["names"]), wished(options))
    return Create(config, options["template"], asked(options), wished(options))


def _subject(verb: str, options: Mapping[str, Any], *wanted: str) -> tuple[str, str]:
    """The kind, and the name with the kind of application before it where that was typed as the kind."""
    kind, application = subject(verb, options["kind"], wanted)
    return kind, f"{application}/{options['name']}" if application else options["name"]


def _wait(config: Config, options: Mapping[str, Any]) -> Wait:
    kind, name = _subject("wait", options, "cluster", "application", "pull")
    state = options["state"] or ("merged" if kind == "pull" else "ready")
    if (state == "merged") != (kind == "pull"):
        raise ConfigError(f"a {kind} is never {state}", "a pull is merged, the others are ready or deleted")
    if state == BOOTSTRAPPED and kind != "cluster":
        raise ConfigError(f"a {kind} is never {state}", "a cluster is, when Flux runs on it and has delivered")
    return Wait(config, kind, name, state, options["timeout"])


def _edit(config: Config, options: Mapping[str, Any]) -> Edit:
    kind, name = _subject("edit", options, "cluster", "application")
    of_template, version = asked(options), options["chart_version"]
    if kind == "cluster" and version:
        raise ConfigError("a cluster has no chart version", "choose that of a profile with --profile NAME:VERSION")
    if kind == "application" and not (version or of_template.values):
        raise ConfigError("change what?", "name --chart-version, --values FILE or both")
    if kind == "application" and (of_template.parameters or of_template.profiles or of_template.credential):
        raise ConfigError("an application has no parameters", "name --chart-version, --values FILE or both")
    return Edit(config, kind, name, of_template, version, wished(options))
