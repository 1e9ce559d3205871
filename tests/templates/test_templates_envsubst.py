"""envsubst answers as the original does."""

from __future__ import annotations

import pytest

from tests.templates.cases import Case, difference, table
from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.envsubst.template import Envsubst

VALUES = {
    "v": "value", "n": "5", "e": "", "path": "/usr/local/bin", "f": "archive.tar.gz", "u": "éa", "s": "a b c",
    "A": "aaa", "UP": "ABC", "x1": "one", "glob": "*a", "img": "ghcr.io/org/app:v1.2.3",
}  # fmt: skip
CASES = table("envsubst")


def render(text: str, values: dict[str, str] | None = None) -> str:
    return Envsubst(text).render(VALUES if values is None else values, Budget())


def _answer(case: Case) -> str | TemplateError:
    try:
        return render(case.template)
    except TemplateError as error:
        return error


def test_envsubst_answers_as_the_original() -> None:
    """Every case of the table: the same text or the same error."""
    assert len(CASES) >= 150
    wrong = [difference(case, _answer(case)) for case in CASES]
    assert [line for line in wrong if line] == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a ${v", 1, 3),
        ("a\nb ${v} ${v-x}\n", 2, 8),
        ("a\n  ${}\n", 2, 3),
        ("a\n${v}${missing}\n", 2, 7),
        ("${v}\n\n x ${missing:=${v}\n", 3, 4),
    ],
)
def test_an_error_names_line_and_column(text: str, line: int, column: int) -> None:
    """Counted from 1; the column is that of the substitution."""
    with pytest.raises(TemplateError) as caught:
        render(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_variable_without_a_value_is_named() -> None:
    """All that are missing in the message, the first as the parameter at fault."""
    with pytest.raises(TemplateError) as caught:
        render("${B} ${A} ${C:=c}", {})
    assert caught.value.title == "value for variables [A, B] is not set"
    assert caught.value.parameter == "A"


def test_variables_are_found_in_defaults_too() -> None:
    """The original leaves out what stands inside of a default, so that it could never be given a value."""
    assert Envsubst("${B:=${A}} ${C} $${D} ${B/${E}/x}").variables == ("B", "A", "C", "E")


def test_a_part_cannot_have_a_negative_length() -> None:
    """The original crashes; here it is an error like any other, with its place."""
    with pytest.raises(TemplateError) as caught:
        render("${v:2:-1}")
    assert (caught.value.expected, caught.value.line) == ("a length of 0 or more", 1)
