"""What was typed on the command line, understood: one frozen command for the rest of the program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.flags import flags, parser
from wgtui.fleet.shown_conditions import Wanted, wanted_conditions
from wgtui.mistakes import kind_named, wrong_flag, wrong_kind
from wgtui.verbs import Verb, verb_of


@dataclass(frozen=True, slots=True)
class Dashboard:
    config: Config


@dataclass(frozen=True, slots=True)
class Get:
    """`names` are `name`, `namespace/name`, `Kind/name` or `Kind/namespace/name`.

    `clusters` is empty for the management cluster alone, `all`, or names of clusters with commas between them.
    """

    config: Config
    kind: str
    names: tuple[str, ...] = ()
    output: str = "table"
    selector: str = ""
    filter: str = ""
    watch: bool = False
    clusters: str = ""
    headers: bool = True


@dataclass(frozen=True, slots=True)
class Describe:
    """The tree of a cluster; the flags are those of clusterctl."""

    config: Config
    name: str
    output: str = "text"
    grouping: bool = True
    echo: bool = False
    machine_sets: bool = False
    resource_sets: bool = False
    templates: bool = False
    conditions: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class DescribeApplication:
    """`name` as in Get; `cluster` names the leaf it is on, empty: the management cluster."""

    config: Config
    name: str
    output: str = "text"
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Doctor:
    config: Config
    output: str = "text"


@dataclass(frozen=True, slots=True)
class Version:
    """`client`: no server is asked."""

    config: Config
    output: str = "text"
    client: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    shell: str


Headless = Get | Describe | DescribeApplication | Doctor | Version | Verb
"""What needs no terminal."""

Command = Dashboard | Headless | Completion


def parse(arguments: Sequence[str]) -> Command:
    """Raises ConfigError for what cannot be understood; `--help` and `--version` print and end by SystemExit(0)."""
    options = _options(arguments)
    name = options.pop("command") or ""
    if name:
        _check_command_alone(name, options)
    config = _config(options)
    match name:
        case "get":
            return _get(config, options)
        case "describe":
            return _describe(config, options)
        case "doctor":
            return Doctor(config, options["output"])
        case "version":
            return Version(config, options["output"], options["client"])
        case "completion":
            return Completion(options["shell"])
    return verb_of(name, config, options) if name else Dashboard(config)


def _options(arguments: Sequence[str]) -> dict[str, Any]:
    grammar = parser()
    _check_flags(arguments, flags(grammar))
    found, left = grammar.parse_known_args(arguments)
    options = vars(found)
    command = f"wgtui {options['command'] or ''}".rstrip()
    flag = next((each for each in left if each.startswith("-")), "")
    if flag:
        raise ConfigError(f"{command} does not take {flag.partition('=')[0]}", f"see {command} --help")
    if left and options["command"] != "get":
        raise ConfigError(f"unexpected argument {left[0]!r}", f"see {command} --help")
    # argparse leaves names behind that follow a flag, as in: get clusters -o json prod-eu
    return {**options, "names": [*options["names"], *left]} if left else options


def _check_flags(arguments: Sequence[str], known: set[str]) -> None:
    """Before anything else: what follows an unknown flag would be taken for a command."""
    for typed in arguments:
        flag = typed.partition("=")[0]
        if typed == "--":
            return
        if flag.startswith("--") and flag not in known:
            raise wrong_flag(flag, known)


def _check_command_alone(name: str, options: dict[str, Any]) -> None:
    for flag in ("screen", "pane", "replay", "repaint", "mouse", *(() if name == "get" else ("filter",))):
        if options[flag]:
            raise ConfigError(f"wgtui {name} does not take --{flag}", f"see wgtui {name} --help")


def _get(config: Config, options: dict[str, Any]) -> Get:
    kind = kind_named(options["kind"])
    if kind is None:
        raise wrong_kind(options["kind"])
    return Get(
        config=config,
        kind=kind,
        names=tuple(options["names"]),
        output=options["output"],
        selector=options["selector"],
        filter=config.filter,
        watch=options["watch"],
        clusters=options["clusters"],
        headers=not options["no_headers"],
    )


def _describe(config: Config, options: dict[str, Any]) -> Describe | DescribeApplication:
    kind = kind_named(options["kind"])
    if kind == "applications":
        return _describe_application(config, options)
    if kind != "clusters":
        hint = "there are cluster and application, as in wgtui describe cluster prod"
        raise ConfigError(f"cannot describe {options['kind']!r}", hint)
    if options["cluster"]:
        raise ConfigError("--cluster goes with application", "a cluster is described by its name")
    return Describe(
        config=config,
        name=options["name"],
        output=options["output"],
        grouping=options["grouping"],
        echo=options["echo"],
        machine_sets=options["show_machinesets"],
        resource_sets=options["show_resourcesets"],
        templates=options["show_templates"],
        conditions=wanted_conditions(options["show_conditions"]),
    )


def _describe_application(config: Config, options: dict[str, Any]) -> DescribeApplication:
    wrong = [flag for flag in ("echo", "show_machinesets", "show_conditions") if options[flag]]
    if wrong or not options["grouping"]:
        flag = wrong[0].replace("_", "-") if wrong else "no-grouping"
        raise ConfigError(f"--{flag} goes with cluster", "an application has no machines to show")
    return DescribeApplication(config, options["name"], options["output"], options["cluster"])


def _config(options: dict[str, Any]) -> Config:
    chosen = {field.name: options[field.name] for field in fields(Config) if options.get(field.name) is not None}
    config = Config(**{**chosen, "as_groups": tuple(chosen["as_groups"])})
    if config.namespace and config.all_namespaces:
        raise ConfigError("-n and -A exclude each other", "name one namespace, or see all")
    if config.namespace and not _NAMESPACE.match(config.namespace):
        raise ConfigError(f"{config.namespace!r} cannot be a namespace", "expected letters, digits and - as in team-a")
    if (config.demo_clusters or config.demo_apps) and not config.demo:
        raise ConfigError("--demo-clusters and --demo-apps need --demo", "they scale the embedded cluster")
    if config.replay and (config.demo or config.kubeconfig or config.context):
        raise ConfigError("--replay brings its own cluster", "leave --demo, --kubeconfig and --context away")
    if config.replay:
        config = replace(config, read_only=True)
    if config.demo and config.kubeconfig:
        raise ConfigError("--demo brings its own cluster", "leave --kubeconfig away")
    return config


_NAMESPACE = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\Z")
