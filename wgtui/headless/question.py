"""What was asked, understood before anything is read: which rows are wanted, of which clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from wgtui.arguments import Get
from wgtui.errors import ConfigError
from wgtui.headless.answers import ANSWERS, Answer
from wgtui.headless.names import Name, nearest, read_names
from wgtui.views.applications import MANAGEMENT
from wgtui.views.filter import Filter, parse
from wgtui.views.selectors import parse_selector

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which clusters are read; `leaves` are typed names, None for every leaf."""

    management: bool = True
    leaves: frozenset[str] | None = frozenset()

    @property
    def has_leaves(self) -> bool:
        return self.leaves is None or bool(self.leaves)


@dataclass(frozen=True, slots=True)
class Question(Generic[R]):
    answer: Answer[R]
    names: tuple[Name, ...]
    namespace: str
    clusters: Clusters
    filter: Filter[R]
    has_labels: Callable[[R], bool]

    @property
    def namespaces(self) -> tuple[str, ...] | None:
        """What has to be read for it; None for all: leaf clusters are found wherever they are."""
        if self.clusters.has_leaves:
            return None
        named = {name.namespace for name in self.names}
        if self.names and all(named):
            return tuple(sorted(named))
        return (self.namespace,) if self.namespace else None

    def wanted(self, rows: Iterable[R], now: datetime) -> list[R]:
        """Raises FilterError where a regular expression takes too long."""
        return self.filter.select(self.in_scope(rows), now)

    def in_scope(self, rows: Iterable[R]) -> list[R]:
        """All that were named, in the namespace, with these labels; not yet filtered."""
        return [row for row in rows if self._is_in_scope(row)]

    def missing(self, rows: Sequence[R]) -> list[Name]:
        """The names that no row has."""
        named = [one for row in rows for one in self.answer.names(row)]
        return [name for name in self.names if not any(map(name.means, named))]

    def nearest(self, name: Name, rows: Iterable[R]) -> str:
        return nearest(name, (one for row in rows for one in self.answer.names(row)))

    def _is_in_scope(self, row: R) -> bool:
        names = self.answer.names(row)
        return (
            (not self.names or any(name.means(named) for name in self.names for named in names))
            and (not self.namespace or names[0][1].namespace == self.namespace)
            and self.has_labels(row)
        )


def understood(command: Get) -> Question[Any]:
    """Raises ConfigError or FilterError for what makes no sense, before a server is asked."""
    answer = ANSWERS[command.kind]
    fields = answer.listing.fields
    assert fields is not None
    return Question(
        answer,
        read_names(command.names),
        command.config.namespace,
        _clusters(command.clusters, answer),
        parse(command.filter, fields),
        _labels_test(command, fields.labels),
    )


def _clusters(typed: str, answer: Answer[Any]) -> Clusters:
    if not typed:
        return Clusters()
    if not answer.listing.leaves:
        raise ConfigError(f"--clusters does not go with {answer.listing.noun}", "it goes with applications and sources")
    names = [name.strip() for name in typed.split(",")]
    if not all(names):
        raise ConfigError(f"--clusters {typed!r} lacks a name", "expected all, or names such as prod-eu,team-a/prod-us")
    if "all" in names:
        return Clusters(True, None)
    return Clusters(MANAGEMENT in names, frozenset(names) - {MANAGEMENT})


def _labels_test(command: Get, labels: Callable[[Any], Mapping[str, str]] | None) -> Callable[[Any], bool]:
    if not command.selector:
        return lambda _: True
    if labels is None:
        raise ConfigError(f"{command.kind} have no labels", "leave -l away")
    matches = parse_selector(command.selector).test()
    return lambda row: matches(labels(row))
