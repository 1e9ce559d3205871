"""What was typed on the command line, understood: one frozen command for the rest of the program."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NoReturn

from wgtui import __version__
from wgtui.config import Config
from wgtui.errors import ConfigError

KINDS = {
    "clusters": ("cluster", "cl"),
    "applications": ("application", "apps", "app"),
    "sources": ("source", "src"),
    "events": ("event", "ev"),
}
SCREENS = ("clusters", "applications", "sources")
LIST_OUTPUTS = ("table", "wide", "json", "yaml", "name")


@dataclass(frozen=True, slots=True)
class Dashboard:
    config: Config


@dataclass(frozen=True, slots=True)
class Get:
    """`kind` is one of KINDS; `names` are `name`, `namespace/name` or `Kind/namespace/name`.

    `clusters` is empty for the management cluster alone, `all`, or the leaf to read as well.
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
class Doctor:
    config: Config
    output: str = "text"


@dataclass(frozen=True, slots=True)
class Version:
    config: Config
    output: str = "text"
    """With `server` asked for too."""
    server: bool = False


Command = Dashboard | Get | Doctor | Version


def parse(arguments: Sequence[str]) -> Command:
    """Raises ConfigError for what cannot be understood; `--help` and `--version` print and end by SystemExit(0)."""
    options = vars(_parser().parse_args(arguments))
    name = options.pop("command", None)
    config = _config(options)
    match name:
        case "get":
            return Get(
                config=config,
                kind=_kind(options["kind"]),
                names=tuple(options["names"]),
                output=options["output"],
                selector=options["selector"],
                filter=config.filter,
                watch=options["watch"],
                clusters=options["clusters"],
                headers=not options["no_headers"],
            )
        case "doctor":
            return Doctor(config, options["output"])
        case "version":
            return Version(config, options["output"], options["server"])
    return Dashboard(config)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and names what comes near."""

    def error(self, message: str) -> NoReturn:
        hint = f"see {self.prog} --help"
        if unknown := re.match(r"unrecognized arguments: (\S+)", message):
            # A flag of the other parsers is known too: what is unknown is reported by the outermost one.
            near = difflib.get_close_matches(unknown[1].split("=")[0], _FLAGS, n=1)
            message = f"unknown argument {unknown[1]!r}"
            hint = f"did you mean {near[0]}? {hint}" if near else hint
        raise ConfigError(message, hint)


_EXAMPLES = """\
examples:
  wgtui                                      the fleet of the current kubeconfig context
  wgtui --demo                               the same on an embedded cluster: nothing is needed, nothing is changed
  wgtui --context prod -n team-a --read-only look, but touch nothing
  wgtui --pane --filter 'status!=ready'      a pane for tmux with what is not well
  wgtui get clusters --filter 'status=failed age<2h'
  wgtui get applications --clusters all -o json
  wgtui doctor                               what works, what does not and what to do

exit codes: 0 done, 1 the answer is no or not found, 2 usage or configuration, 3 cannot reach or not allowed
"""

_GET_EXAMPLES = """\
kinds: clusters, applications, sources, events

examples:
  wgtui get clusters                                every cluster, worst status in words
  wgtui get clusters prod-eu -o json                one, as a documented model (wgtui/v1)
  wgtui get clusters -l env=prod --filter '!ready'
  wgtui get applications --clusters all -o wide     of the leaf clusters too
  wgtui get sources --filter 'kind=GitRepository status=failed'
  wgtui get clusters --watch -o json                one JSON document a line for each change

filter: words  !not  "a phrase"  status=failed,degraded  ns=team-*  age<2h  apps<10  version<1.30  cp<all
        -l env=prod  ~regex  name~regex
