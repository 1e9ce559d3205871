"""The grammar of the command line: every flag with its help, and what a wrong one is told."""

from __future__ import annotations

import argparse
import re
from functools import partial
from typing import Any, NoReturn

from wgtui import __version__
from wgtui.errors import ConfigError
from wgtui.help_text import Help
from wgtui.mistakes import KINDS, one_of, wrong_command
from wgtui.verbs import add_verbs

SCREENS = ("clusters", "applications", "sources", "templates", "pulls")
LIST_OUTPUTS = ("table", "wide", "json", "yaml", "name")
REPORT_OUTPUTS = ("text", "json")
SHELLS = ("bash", "zsh", "fish")

_EXAMPLES = """\
examples:
  wgtui                                      the fleet of the current context
  wgtui --demo                               needs nothing, changes nothing
  wgtui --pane --filter 'status!=ready'      what is not well, in a tmux pane
  wgtui get clusters --filter 'status=failed age<2h'
  wgtui get applications --clusters all -o json

exit codes: 0 done, 1 the answer is no or not found, 2 usage or configuration,
3 cannot reach or not allowed, 130 interrupted
"""

_GET_EXAMPLES = """\
filter: words  !not  "a phrase"  status=failed,degraded  ns=team-*  age<2h
  apps<10  cp<all  version<1.30  -l env=prod  ~regex  name~regex

examples:
  wgtui get clusters
  wgtui get clusters prod-eu -o json
  wgtui get clusters -l env=prod --filter '!ready'
  wgtui get applications --clusters all -o wide
  wgtui get sources --filter 'kind=GitRepository status=failed'
  wgtui get events Cluster/team-a/prod-eu
  wgtui get clusters --watch -o json         a line of JSON for each change

exit codes: 0 done, 1 a named object is not there, 2 usage or configuration,
3 cannot reach or not allowed, 130 interrupted
"""


_COMPLETION_EXAMPLES = """\
examples:
  source <(wgtui completion bash)            in ~/.bashrc, zsh alike
  wgtui completion fish | source             in ~/.config/fish/config.fish
"""


_WRONG_COMMAND = re.compile(r"argument COMMAND: invalid choice: '(.*)' \(choose from (.*)\)\Z", re.DOTALL)
_OF_CLUSTERS = ("describe", "edit", "delete")


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and names what comes near."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=Help, allow_abbrev=False, add_help=False, **options)

    def error(self, message: str) -> NoReturn:
        if wrong := _WRONG_COMMAND.match(message):
            raise wrong_command(wrong[1], wrong[2].replace("'", "").split(", "))
        verb = self.prog.removeprefix("wgtui ")
        if verb in _OF_CLUSTERS and ("required: cluster" in message or message.endswith("required: NAME")):
            raise ConfigError(f"{verb} which cluster?", f"as in wgtui {verb} cluster team-a/prod")
        if verb == "get" and "required: KIND" in message:
            raise ConfigError("get what?", f"name one of {', '.join(KINDS)}")
        hint = "" if message.endswith("?") else f"see {self.prog} --help"
        raise ConfigError(message.removeprefix("argument "), hint)


def parser() -> Parser:
    main = Parser(
        prog="wgtui",
        usage="wgtui [FLAGS] [COMMAND]",
        description="A terminal dashboard for fleets of Kubernetes clusters run the GitOps way.\n"
        "Without a command it opens the dashboard.",
        epilog=_EXAMPLES,
    )
    grammars = main.add_subparsers(dest="command", title="commands", metavar="COMMAND", parser_class=Parser)
    _add_shared(main, suppressed=False)
    _add_dashboard(main)
    _add_help(main).add_argument(
        "--version", action="version", version=f"wgtui {__version__}", help="print the version"
    )
    _add_get(_command(grammars, "get", "print clusters, applications, sources, pulls, ...", "KIND [NAME...]"))
    _add_describe(_command(grammars, "describe", "what a cluster or an application is made of", "KIND NAME"))
    _add_doctor(_command(grammars, "doctor", "what works, what does not and what to do"))
    _add_version(_command(grammars, "version", "versions of wgtui and of the server"))
    for verb in add_verbs(partial(_command, grammars), _seconds):
        _finish(verb)
    _add_completion(_command(grammars, "completion", "what your shell needs to complete wgtui", "|".join(SHELLS)))
    return main


def _command(grammars: Any, name: str, about: str, arguments: str = "") -> Parser:
    usage = " ".join(part for part in ("wgtui", name, arguments, "[FLAGS]") if part)
    words = f"{about[0].upper()}{about[1:]}."
    command: Parser = grammars.add_parser(name, prog=f"wgtui {name}", help=about, usage=usage, description=words)
    return command


def _add_get(command: Parser) -> None:
    command.epilog = _GET_EXAMPLES
    what = command.add_argument_group("what")
    what.add_argument("kind", metavar="KIND", help="|".join(KINDS))
    what.add_argument("names", metavar="NAME", nargs="*", help="name, namespace/name or Kind/namespace/name")
    what.add_argument("-l", "--selector", metavar="SEL", default="", help="labels, as in env=prod,tier!=dev")
    what.add_argument(
        "--clusters", metavar="all|NAME,...", default="", help="of these clusters (applications, sources)"
    )
    how = command.add_argument_group("how")
    how.add_argument("-o", "--output", **one_of(LIST_OUTPUTS))
    how.add_argument("-w", "--watch", action="store_true", help="go on and print what changes")
    how.add_argument("--no-headers", action="store_true", help="no titles above a table")
    _add_filter(what, suppressed=True)
    _finish(command)


