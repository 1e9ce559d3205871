"""The pure parts of the screens: what fits a line, what is found by a few letters, how freshness reads."""

from __future__ import annotations

import pytest

from wgtui.errors import Unreachable
from wgtui.fleet.status import Tone
from wgtui.keys import KEYS, Where, bindings, key_table
from wgtui.resources.capi import CLUSTER, MACHINE, MACHINE_POOL
from wgtui.screens.freshness import Known, freshness_parts, is_live, next_look, seconds
from wgtui.screens.fuzzy import Names
from wgtui.screens.line import Part, fit_parts
from wgtui.screens.status_line import shortened
from wgtui.store.freshness import Freshness, Health

NOW = 1000.0
LIVE = Freshness(Health.LIVE, since=NOW)


def words(*known: Known) -> list[str]:
    return [part.text for part in freshness_parts(known, NOW) if part.text]


def test_all_live_says_live_and_nothing_else() -> None:
    """Nothing is added to it while all is well."""
    assert words(Known(CLUSTER, LIVE), Known(MACHINE, LIVE)) == ["live"]


def test_a_lost_watch_says_how_old_the_rows_are_and_what_is_done() -> None:
    """Age, the time of the next try, and the reason, in that order."""
    lost = Freshness(Health.STALE, NOW - 12, Unreachable("the server cannot be reached"), retry_at=NOW + 4)
    assert words(Known(CLUSTER, lost)) == ["12 s old: reconnecting in 4 s", "the server cannot be reached"]


def test_a_server_that_never_answered_has_no_age() -> None:
    """Before the first answer there is nothing to be old."""
    lost = Freshness(Health.STALE, None, Unreachable("refused"), retry_at=NOW)
    assert words(Known(CLUSTER, lost)) == ["no answer: reconnecting", "refused"]


def test_what_is_denied_or_not_served_is_named_beside_what_is_live() -> None:
    """A part that may not be read is not an outage."""
    denied, absent = Freshness(Health.DENIED), Freshness(Health.ABSENT)
    assert words(Known(CLUSTER, LIVE), Known(MACHINE, denied), Known(MACHINE_POOL, absent)) == [
        "live",
        "denied: machines",
        "not served: machinepools",
    ]


def test_loading_counts_what_has_come_so_far() -> None:
    """The count shows that something is happening."""
    loading = Freshness(Health.LOADING)
    assert words(Known(CLUSTER, loading, 1200), Known(MACHINE, LIVE, 2000)) == ["loading 3,200…"]


def test_a_stale_kind_is_never_said_to_be_live() -> None:
    """However many others are."""
    stale = Freshness(Health.STALE, NOW - 1, None, NOW)
    known = [Known(CLUSTER, LIVE), Known(MACHINE, stale)]
    assert "live" not in words(*known)
    assert not is_live(known)


def test_stale_leaf_clusters_are_told_apart_from_the_management_cluster() -> None:
    """A dead leaf is named; the management cluster's rows are still live."""
    stale = Freshness(Health.STALE, NOW - 180, Unreachable("no answer"), NOW + 9)
    one = [Known(CLUSTER, LIVE), Known(CLUSTER, stale, cluster="team-a/eu-1")]
    assert words(*one) == ["live", "team-a/eu-1: 3 min old"]
    assert words(*one, Known(CLUSTER, stale, cluster="team-a/eu-2"))[1] == "2 leaf clusters: 3 min old"
    never = Freshness(Health.STALE, None, Unreachable("no answer"), NOW + 9)
    assert words(Known(CLUSTER, LIVE), Known(CLUSTER, never, cluster="team-a/eu-1"))[1] == "team-a/eu-1: no answer"


def test_a_leaf_that_is_looked_at_alone_is_told_as_any_server() -> None:
    """With its age and the next try."""
    stale = Freshness(Health.STALE, NOW - 5, Unreachable("no answer"), NOW + 9)
    assert words(Known(CLUSTER, stale, cluster="team-a/eu-1")) == ["5 s old: reconnecting in 9 s", "no answer"]


