"""What a user may do in a namespace, as a SelfSubjectRulesReview tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from wgtui.resources.kinds import Kind


class Rule(msgspec.Struct, frozen=True, rename="camel"):
    verbs: tuple[str, ...] | None = None
    api_groups: tuple[str, ...] | None = None
    resources: tuple[str, ...] | None = None
    resource_names: tuple[str, ...] | None = None

    def allows(self, verb: str, group: str, resource: str) -> bool:
        """Any object of the resource: a rule for certain names allows no list."""
        return (
            not self.resource_names
            and _has(self.verbs, verb)
            and _has(self.api_groups, group)
            and (_has(self.resources, resource) or _has_subresource(self.resources, resource))
        )


class Rules(msgspec.Struct, frozen=True, rename="camel"):
    """`incomplete`: another authorizer than RBAC may allow more, and tells no rules; so it is on every EKS cluster."""

    resource_rules: tuple[Rule, ...] | None = None
    incomplete: bool = False

    def allow(self, verbs: Iterable[str], kind: Kind[Any]) -> bool:
        rules = self.resource_rules or ()
        return all(any(rule.allows(verb, kind.group, kind.plural) for rule in rules) for verb in verbs)


def _has(listed: tuple[str, ...] | None, wanted: str) -> bool:
    return listed is not None and (wanted in listed or "*" in listed)


def _has_subresource(listed: tuple[str, ...] | None, wanted: str) -> bool:
    _, slash, subresource = wanted.partition("/")
    return bool(slash) and listed is not None and f"*/{subresource}" in listed