def _add_describe(command: Parser) -> None:
    what = command.add_argument_group("what")
    what.add_argument("kind", metavar="cluster|application", help="the kind")
    what.add_argument("name", metavar="NAME", help="name, namespace/name or Kind/namespace/name")
    what.add_argument("--cluster", metavar="NAME", default="", help="the leaf an application is on")
    how = command.add_argument_group("how")
    how.add_argument("-o", "--output", **one_of(REPORT_OUTPUTS))
    how.add_argument("--show-conditions", metavar="WHAT", default="", help="all, Kind or Kind/name; + without the well")
    how.add_argument("--grouping", action=argparse.BooleanOptionalAction, default=True, help="fold equal machines")
    how.add_argument("--echo", action="store_true", help="show what says nothing new")
    how.add_argument("--show-machinesets", action="store_true", help="between deployments and machines")
    how.add_argument("--show-resourcesets", action="store_true", help="ClusterResourceSets applied to it")
    how.add_argument("--show-templates", action="store_true", help="what its machines are made from")
    _finish(command)


def _add_doctor(command: Parser) -> None:
    command.add_argument_group("how").add_argument("-o", "--output", **one_of(REPORT_OUTPUTS))
    _finish(command)


def _add_version(command: Parser) -> None:
    how = command.add_argument_group("how")
    how.add_argument("-o", "--output", **one_of(REPORT_OUTPUTS))
    how.add_argument("--client", action="store_true", help="of wgtui alone; ask no server")
    _finish(command)


def _add_completion(command: Parser) -> None:
    command.epilog = _COMPLETION_EXAMPLES
    command.add_argument("shell", **{**one_of(SHELLS), "help": argparse.SUPPRESS})
    _add_help(command)


def _finish(command: argparse.ArgumentParser) -> None:
    _add_shared(command, suppressed=True)
    _add_help(command)


def _add_help(command: argparse.ArgumentParser) -> Any:
    group = command.add_argument_group("help")
    group.add_argument("-h", "--help", action="help", help="print this")
    return group


def _add_dashboard(main: Parser) -> None:
    group = main.add_argument_group("dashboard")
    group.add_argument("--screen", **{**one_of(SCREENS), "default": None})
    _add_filter(group, suppressed=False)
    group.add_argument("--pane", action="store_true", help="rows only, takes no key, read-only: for a tmux pane")
    group.add_argument("--replay", metavar="FILE", default="", help="play what wgtui record wrote")
    group.add_argument("--repaint", action="store_true", help="write whole regions, not only cells that differ")
    group.add_argument("--mouse", action=argparse.BooleanOptionalAction, help="(default: on, but off over SSH)")


def _add_shared(command: argparse.ArgumentParser, suppressed: bool) -> None:
    """Flags that stand before or after the command. After it they have no default: that would undo those before."""

    def add(group: Any, *names: str, default: Any = "", **options: Any) -> None:
        group.add_argument(*names, default=argparse.SUPPRESS if suppressed else default, **options)

    where = command.add_argument_group("cluster and terminal")
    add(where, "--demo", action="store_true", default=False, help="an embedded management cluster, alive")
    add(where, "--demo-clusters", metavar="N", type=_count, default=0, help="with so many clusters")
    add(where, "--demo-apps", metavar="N", type=_count, default=0, help="with so many applications")
    add(where, "--kubeconfig", metavar="FILE", help="(default: $KUBECONFIG, ~/.kube/config or the pod's)")
    add(where, "--context", metavar="NAME", help="(default: the current one)")
    add(where, "-n", "--namespace", metavar="NS", help="this namespace only")
    add(where, "-A", "--all-namespaces", action="store_true", default=False, help="all you may see (default)")
    add(where, "--as", metavar="USER", dest="as_user", help="act as this user")
    add(where, "--as-group", metavar="GROUP", dest="as_groups", action="append", default=[], help="may be repeated")
    add(where, "--request-timeout", metavar="TIME", type=_seconds, default=30.0, help="for one answer (default: 30s)")
    add(where, "--read-only", action="store_true", default=False, help="nothing that changes can leave wgtui")
    add(where, "--ascii", action="store_true", default=False, help="no unicode in what is shown")


def _add_filter(group: Any, suppressed: bool) -> None:
    default = argparse.SUPPRESS if suppressed else ""
    group.add_argument("--filter", metavar="TEXT", default=default, help="only rows that match, as typed at /")


def _count(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and int(typed) <= 1_000_000):
        raise argparse.ArgumentTypeError(f"{typed!r} is not a whole number up to a million")
    return int(typed)


_SECONDS = re.compile(r"(\d{1,6}(?:\.\d+)?)(ms|s|m|h)?\Z")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def _seconds(typed: str) -> float:
    """Also `30s` and `1m`, as kubectl takes them."""
    found = _SECONDS.match(typed)
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else 0.0
    if not 0 < seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{typed!r} is not a time such as 10, 30s or 1m")
    return seconds


def flags(command: argparse.ArgumentParser) -> set[str]:
    """Every flag of the command and of its own commands."""
    own = {flag for action in command._actions for flag in action.option_strings}
    return own.union(*map(flags, commands(command).values()))


def commands(main: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a command, by name."""
    found = (action.choices for action in main._actions if isinstance(action, argparse._SubParsersAction))
    return dict(next(found, {}))
