"""What is typed for a pull request and for a template: the flags that several commands share, understood."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wgtui.errors import ConfigError


@dataclass(frozen=True, slots=True)
class PullRequestWishes:
    """What every command that opens a pull request takes. `dry_run` prints the diff and writes nothing."""

    dry_run: bool = False
    draft: bool = False
    title: str = ""
    description: str = ""
    base: str = ""
    repository: str = ""
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    auto_merge: bool = False
    fork: bool = False


def add_wishes(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("pull request")
    group.add_argument("--dry-run", action="store_true", help="print the diff, write nothing")
    group.add_argument("--draft", action="store_true", help="open it as a draft")
    group.add_argument("--auto-merge", action="store_true", help="merged as soon as its checks and reviews allow")
    group.add_argument("--fork", action="store_true", help="from a fork of yours, where you may not push")
    group.add_argument("--title", metavar="TEXT", default="", help="of the pull request")
    group.add_argument("--description", metavar="TEXT", default="", help="what is said below the title")
    group.add_argument("--base", metavar="BRANCH", default="", help="(default: what Flux reads)")
    group.add_argument("--repository", metavar="NAME", default="", help="GitRepository (default: the fleet's)")
    group.add_argument("--label", metavar="NAME", action="append", default=[], help="may be repeated")
    group.add_argument("--reviewer", metavar="USER", action="append", default=[], help="or ORG/TEAM; may be repeated")


def wished(options: Mapping[str, Any]) -> PullRequestWishes:
    return PullRequestWishes(
        options["dry_run"],
        options["draft"],
        options["title"],
        options["description"],
        options["base"],
        options["repository"],
        tuple(options["label"]),
        tuple(options["reviewer"]),
        options["auto_merge"],
        options["fork"],
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a template. `values` is a file of parameters, over which those typed win; `profiles` are as they were typed,
    `credential` is the name of an identity."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()
    values: str = ""
    credential: str = ""


def add_asked(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("of the template")
    group.add_argument("-p", "--parameter", metavar="NAME=VALUE", action="append", default=[], help="may be repeated")
    group.add_argument("--values", metavar="FILE", default="", help="parameters as YAML; -p wins")
    profile = "or name=N,version=V,namespace=NS,layer=L,values=FILE; may be repeated"
    group.add_argument("--profile", metavar="NAME[:VERSION]", action="append", default=[], help=profile)
    group.add_argument("--credential", metavar="[KIND/]NAME", default="", help="see wgtui get credentials")


_PARAMETER = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)\Z", re.DOTALL)


def asked(options: Mapping[str, Any]) -> Asked:
    """Raises ConfigError."""
    values = {}
    for typed in options["parameter"]:
        found = _PARAMETER.match(typed)
        if found is None:
            raise ConfigError(f"{typed!r} is no parameter", "expected NAME=VALUE, as in -p CLUSTER_NAME=prod")
        values[found[1]] = found[2]
    return Asked(values, tuple(options["profile"]), options["values"], options["credential"])
