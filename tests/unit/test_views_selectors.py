"""Label selectors as kubectl reads them, and what is said where they cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtui.errors import FilterError
from wgtui.views.selectors import parse_selector, read_selector

LABELS = {"env": "prod", "tier": "", "app.kubernetes.io/name": "cart", "replicas": "3"}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("", True),
        ("env=prod", True),
        ("env==prod", True),
        ("env = prod", True),
        ("env=dev", False),
        ("env!=dev", True),
        ("env!=prod", False),
        ("missing!=prod", True),
        ("env in (dev, prod)", True),
        ("env in (dev)", False),
        ("env notin (dev)", True),
        ("env notin (dev,prod)", False),
        ("missing notin (dev)", True),
        ("missing in (dev)", False),
        ("env", True),
        ("missing", False),
        ("!env", False),
        ("! missing", True),
        ("tier=", True),
        ("tier in ()", True),
        ("tier in (,x)", True),
        ("env=", False),
        ("app.kubernetes.io/name=cart", True),
        ("replicas>2", True),
        ("replicas > 3", False),
        ("replicas<4", True),
        ("env>2", False),
        ("missing<2", False),
        ("env=prod,replicas>2,!missing", True),
        ("env=prod,env=dev", False),
        ("in in (x)", False),
        ("notin", False),
    ],
)
def test_labels_are_matched_as_the_server_does(text: str, matches: bool) -> None:
    """Each operator, with and without the label."""
    assert parse_selector(text).matches(LABELS) is matches


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("env=prod,", 9),
        (",env", 0),
        ("env in dev", 4),
        ("env in (dev", 11),
        ("env=pro d", 8),
        ("-env=prod", 0),
        ("env=prod/eu", 4),
        ("a/b/c=d", 0),
        ("UPPER.example/x/=y", 0),
        ("env=" + "x" * 64, 4),
        ("replicas>many", 9),
        ("replicas>", 9),
        ("(env)", 0),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, position: int) -> None:
    """And an example of how it is written."""
    with pytest.raises(FilterError) as refused:
        parse_selector(text)
    assert refused.value.position == position


def test_a_selector_in_a_filter_ends_where_the_next_word_begins() -> None:
    """A space after a comma or an operator does not end it."""
    selector, end = read_selector("env=prod, tier!=x  failed", 0)
    assert len(selector.requirements) == 2
    assert "env=prod, tier!=x  failed"[end:] == "  failed"


NAMES = st.from_regex(r"\A[a-z]{1,3}\Z")
TERMS = st.one_of(
    st.builds(lambda key, value: f"{key}={value}", NAMES, NAMES),
    st.builds(lambda key, value: f"{key}!={value}", NAMES, NAMES),
    st.builds(lambda key, values: f"{key} in ({','.join(values)})", NAMES, st.lists(NAMES, min_size=1)),
    st.builds(lambda key, values: f"{key} notin ({','.join(values)})", NAMES, st.lists(NAMES, min_size=1)),
    NAMES,
    NAMES.map("!{}".format),
)


@given(st.lists(TERMS, max_size=4), st.dictionaries(NAMES, NAMES))
def test_all_requirements_hold_or_the_selector_does_not(terms: list[str], labels: dict[str, str]) -> None:
    """Separated by commas, they mean what each of them means alone."""
    alone = [parse_selector(term).matches(labels) for term in terms]
    assert parse_selector(",".join(terms)).matches(labels) is all(alone)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never anything else, and always with a place inside it."""
    try:
        parse_selector(text)
    except FilterError as refused:
        assert 0 <= (refused.position or 0) <= len(text)
