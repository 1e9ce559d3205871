"""Names on the command line."""

from __future__ import annotations

import pytest

from wgtui.errors import ConfigError
from wgtui.headless.names import nearest, read_names
from wgtui.resources.meta import ObjectRef

PROD = ("Cluster", ObjectRef("team-a", "prod"))


@pytest.mark.parametrize(
    ("typed", "means", "namespace"),
    [
        ("prod", True, ""),
        ("pro", False, ""),
        ("team-a/prod", True, "team-a"),
        ("team-b/prod", False, "team-b"),
        ("Cluster/prod", True, ""),
        ("cluster/prod", True, ""),
        ("HelmRelease/prod", False, ""),
        ("cluster/team-a/prod", True, "team-a"),
        ("CLUSTER/team-a/prod", True, "team-a"),
        ("Kustomization/team-a/prod", False, "team-a"),
    ],
)
def test_a_name_means_an_object(typed: str, means: bool, namespace: str) -> None:
    """With as much of kind and namespace as was typed."""
    (name,) = read_names([typed])
    assert name.means(PROD) is means
    assert name.namespace == namespace


@pytest.mark.parametrize("typed", ["", "/", "a/", "/a", "a//b", "a/b/c/d"])
def test_what_cannot_be_a_name_is_refused(typed: str) -> None:
    """With what was expected."""
    with pytest.raises(ConfigError, match="is not a name: expected name, namespace/name"):
        read_names([typed])


def test_what_was_meant_is_found_by_what_comes_near() -> None:
    """Nothing where nothing does."""
    there = [PROD, ("Cluster", ObjectRef("team-b", "staging"))]
    typo, stranger = read_names(["team-a/stagign", "zzz"])
    assert nearest(typo, there) == "team-b/staging"
    assert nearest(stranger, there) == ""
