"""Go templates answer as the original does, output and errors."""

from __future__ import annotations

import pytest

from tests.templates.cases import Case, difference, go, table
from wgtui.errors import TemplateError

TABLES = {name: table(name) for name in ("go_language", "go_delimiters", "go_builtins", "go_odd", "sprig")}
GROUPS = [(name, about) for name, cases in TABLES.items() for about in dict.fromkeys(case.about for case in cases)]


def _answer(case: Case) -> str | TemplateError:
    try:
        return go(case.template, dict(case.params), case.delimiters)
    except TemplateError as error:
        return error


@pytest.mark.parametrize(("name", "about"), GROUPS, ids=[f"{name}-{about}" for name, about in GROUPS])
def test_a_go_template_answers_as_the_original(name: str, about: str) -> None:
    """Every case of the tables: the same text, or an error on the same line and in the same words."""
    wrong = [difference(case, _answer(case)) for case in TABLES[name] if case.about == about]
    assert [line for line in wrong if line] == []


@pytest.mark.parametrize(
    ("call", "output"),
    [
        ('b64dec "aGk"', "illegal base64 data at input byte 0"),
        ('b64dec "aGk=="', "illegal base64 data at input byte 4"),
        ('b64dec "aG=k"', "illegal base64 data at input byte 2"),
        ('b64dec "a!k="', "illegal base64 data at input byte 1"),
        ("b64dec `aG\nk=`", "hi"),
        ('b32dec "NBU====="', "illegal base32 data at input byte 3"),
        ('b32dec "NBUQ====NBUQ===="', "illegal base32 data at input byte 4"),
        ('b32dec "NBUQ=="', "illegal base32 data at input byte 6"),
        ('b32dec "NBUQ===="', "hi"),
    ],
)
def test_what_cannot_be_decoded_names_the_byte(call: str, output: str) -> None:
    """Half of a text is no answer."""
    assert go(f"{{{{ {call} }}}}") == output


def test_the_tables_are_not_small() -> None:
    """At least 250 cases of the language itself, without sprig."""
    assert sum(len(cases) for name, cases in TABLES.items() if name != "sprig") >= 250
    assert len(TABLES["sprig"]) >= 1000


def test_an_error_names_line_and_column() -> None:
    """Counted from 1, of the place that is wrong and not of the action's beginning."""
    with pytest.raises(TemplateError) as caught:
        go("a: 1\nb: {{ .params.NAME | upper | nope }}\n")
    assert (caught.value.line, caught.value.column) == (2, 30)
    assert caught.value.title == 'function "nope" not defined'
    assert caught.value.detail == "in: b: {{ .params.NAME | upper | nope }}"


def test_an_unclosed_block_names_the_line_it_was_opened_on() -> None:
    """The end of the text is where Go looks; the person has to look at the block."""
    with pytest.raises(TemplateError) as caught:
        go("a\n{{ if .params.NAME }}\nb\n")
    assert caught.value.title == "unexpected EOF"
    assert caught.value.expected == "{{end}} for the {{if}} of line 2"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ('env "HOME"', "templates may not read the machine they are rendered on"),
        ('expandenv "$HOME"', "templates may not read the machine they are rendered on"),
        ('getHostByName "localhost"', "templates may not ask the network"),
        ("toYaml .params", "it is a function of Helm charts, not of templates"),
    ],
)
def test_a_function_that_is_not_there_says_why(call: str, why: str) -> None:
    """What reaches outside is removed as in the original; what is Helm's is named as such."""
    with pytest.raises(TemplateError) as caught:
        go(f"{{{{ {call} }}}}")
    assert why in caught.value.detail
