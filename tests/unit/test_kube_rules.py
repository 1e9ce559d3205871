"""What a SelfSubjectRulesReview allows."""

from __future__ import annotations

import msgspec
import pytest

from wgtui.kube.rules import Rules
from wgtui.resources.capi import CLUSTER
from wgtui.resources.core import SECRET

WATCH = ("list", "watch")


def rules(*given: dict[str, object]) -> Rules:
    return msgspec.convert({"resourceRules": list(given)}, Rules)


def rule(**changes: object) -> dict[str, object]:
    return {"verbs": ["list", "watch"], "apiGroups": ["cluster.x-k8s.io"], "resources": ["clusters"], **changes}


def test_a_rule_for_verb_group_and_resource_allows() -> None:
    """All three have to fit."""
    assert rules(rule()).allow(WATCH, CLUSTER)
    assert not rules(rule()).allow(("list", "delete"), CLUSTER)
    assert not rules(rule()).allow(WATCH, SECRET)


@pytest.mark.parametrize("field", ["verbs", "apiGroups", "resources"])
def test_a_star_allows_everything(field: str) -> None:
    """In any of the three fields."""
    assert rules(rule(**{field: ["*"]})).allow(WATCH, CLUSTER)
    assert not rules(rule(**{field: ["other"]})).allow(WATCH, CLUSTER)
    assert not rules(rule(**{field: None})).allow(WATCH, CLUSTER)


def test_verbs_may_come_from_several_rules() -> None:
    """Roles add up."""
    assert rules(rule(verbs=["list"]), rule(verbs=["watch"])).allow(WATCH, CLUSTER)


def test_a_rule_for_certain_names_allows_no_list() -> None:
    """One who may read one Secret may not watch Secrets."""
    assert not rules(rule(resourceNames=["prod"])).allow(WATCH, CLUSTER)


def test_no_rules_allow_nothing() -> None:
    """Null where there is none."""
    assert not msgspec.convert({"resourceRules": None}, Rules).allow(WATCH, CLUSTER)
    assert not Rules().allow(WATCH, CLUSTER)