def test_a_dead_leaf_among_live_clusters_does_not_make_the_line_tick() -> None:
    """Every second would be written for days; what the user waits for is told every second."""
    stale = Freshness(Health.STALE, NOW - 5, Unreachable("no answer"), NOW + 9)
    assert next_look([Known(CLUSTER, LIVE)]) is None
    assert next_look([Known(CLUSTER, LIVE), Known(CLUSTER, stale, cluster="team-a/eu-1")]) == 30
    assert next_look([Known(CLUSTER, stale)]) == 1


def test_a_long_context_is_told_by_its_end() -> None:
    """Names of EKS contexts begin the same."""
    assert shortened("kind-dev") == "kind-dev"
    arn = shortened("arn:aws:eks:eu-central-1:123456789012:cluster/payments-prod")
    assert arn.startswith("…")
    assert arn.endswith(":cluster/payments-prod")
    assert len(arn) == 32


@pytest.mark.parametrize(
    ("amount", "text"), [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7300, "2 h")]
)
def test_seconds_grow_coarser(amount: float, text: str) -> None:
    """So that the text of an hour's outage changes once a minute."""
    assert seconds(amount) == text


def test_parts_leave_by_rank_until_the_rest_fits() -> None:
    """The highest rank first; the most important stays, however narrow the line."""
    parts = [Part("where", rank=0), Part("context", rank=2), Part("requests", rank=5)]
    assert [part.text for part in fit_parts(parts, 40, 2)] == ["where", "context", "requests"]
    assert [part.text for part in fit_parts(parts, 15, 2)] == ["where", "context"]
    assert [part.text for part in fit_parts(parts, 3, 2)] == ["where"]


def test_a_part_that_is_too_long_makes_room_for_lesser_ones() -> None:
    """Nothing is left blank where something is worth telling."""
    parts = [Part("live", rank=0), Part("a very long context", rank=1), Part("read-only", rank=2)]
    assert [part.text for part in fit_parts(parts, 16, 2)] == ["live", "read-only"]


def test_a_wide_character_takes_two_cells_of_a_line() -> None:
    """Cells are counted, not characters."""
    assert len(fit_parts([Part("群集群集", rank=0), Part("x", Tone.PLAIN, 1)], 10, 2)) == 1


def found(typed: str, *names: str) -> list[str]:
    sought = Names()
    sought.add(names)
    return [names[place] for place in sought.best(typed)]


def test_an_exact_name_is_found_before_beginnings_and_scattered_letters() -> None:
    """`prod` means prod, then prod-eu, then what merely has the letters."""
    names = ["pool-road", "my-prod", "prod-eu", "reprod", "prod cluster", "staging"]
    assert found("prod", *names) == ["prod cluster", "prod-eu", "my-prod", "reprod", "pool-road"]


def test_names_that_arrive_later_are_found_among_the_first() -> None:
    """The likeliest is first, whenever it came; none is found twice where two arrivals meet."""
    sought = Names()
    for name in ("pool-road", "my-prod", "prod"):
        sought.add([name])
    assert sought.best("prod") == [2, 1, 0]
    assert sought.best("pool-road my-prod") == []


def test_several_words_must_all_be_found() -> None:
    """In any order."""
    assert found("eu team", "team-a eu-1", "team-b us-1") == ["team-a eu-1"]


def test_letters_that_mean_something_to_regular_expressions_are_just_letters() -> None:
    """A palette is typed into freely."""
    assert found("a(b", "a(b", "ab") == ["a(b"]
    assert found(".*", "a", "b.*") == ["b.*"]


def test_nothing_typed_finds_everything_in_its_order() -> None:
    """And a name that is looked for in vain finds nothing."""
    assert found("", "b", "a") == ["b", "a"]
    assert found("c", "b", "a") == []


def test_one_name_is_found_once_and_a_line_break_in_it_is_no_other_name() -> None:
    """Contexts may be called anything."""
    assert found("a", "a\na", "b") == ["a\na"]


def test_every_key_has_one_id_and_one_meaning_where_it_works() -> None:
    """Two bindings of one key in one place would hide each other."""
    assert len({key.id for key in KEYS}) == len(KEYS)
    for where in Where:
        taken = [name for key in KEYS if key.where is where for name in key.keys.split(",")]
        assert len(set(taken)) == len(taken), where
    assert len(bindings(Where.PAGE)) > 5


def test_the_key_table_lists_every_key() -> None:
    """The README's table is this one."""
    assert all(key.about in key_table() for key in KEYS)
