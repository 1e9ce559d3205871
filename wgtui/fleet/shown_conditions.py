"""Which conditions of which objects a tree shows, by the words of `clusterctl describe cluster --show-conditions`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wgtui.errors import ConfigError
from wgtui.resources.meta import Condition, ConditionStatus

NEGATIVE = frozenset({"Paused", "Deleting", "RollingOut", "ScalingUp", "ScalingDown", "Updating", "Remediating"})
"""Whose good state is False, as clusterctl has it; it knows nothing of the conditions of providers."""


class Wanted(NamedTuple):
    """`all` or a kind, of one object where it is named; `telling`: without those that are well and say nothing."""

    kind: str
    name: str = ""
    telling: bool = False

    def means(self, kind: str, name: str) -> bool:
        return self.kind == "all" or (self.kind == kind.casefold() and self.name in ("", name.casefold()))


def wanted_conditions(typed: str) -> tuple[Wanted, ...]:
    """From `all`, `Kind`, `Kind/name` with commas between them, each perhaps with a `+`. Raises ConfigError."""
    if any(character.isspace() for character in typed):
        raise ConfigError(
            f"invalid --show-conditions value {typed!r}: whitespace is not allowed", "as in Machine,AWSCluster/prod"
        )
    return tuple(_wanted(one) for one in typed.split(",") if one)


def _wanted(typed: str) -> Wanted:
    kind, _, name = typed.removesuffix("+").casefold().partition("/")
    return Wanted(kind, name, typed.endswith("+"))


def shown(wanted: Iterable[Wanted], kind: str, name: str, found: Iterable[Condition]) -> tuple[Condition, ...] | None:
    """None where those of this object are not asked for."""
    fitting = [one for one in wanted if one.means(kind, name)]
    if not fitting:
        return None
    whole = any(not one.telling for one in fitting)
    return tuple(one for one in found if whole or tells(one))


def tells(condition: Condition) -> bool:
    """Whether it is not well, has something to say, or sums up the others."""
    if condition.type in ("Available", "Ready") or condition.message:
        return True
    good = ConditionStatus.FALSE if condition.type in NEGATIVE else ConditionStatus.TRUE
    return condition.status is not good