"""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="wgtui",
        description="A terminal dashboard for fleets of Kubernetes clusters run the GitOps way.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        parents=[_shared(suppressed=False)],
    )
    parser.add_argument("--version", action="version", version=f"wgtui {__version__}")
    _add_dashboard(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    options: dict[str, Any] = {
        "parents": [_shared(suppressed=True)],
        "formatter_class": argparse.RawDescriptionHelpFormatter,
        "allow_abbrev": False,
    }
    _add_get(
        commands.add_parser(
            "get", help="print clusters, applications, sources or events", epilog=_GET_EXAMPLES, **options
        )
    )
    doctor = commands.add_parser("doctor", help="what works, what does not and what to do", **options)
    doctor.add_argument("-o", "--output", choices=("text", "json"), default="text", help="(default: text)")
    version = commands.add_parser("version", help="versions of wgtui and what it runs on", **options)
    version.add_argument("-o", "--output", choices=("text", "json"), default="text", help="(default: text)")
    version.add_argument("--server", action="store_true", help="ask the API server for its version too")
    return parser


def _add_dashboard(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("dashboard")
    group.add_argument("--screen", choices=SCREENS, default="clusters", help="what to open first (default: clusters)")
    group.add_argument("--pane", action="store_true", help="monitoring pane: rows only, needs no keys, read-only")


def _add_get(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="clusters, applications, sources or events")
    parser.add_argument("names", metavar="NAME", nargs="*", help="name, namespace/name or Kind/namespace/name")
    parser.add_argument("-o", "--output", choices=LIST_OUTPUTS, default="table", help="(default: table)")
    parser.add_argument("-l", "--selector", metavar="SEL", default="", help="labels, as in env=prod,tier!=dev")
    parser.add_argument("-w", "--watch", action="store_true", help="go on and print what changes")
    parser.add_argument(
        "--clusters", metavar="all|NAME", default="", help="of these leaf clusters as well (applications, sources)"
    )
    parser.add_argument("--no-headers", action="store_true", help="leave the titles of the table away")


def _shared(suppressed: bool) -> argparse.ArgumentParser:
    """Flags that stand before or after the command. After it they have no default: that would undo those before."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)

    def add(group: Any, *names: str, default: Any = None, **options: Any) -> None:
        group.add_argument(*names, default=argparse.SUPPRESS if suppressed else default, **options)

    where = parser.add_argument_group("where")
    add(where, "--demo", action="store_true", default=False, help="an embedded management cluster with a living fleet")
    add(where, "--demo-clusters", metavar="N", type=_count, default=0, help="that many clusters in it")
    add(where, "--demo-apps", metavar="N", type=_count, default=0, help="that many applications in it")
    add(where, "--kubeconfig", metavar="FILE", default="", help="(default: $KUBECONFIG, ~/.kube/config, the pod's own)")
    add(where, "--context", metavar="NAME", default="", help="(default: the current one)")
    add(where, "-n", "--namespace", metavar="NS", default="", help="this namespace only")
    add(where, "-A", "--all-namespaces", action="store_true", default=False, help="all you may see (default)")
    add(where, "--as", metavar="USER", dest="as_user", default="", help="act as this user")
    add(where, "--as-group", metavar="GROUP", dest="as_groups", action="append", default=[], help="may be repeated")
    add(where, "--request-timeout", metavar="SECONDS", type=_seconds, default=30.0, help="for one answer (default: 30)")
    how = parser.add_argument_group("how")
    add(how, "--read-only", action="store_true", default=False, help="no mutating request can leave the process")
    add(how, "--filter", metavar="TEXT", default="", help="only rows that match, as typed at / in the dashboard")
    add(how, "--ascii", action="store_true", default=False, help="no unicode on screen")
    add(how, "--mouse", action=argparse.BooleanOptionalAction, help="(default: on, but off over SSH)")
    return parser


_FLAGS = (
    *("--demo", "--demo-clusters", "--demo-apps", "--kubeconfig", "--context", "--namespace", "--all-namespaces"),
    *("--as", "--as-group", "--request-timeout", "--read-only", "--filter", "--ascii", "--mouse", "--no-mouse"),
    *("--screen", "--pane", "--output", "--selector", "--watch", "--clusters", "--no-headers", "--server", "--version"),
)


def _config(options: dict[str, Any]) -> Config:
    chosen = {field.name: options[field.name] for field in fields(Config) if field.name in options}
    config = Config(**{**chosen, "as_groups": tuple(chosen["as_groups"])})
    if config.namespace and config.all_namespaces:
        raise ConfigError("-n and -A exclude each other", "name one namespace, or see all")
    if (config.demo_clusters or config.demo_apps) and not config.demo:
        raise ConfigError("--demo-clusters and --demo-apps need --demo", "they scale the embedded cluster")
    if config.demo and (config.kubeconfig or config.context):
        raise ConfigError("--demo brings its own cluster", "leave --kubeconfig and --context away")
    return config


def _kind(typed: str) -> str:
    wanted = typed.casefold()
    for kind, aliases in KINDS.items():
        if wanted == kind or wanted in aliases:
            return kind
    raise ConfigError(f"cannot get {typed!r}", f"there are {', '.join(KINDS)}")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 1_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number up to a million")
    return int(text)


_SECONDS = re.compile(r"(\d{1,6}(?:\.\d+)?)(ms|s|m|h)?\Z")


def _seconds(text: str) -> float:
    """Also `30s` and `1m`, as kubectl takes them."""
    found = _SECONDS.match(text)
    seconds = float(found[1]) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[found[2] or "s"] if found else 0.0
    if not 0 < seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time in seconds, such as 10 or 1m")
    return seconds
