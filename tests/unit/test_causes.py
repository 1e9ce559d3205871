"""Rows of one cause: which belong together, and how they fold under one in a table."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from tests.unit.worlds import condition, kustomization
from wgtui.fleet.applications import ApplicationSummary, application_summary
from wgtui.fleet.causes import application_causes, folded_application
from wgtui.widgets.folding import Folding, FoldKey
from wgtui.widgets.table_model import Kept, TableModel


def row(name: str, reason: str = "", message: str = "", *depends_on: str, cluster: str = "") -> ApplicationSummary:
    said = condition("Ready", not reason, reason, message)
    return application_summary(
        kustomization(name, said, spec={"dependsOn": [{"name": one} for one in depends_on]}), cluster
    )


def groups(*rows: ApplicationSummary) -> list[set[str]]:
    """Names that belong together."""
    found: dict[Hashable, set[str]] = {}
    causes = application_causes(rows)
    for one in rows:
        if one.uid in causes:
            found.setdefault(causes[one.uid].key, set()).add(f"{one.cluster}{one.ref.name}")
    return sorted(found.values(), key=sorted)


WAITS = "DependencyNotReady"


def test_what_waits_belongs_to_what_it_waits_for() -> None:
    """However many stand between; what is well belongs to nothing."""
    assert groups(
        row("base", "BuildFailed", "kustomize build failed"),
        row("apps", WAITS, "dependency 'fleet/base' is not ready", "base"),
        row("web", WAITS, "dependency 'fleet/apps' is not ready", "apps"),
        row("other", "HealthCheckFailed", "timeout"),
        row("well"),
    ) == [{"base", "apps", "web"}, {"other"}]


def test_what_reads_the_same_source_belongs_together() -> None:
    """On every cluster."""
    no_source = ("ArtifactFailed", "Source artifact not found")
    assert groups(row("a", *no_source), row("b", *no_source), row("c", *no_source, cluster="fleet/edge")) == [
        {"a", "b", "fleet/edgec"}
    ]


def test_the_same_words_are_the_same_cause_whatever_names_and_numbers_are_in_them() -> None:
    """Its own name, digests, seconds."""
    assert groups(
        row("cart", "BuildFailed", "fleet/cart: build of 0123abcdef failed after 12s"),
        row("shop", "BuildFailed", "fleet/shop: build of fedcba9876 failed after 7s"),
        row("pay", "BuildFailed", "fleet/pay: cannot be parsed"),
    ) == [{"cart", "shop"}, {"pay"}]


def test_what_goes_round_ends() -> None:
    """Each waits for the other."""
    first = row("a", WAITS, "dependency 'fleet/b' is not ready", "b")
    second = row("b", WAITS, "dependency 'fleet/a' is not ready", "a")
    assert len(application_causes([first, second])) == 2


def test_the_row_that_stands_for_others_tells_what_they_have_in_common() -> None:
    """And how many different ones where it differs."""
    rows = [row("a", "BuildFailed", "no"), row("b", "BuildFailed", "no", cluster="fleet/edge")]
    cause = application_causes(rows)[rows[0].uid]
    found = folded_application(cause, rows, "[+] 2 applications")
    assert (found.ref.name, found.kind, found.cluster) == ("[+] 2 applications", "Kustomization", "2 clusters")
    assert (found.status, found.message) == (rows[0].status, "no")


def model(folding: Folding[str], **groups: str) -> TableModel[str]:
    made: TableModel[str] = TableModel(lambda name: name)
    made.replace({name: name for name in "abcde"})
    folding.groups = {name: group for name, group in groups.items()}  # noqa: C416
    made.fold(folding)
    return made


def stand(group: Hashable, names: Sequence[str], is_open: bool) -> str:
    return f"{'-' if is_open else '+'}{group}{len(names)}"


def shown(found: TableModel[str]) -> list[str]:
    return [found.row(key) for key in found.order]


def test_a_group_is_one_row_where_its_first_one_was() -> None:
    """A group of one is no group; all that match are counted."""
    found = model(Folding(stand), b="x", d="x", e="y")
    assert shown(found) == ["a", "+x2", "c", "e"]
    assert found.matching_count == 5
    found.filter(Kept([name for name in found.all if name != "b"], lambda name: name != "b"))
    assert shown(found) == ["a", "c", "d", "e"]
    found.filter(None)
    found.sort(lambda name: name, reverse=True)
    assert shown(found) == ["e", "+x2", "c", "a"]


def test_an_open_fold_has_its_rows_below_it() -> None:
    """And is closed by the same key."""
    folding = Folding(stand)
    found = model(folding, a="x", c="x")
    folding.turn(FoldKey("x"))
    found.fold(folding)
    assert shown(found) == ["-x2", "a", "c", "b", "d", "e"]
    folding.turn(FoldKey("x"))
    found.fold(folding)
    assert shown(found) == ["+x2", "b", "d", "e"]
    found.fold(None)
    assert shown(found) == list("abcde")


def test_the_cursor_goes_to_the_row_that_stands_for_its_own() -> None:
    """And stays where its own row is still shown."""
    found = model(Folding(stand), b="x", d="x")
    assert found.place("d", list("abcde")) == 1
    assert found.place("c", list("abcde")) == 2
    before = list(found.order)
    found.fold(None)
    assert found.order[found.place(FoldKey("x"), before)] == "b"
