"""No template can hang, exhaust memory, read anything or end with anything but an error that says why."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.templates.making import content, render, template
from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.envsubst.template import Envsubst
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.evaluator import Template
from wgtui.templates.gotemplate.values import StringMap
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import dump
from wgtui.templates.request import ProfileChoice
from wgtui.templates.sprig import FUNCTIONS

SECONDS = 0.4
"""What a bomb may take here before the clock stops it; a person waits for two seconds at most."""

BIG = '{{ $a := repeat 1000000 "a" }}'
DOUBLED = "{{ $l := list 1 }}{{ range until 60 }}{{ $l = list $l $l }}{{ end }}"
_TWICE = '{{ define "%d" }}{{ template "%d" }}{{ template "%d" }}{{ end }}'
DOUBLING = '{{ template "0" }}' + "".join(_TWICE % (n, n + 1, n + 1) for n in range(60)) + '{{ define "60" }}{{ end }}'
ITSELF = '{{ $d := dict }}{{ $_ := set $d "x" $d }}'
GO_BOMBS = {
    "a long range": "{{ range until 1000000000 }}x{{ end }}",
    "a long number": "{{ range 1000000000 }}x{{ end }}",
    "ranges in ranges": "{{ range until 9999 }}{{ range until 9999 }}{{ end }}{{ end }}",
    "doubled text": '{{ $x := "a" }}{{ range until 99 }}{{ $x = print $x $x }}{{ end }}{{ $x }}',
    "doubled output": "{{ range until 40 }}" + '{{ repeat 1000000 "a" }}' + "{{ end }}",
    "repeat": '{{ repeat 1000000000 "a" }}',
    "recursion": '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}',
    "calls that double": DOUBLING,
    "a wide number": '{{ range until 100 }}{{ printf "%1000000d" 1 }}{{ end }}',
    "a width from an argument": '{{ range until 100 }}{{ printf "%*d" 1000000 1 }}{{ end }}',
    "shared lists printed": DOUBLED + "{{ $l }}",
    "shared lists in printf": DOUBLED + '{{ printf "%q" $l }}',
    "shared lists as JSON": DOUBLED + "{{ toJson $l }}",
    "shared lists copied": DOUBLED + "{{ deepCopy $l }}",
    "shared lists compared": DOUBLED + "{{ deepEqual $l (deepCopy (list 1)) }}{{ deepEqual $l $l }}",
    "shared lists searched": DOUBLED + "{{ has $l (list $l $l) }}{{ uniq (list $l $l) }}",
    "a map in itself": ITSELF + "{{ $d }}",
    "a map in itself as JSON": ITSELF + "{{ toJson $d }}",
    "a map in itself merged": ITSELF + ITSELF.replace("$d", "$e") + "{{ merge $d $e }}",
    "a pattern that comes back": BIG + '{{ regexMatch "(a*)*(a*)*(a*)*b" $a }}',
    "a pattern that is huge": '{{ regexFind "((x{1000}){1000}){1000}" "x" }}',
    "a pattern of nothing": '{{ regexFind "(?:(?:(?:){1000}){1000}){1000}" "x" }}',
    "many groups": BIG + '{{ regexReplaceAll "' + "(a?)" * 900 + '" $a "${1}" }}',
    "a deep pattern": '{{ regexFind "' + "(" * 3000 + '" "x" }}',
    "a long pattern": '{{ regexFind (repeat 100000 "a") "x" }}',
    "a replacement that grows": BIG + '{{ regexReplaceAll "" $a $a }}',
    "text replaced by more": BIG + '{{ replace "a" $a $a }}',
    "text between letters": BIG + '{{ replace "" $a $a }}',
    "joined by more": BIG + '{{ join $a (splitList "" $a) }}',
    "split to letters": '{{ range until 99 }}{{ splitList "" (repeat 9999999 "é") }}{{ end }}',
    "indented": BIG + '{{ indent 100000000 $a }}',
    "indented lines": '{{ indent 100000 (repeat 100000 "\\n") }}',
    "wrapped": BIG + '{{ wrapWith 1 $a $a }}',
    "a sequence": "{{ seq 1000000000 }}",
    "steps": "{{ untilStep 0 1000000000 1 }}",
    "chance": "{{ randAlphaNum 1000000000 }}",
    "bytes of chance": "{{ randBytes 1000000000 }}",
    "passwords": '{{ range until 9999 }}{{ bcrypt "x" }}{{ end }}',
    "keys": '{{ range until 99 }}{{ genCA "x" 1 }}{{ end }}',
    "words of a big text": "{{ range until 99 }}" + BIG + "{{ snakecase $a }}{{ title $a }}{{ initials $a }}{{ end }}",
    "a sorted list": BIG + '{{ range until 9999 }}{{ sortAlpha (splitList "" $a) }}{{ end }}',
    "a list searched": '{{ $l := until 100000 }}{{ uniq $l }}',
    "a big text searched": BIG + '{{ range until 9999999 }}{{ $_ := contains "b" $a }}{{ end }}',
    "encoded again and again": '{{ $x := "a" }}{{ range until 99 }}{{ $x = b64enc $x }}{{ end }}',
    "quoted again and again": '{{ $x := "\\"" }}{{ range until 99 }}{{ $x = quote $x }}{{ end }}',
    "many arguments": BIG + "{{ $b := print " + "$a " * 500 + "}}{{ $b }}",
    "many lists": "{{ $l := until 100000 }}{{ $m := concat " + "$l " * 500 + "}}{{ $m }}",
    "JSON that is deep": '{{ fromJson (repeat 100000 "[") }}{{ mustFromJson (repeat 100000 "[") }}',
    "JSON that is long": '{{ range until 99 }}{{ fromJson (print "[" (repeat 1000000 "1,") "1]") }}{{ end }}',
    "a long layout": '{{ range until 99 }}{{ now | date (repeat 1000000 "2006") }}{{ end }}',
    "a long layout to read": '{{ mustToDate (repeat 100000 "January") "x" }}',
    "a long version": '{{ semverCompare (repeat 100000 ">1 ") "1.0.0" }}',
    "deep parentheses": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "deep blocks": "{{ if true }}" * 5000 + "{{ end }}" * 5000,
    "many branches": "{{ if false }}" + "{{ else if false }}" * 5000 + "{{ end }}",
    "many actions": "{{ 1 }}" * 500_000,
    "a long template": "x" * 5_000_000,
    "a long number that is written": "{{ " + "9" * 100_000 + " }}",
    "a long name": "{{ ." + "a" * 1_000_000 + " | fail }}",
    "an open comment": "{{/*" * 100_000,
}  # fmt: skip


def _go(text: str) -> str:
    budget = Budget(max_seconds=SECONDS)
    return Template(text, FUNCTIONS).render({"params": StringMap()}, Context(budget))


def _stopped(run: Callable[[], object]) -> float:
    """Seconds of work until it was refused."""
    begin = time.process_time()
    with pytest.raises(TemplateError):
        run()
    return time.process_time() - begin


@pytest.mark.parametrize("name", GO_BOMBS)
def test_a_bomb_in_a_go_template_is_stopped(name: str) -> None:
    """With an error, in a moment."""
    assert _stopped(lambda: _go(GO_BOMBS[name])) < SECONDS + 2.5


ENVSUBST_BOMBS = {
    "deep defaults": "${a:=" * 5000 + "}" * 5000,
    "deep and open": "${a:=" * 100_000,
    "much output": "${big}" * 100,
    "replaced by more": "${big//a/${big}}",
    "letters replaced by more": "${big//a/${big//a/${big}}}",
    "between letters": "${big//${empty}/${big}}",
    "stars": "${big##*a*a*a*a*a*b}",
    "stars from behind": "${big%%b*a*a*a*a}",
    "a class": "${big##*[a-z]*[a-z]*[0-9]}",
    "a long text": "x" * 5_000_000,
}
VALUES = {"big": "a" * 500_000, "empty": "", "a": ""}


@pytest.mark.parametrize("name", ENVSUBST_BOMBS)
def test_a_bomb_in_envsubst_is_stopped(name: str) -> None:
    """With an error, in a moment."""
    assert _stopped(lambda: Envsubst(ENVSUBST_BOMBS[name]).render(VALUES, Budget(max_seconds=SECONDS))) < SECONDS + 2.5


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize("text", [LAUGHS, "[" * 100_000, "a: " + "{a: " * 90_000, "- " * 50_000 + "x", "a: &a [*a]"])
def test_yaml_that_grows_when_it_is_written_is_stopped(text: str) -> None:
    """What refers to itself, what is deep, what doubles."""
    assert _stopped(lambda: dump(load(text, Budget(max_seconds=SECONDS)), Budget(max_seconds=SECONDS))) < SECONDS + 2.5


def test_values_of_a_profile_that_grow_are_stopped() -> None:
    """Typed by a person or not."""
    made = template(
        content({"apiVersion": "v1", "kind": "A"}), charts={"items": [{"chart": "a", "version": "1", "editable": True}]}
    )
    with pytest.raises(TemplateError):
        render(made, values=(ProfileChoice.of("a", values=LAUGHS),))


def test_many_small_entries_share_one_budget() -> None:
    """What one text may not do, a thousand may not do together."""
    entry = {"raw": '{{ range until 100000 }}{{ $x := print . "a" }}{{ end }}a: 1\n', "path": "x.yaml"}
    with pytest.raises(
        TemplateError, match=r"the template (does too much work|makes values that are too big|takes too long)"
    ):
        render(template(*[entry] * 200, render_type="templating"))


def test_nothing_can_be_read() -> None:
    """There is no function for it: not for files, not for the environment, not for the network."""
    words = ("env", "file", "read", "host", "lookup", "exec", "include", "import", "http", "dns")
    assert [name for name in FUNCTIONS if any(word in name.lower() for word in words)] == []


_ATOMS = st.sampled_from(
    ("1", "-1", "0", '"a"', '""', '"a,b"', "1.5", "1e300", "nil", "true", "list", '(list 1 "a" nil)', "dict",
     '(dict "a" 1)', ".params", "now",
     '(semver "1.2.3")', "(int64 9)", '(split "," "a,b")', "1i", "(until 3)", '(index "a" 0)', "$",
     '"[a-z"', "9223372036854775807", '(float64 "inf")', '"%d %[9]*.*f"', '"2006-01-02"', '"１２"', '"\\xff"', '"1h"'),
)  # fmt: skip
_SLOW = ("gen", "bcrypt", "htpasswd")
_CALLS = st.recursive(
    _ATOMS,
    lambda inner: st.tuples(
        st.sampled_from(sorted(name for name in FUNCTIONS if not name.startswith(_SLOW))), st.lists(inner, max_size=4)
    ).map(lambda call: f"({call[0]} {' '.join(call[1])})"),
    max_leaves=6,
)


@given(_CALLS)
@settings(max_examples=300, deadline=None)
def test_whatever_is_called_ends_with_a_text_or_an_error(call: str) -> None:
    """No function is brought down by its arguments."""
    try:
        assert isinstance(_go(f"{{{{ {call} }}}}"), str)
    except TemplateError as error:
        assert error.title


_GO_WORDS = ("{{", "}}", "{{-", "-}}", " ", "\n", "if", "else", "end", "range", "with", "define", "block", "template",
             "break", "continue", '"t"', "$x", ":=", "=", "|", "(", ")", ".", ".a", "1", "'a'", "`r`", ",", "nil", "/*",
             "*/", "print", "text", "é")  # fmt: skip


@given(st.lists(st.sampled_from(_GO_WORDS), max_size=16).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_ends_with_a_text_or_an_error(text: str) -> None:
    """With the line it is in."""
    try:
        _go(text)
    except TemplateError as error:
        assert 1 <= error.line <= text.count("\n") + 1
        assert error.column >= 1


_ENVSUBST_WORDS = (
    "${",
    "}",
    "$",
    "a",
    "b",
    ":",
    "=",
    "-",
    "#",
    "%",
    "/",
    "\\",
    "*",
    "[",
    "]",
    "^",
    ",",
    "1",
    " ",
    "\n",
    "é",
)


@given(st.lists(st.sampled_from(_ENVSUBST_WORDS), max_size=16).map("".join), st.text(max_size=6))
@settings(max_examples=300, deadline=None)
def test_whatever_envsubst_is_given_ends_with_a_text_or_an_error(text: str, value: str) -> None:
    """With the line it is in."""
    try:
        assert isinstance(Envsubst(text).render({"a": value, "b": value}, Budget()), str)
    except TemplateError as error:
        assert 1 <= error.line <= text.count("\n") + 1
