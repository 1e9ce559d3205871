"""The command line: what is understood, and what is told about what is not."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace

import pytest

from wgtui.arguments import Command, Completion, Dashboard, Describe, DescribeApplication, Doctor, Get, Version, parse
from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.flags import commands, parser

CONFIG = Config()


def get(kind: str = "clusters", config: Config = CONFIG, **options: object) -> Get:
    return replace(Get(config, kind), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("", Dashboard(CONFIG)),
        ("--demo --demo-clusters 50 --demo-apps 9", Dashboard(Config(demo=True, demo_clusters=50, demo_apps=9))),
        ("--demo --context management-viewer", Dashboard(Config(demo=True, context="management-viewer"))),
        ("--kubeconfig f --context c", Dashboard(Config(kubeconfig="f", context="c"))),
        ("-n team-a", Dashboard(Config(namespace="team-a"))),
        ("-A", Dashboard(Config(all_namespaces=True))),
        ("--as u --as-group g --as-group h", Dashboard(Config(as_user="u", as_groups=("g", "h")))),
        ("--request-timeout 1.5", Dashboard(Config(request_timeout=1.5))),
        ("--request-timeout 500ms", Dashboard(Config(request_timeout=0.5))),
        ("--request-timeout=2m", Dashboard(Config(request_timeout=120))),
        ("--read-only --ascii --no-mouse", Dashboard(Config(read_only=True, ascii=True, mouse=False))),
        ("--mouse", Dashboard(Config(mouse=True))),
        ("--screen sources --pane", Dashboard(Config(screen="sources", pane=True))),
        ("--filter status=failed", Dashboard(Config(filter="status=failed"))),
        ("get clusters", get()),
        ("get CL", get()),
        ("get cluster a b", get(names=("a", "b"))),
        ("get clusters -o json a -w b", get(output="json", names=("a", "b"), watch=True)),
        ("get -o=wide apps", get("applications", output="wide")),
        ("get src -oname --no-headers", get("sources", output="name", headers=False)),
        ("get ev -l a=b", get("events", selector="a=b")),
        ("get app --clusters all", get("applications", clusters="all")),
        ("get clusters --filter x", get(config=Config(filter="x"), filter="x")),
        ("--filter x get clusters", get(config=Config(filter="x"), filter="x")),
        ("--demo get clusters -n a", get(config=Config(demo=True, namespace="a"))),
        ("get clusters --demo", get(config=Config(demo=True))),
        ("--context a get clusters --context b", get(config=Config(context="b"))),
        ("describe cluster a/b", Describe(CONFIG, "a/b")),
        ("describe cl b -o json --echo -n a", Describe(Config(namespace="a"), "b", "json", echo=True)),
        ("describe cluster b --no-grouping --show-machinesets", Describe(CONFIG, "b", "text", False, False, True)),
        ("describe app a/b -o json --cluster c", DescribeApplication(CONFIG, "a/b", "json", "c")),
        ("doctor", Doctor(CONFIG)),
        ("doctor -o json --context c", Doctor(Config(context="c"), "json")),
        ("version --client", Version(CONFIG, client=True)),
        ("--demo version -o json", Version(Config(demo=True), "json")),
        ("completion zsh", Completion("zsh")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_typed_is_understood(typed: str, command: Command) -> None:
    """Shared flags before or after the command, names before or behind flags."""
    assert parse(typed.split()) == command


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "gett clusters",
            "'gett' is not a command: there are get, describe, doctor, version, "
            "reconcile, suspend, resume, render, create, edit, delete, add, kubeconfig, explain, timeline, wait, "
            "record, completion; "
            "did you mean get?",
        ),
        ("clusters", "'clusters' is not a command: did you mean wgtui get clusters?"),
        ("get", "get what?: name one of clusters, applications, sources, templates, credentials, pulls, events"),
        ("get clutsers", "cannot get 'clutsers': there are .*; did you mean clusters?"),
        ("describe cluster", "describe which cluster?: as in wgtui describe cluster team-a/prod"),
        ("describe application a --echo", "--echo goes with cluster: an application has no machines to show"),
        ("describe cluster a --cluster b", "--cluster goes with application: a cluster is described by its name"),
        ("delete cluster", "delete which cluster?: as in wgtui delete cluster team-a/prod"),
        ("suspend ks", ".* required: NAME: see wgtui suspend --help"),
        ("wait", ".* required: KIND, NAME: see wgtui wait --help"),
        ("describe pod x", "cannot describe 'pod': there are cluster and application, .*"),
        (
            "get pods",
            "cannot get 'pods': there are clusters, .*, templates, credentials, pulls, events",
        ),
        ("get clusters -o jsno", "-o/--output: 'jsno' is not one of table, .*; did you mean json?"),
        ("doctor -o yaml", "-o/--output: 'yaml' is not one of text, json: see wgtui doctor --help"),
        ("--screen cluster", "--screen: 'cluster' is not one of .*; did you mean clusters?"),
        ("--fliter x", "unknown flag --fliter: did you mean --filter?"),
        ("get clusters --ouptut=json", "unknown flag --ouptut: did you mean --output?"),
        ("get clusters --xyzzy", "unknown flag --xyzzy: see wgtui --help"),
        ("get clusters --screen clusters", "wgtui get does not take --screen: see wgtui get --help"),
        ("--pane get clusters", "wgtui get does not take --pane: see wgtui get --help"),
        ("--filter x doctor", "wgtui doctor does not take --filter"),
        ("get clusters -z", "wgtui get does not take -z"),
        ("completion tcsh", "bash|zsh|fish: 'tcsh' is not one of bash, zsh, fish"),
        ("doctor now", "unexpected argument 'now': see wgtui doctor --help"),
        ("get clusters -n", "-n/--namespace: expected one argument: see wgtui get --help"),
        ("-n Team_A", "'Team_A' cannot be a namespace: expected .*"),
        ("-n a -A", "-n and -A exclude each other: .*"),
        ("--request-timeout soon", "--request-timeout: 'soon' is not a time such as 10, 30s or 1m: see wgtui --help"),
        ("--request-timeout 0", "--request-timeout: '0' is not a time .*"),
        ("--demo-clusters many", "--demo-clusters: 'many' is not a whole number .*"),
        ("--demo-clusters 5", "--demo-clusters and --demo-apps need --demo: .*"),
        ("--demo --kubeconfig f", "--demo brings its own cluster: leave --kubeconfig away"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_told_in_one_line_with_what_to_do(typed: str, told: str) -> None:
    """Exit code 2, no usage, no traceback."""
    with pytest.raises(ConfigError) as raised:
        parse(typed.split())
    assert raised.value.exit_code == 2
    assert re.match(re.escape(told).replace(r"\.\*", ".*"), str(raised.value)), str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("command", ["", "get", "describe", "doctor", "version", "completion"])
def test_help_fits_eighty_columns_and_tells_every_flag(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On one page of a terminal, more or less."""
    with pytest.raises(SystemExit) as ended:
        parse([*command.split(), "--help"])
    assert ended.value.code == 0
    page = capsys.readouterr().out
    assert max(map(len, page.splitlines())) <= 80
    assert len(page.splitlines()) <= 65
    missing = [flag for flag in own_flags(command) if flag not in page]
    assert not missing


@pytest.mark.parametrize("command", ["", *commands(parser())])
def test_help_fits_forty_columns_too(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a flag does stands below it, and nothing begins in the first column that is no title."""
    monkeypatch.setenv("COLUMNS", "40")
    with pytest.raises(SystemExit):
        parse([*command.split(), "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40
    flags = [line for line in lines if line.startswith("  -")]
    assert flags
    assert all(len(line) - len(line.lstrip()) in (0, 2, 4, 6, 7) for line in lines)


def own_flags(command: str) -> list[str]:
    grammar: argparse.ArgumentParser = parser()
    for action in grammar._actions:
        if command and isinstance(action, argparse._SubParsersAction):
            grammar = action.choices[command]
    return [flag for action in grammar._actions for flag in action.option_strings]


def test_version_is_a_flag_too(capsys: pytest.CaptureFixture[str]) -> None:
    """As of any program."""
    with pytest.raises(SystemExit):
        parse(["--version"])
    assert re.match(r"wgtui \d+\.\d+", capsys.readouterr().out)
