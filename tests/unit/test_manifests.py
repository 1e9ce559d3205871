"""Objects in files: found where they stand, changed with every other byte kept."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wgtui.actions.manifests import Located, Wanted, block_at, changed, locate, scalar_at, with_block
from wgtui.errors import ConfigError
from wgtui.resources.meta import ObjectRef

CART = Wanted("kustomize.toolkit.fluxcd.io", "Kustomization", ObjectRef("shop", "cart"))

FILE = """\
# Everything the shop runs.
apiVersion: kustomize.toolkit.fluxcd.io/v1   # served since Flux 2.0
kind: Kustomization
metadata:
    name: cart
    namespace: shop
spec:
    interval: 10m  # not less: the repository is large
    path: "./deploy/cart"

    sourceRef: {kind: GitRepository, name: shop}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: catalog, namespace: shop}
spec:
  suspend: false
  postBuild:
    substitute:
      region: eu-west-1
# the end
"""


def test_an_object_is_found_among_documents() -> None:
    """By group, kind, namespace and name; the version may be another."""
    files = {"a.yaml": b"kind: List\n", "shop/apps.yaml": FILE.encode(), "broken.yaml": b"cart: [", "cart.txt": b"cart"}
    assert locate(files, CART) == (Located("shop/apps.yaml", 0, True),)


def test_a_file_that_names_no_namespace_counts_where_no_other_does() -> None:
    """A Kustomization may add it."""
    bare = FILE.replace("    namespace: shop\n", "").encode()
    assert locate({"a.yaml": bare}, CART) == (Located("a.yaml", 0, False),)
    assert locate({"a.yaml": bare, "b.yaml": FILE.encode()}, CART) == (Located("b.yaml", 0, True),)


def test_an_object_of_another_namespace_or_group_is_another() -> None:
    """`kustomize.config.k8s.io` has a Kustomization too."""
    assert not locate({"a.yaml": FILE.replace("namespace: shop", "namespace: other").encode()}, CART)
    assert not locate({"a.yaml": FILE.replace("toolkit.fluxcd.io", "config.k8s.io").encode()}, CART)


@pytest.mark.parametrize(
    ("index", "path", "value", "old", "new"),
    [
        (0, ("spec", "interval"), "5m", "interval: 10m  #", "interval: 5m  #"),
        (0, ("spec", "path"), "./deploy/cart-2", 'path: "./deploy/cart"', "path: ./deploy/cart-2"),
        (0, ("spec", "suspend"), True, "name: shop}\n---", "name: shop}\n    suspend: true\n---"),
        (1, ("spec", "suspend"), True, "suspend: false", "suspend: true"),
        (1, ("spec", "suspend"), None, "  suspend: false\n", ""),
        (
            1,
            ("spec", "postBuild", "substitute", "zone"),
            "a",
            "region: eu-west-1\n",
            "region: eu-west-1\n      zone: a\n",
        ),
        (1, ("spec", "postBuild", "substitute", "region"), "yes", "region: eu-west-1", "region: 'yes'"),
        (0, ("spec", "postBuild"), {"a": {"b": 1}}, "shop}\n---", "shop}\n    postBuild:\n      a:\n        b: 1\n---"),
        (0, ("spec", "missing"), None, "", ""),
    ],
)
def test_one_field_changes_and_nothing_else(index: int, path: tuple[str, ...], value: Any, old: str, new: str) -> None:
    """Comments, quotes, indentation and the other documents stay."""
    assert changed(FILE, index, path, value) == FILE.replace(old, new, 1)


def test_a_block_of_values_takes_the_place_of_another() -> None:
    """As the values of a release."""
    text = textwrap.dedent("""\
        spec:
          values:
            # why
            replicas: 1
            script: |
              echo a

          chart: x
    """)
    after = changed(text, 0, ("spec", "values"), {"replicas": 3, "list": [1, 2]})
    assert yaml.safe_load(after) == {"spec": {"values": {"replicas": 3, "list": [1, 2]}, "chart": "x"}}


def test_what_cannot_be_changed_in_place_says_so() -> None:
    """An object written on one line is for the editor."""
    with pytest.raises(ConfigError, match="in place"):
        changed(FILE, 1, ("metadata", "labels"), {"a": "b"})


@given(st.sampled_from(["interval", "path", "suspend", "timeout", "prune"]), st.booleans() | st.integers() | st.text())
def test_any_value_is_read_back_as_it_was_set(key: str, value: Any) -> None:
    """However it has to be quoted."""
    try:
        yaml.safe_dump(value)
        expected = list(yaml.safe_load_all(FILE))
        expected[0]["spec"][key] = value
        assert list(yaml.safe_load_all(changed(FILE, 0, ("spec", key), value))) == expected
    except yaml.reader.ReaderError:
        return


RELEASE = """\
spec:
  values: # of the team
    # why: see the runbook
    replicas: 2   # not less
    text: |
      one

      two
  interval: 10m
"""


def test_a_block_is_taken_out_and_put_back_as_it_was_written() -> None:
    """With the comments in it, and with nothing else of the file touched."""
    taken = block_at(RELEASE, 0, ("spec", "values"))
    assert taken.startswith("# why: see the runbook\nreplicas: 2   # not less\ntext: |\n  one\n\n  two")
    assert with_block(RELEASE, 0, ("spec", "values"), taken) == RELEASE
    more = with_block(RELEASE, 0, ("spec", "values"), taken.replace("2 ", "3 "))
    assert more == RELEASE.replace("2 ", "3 ")


def test_a_block_that_is_not_there_is_written() -> None:
    """One in braces becomes lines, an empty one stays a map."""
    assert block_at("spec: {values: {a: 1}}\n", 0, ("spec", "values")) == "a: 1\n"
    assert with_block("spec:\n  interval: 1m\n", 0, ("spec", "values"), "a: 1\n") == (
        "spec:\n  interval: 1m\n  values:\n    a: 1\n"
    )
    assert with_block(RELEASE, 0, ("spec", "values"), "").startswith("spec:\n  values: {}")


def test_a_version_is_read_as_it_is_written() -> None:
    """Not as the number it looks like."""
    assert scalar_at("spec: {chart: {spec: {version: 1.10}}}\n", 0, ("spec", "chart", "spec", "version")) == "1.10"
    assert scalar_at("spec: {}\n", 0, ("spec", "chart")) == ""
