"""Objects rendered word by word are those that come of rendering and reading the whole text."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.language import EnvsubstLanguage, Language, TemplatingLanguage, Values
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import dump
from wgtui.templates.objects import ObjectTemplate

Json = dict[str, Any]

ENVSUBST = EnvsubstLanguage()
TEMPLATING = TemplatingLanguage("demo", "default", "<<", ">>")

_WORDS = (
    "a", "true", "5", "1.20", "- x", "a: b", "#", "'", '"', "\n", " ", "\\", "{", "[", "*", "~", "", "null", "0x1f",
    "2024-01-01", "|", "é", "$", "$$", "\t", ":", "yes", "x\ny", "  ",
)  # fmt: skip
_TEXT = st.lists(st.sampled_from(_WORDS), max_size=4).map("".join)
_ENVSUBST_TEXT = st.lists(st.sampled_from((*_WORDS, "${A}", "${B}", "${A:=d}", "${B/a/b}", "${C")), max_size=4)
_GO_TEXT = st.lists(
    st.sampled_from(
        (
            *_WORDS, "<< .params.A >>", "<<- .params.B >>", "<< .params.B -}}", "<< .params.A | quote >>",
            "<< if .params.A >>",
            "<< end >>", "<< $x := 1 >>", "<< $x >>", "<< range list 1 2 >>", "<< end ->>", "<< .params.B ->>",
        )
    ),
    max_size=4,
)  # fmt: skip


def _objects(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    values = st.recursive(
        texts | st.none() | st.booleans() | st.integers(-5, 10**6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts | st.just("key"), inner, max_size=3),
        max_leaves=8,
    )
    return st.fixed_dictionaries(
        {
            "kind": st.just("Thing"),
            "metadata": st.dictionaries(st.sampled_from(("name", "labels", "x")), values),
            "spec": values,
        }
    )


def _whole(value: Json, language: Language, values: Values) -> str:
    rendered = load(language.read(dump(value, Budget())).render(values, Context(Budget())), Budget())
    if not isinstance(rendered, dict) or not isinstance(rendered.get("metadata") or {}, dict):
        raise TemplateError("no object")
    return dump({key: part for key, part in rendered.items() if key != "metadata" or part}, Budget())


def _outcome(render: Any) -> str:
    try:
        return str(render())
    except TemplateError as error:
        return f"error in line {error.line}"


def _document(value: Json, language: Language, values: Values) -> str:
    template = ObjectTemplate(value, language, language.read, Budget())
    return template.render(values, Context(Budget())).text(Budget())


def _check(value: Json, language: Language, values: Values) -> None:
    whole = _outcome(lambda: _whole(value, language, values))
    mine = _outcome(lambda: _document(value, language, values))
    assert mine == whole


_VALUES = st.builds(lambda a, b: Values({"A": a, "B": b}), _TEXT, _TEXT)


@given(_objects(_ENVSUBST_TEXT.map("".join)), _VALUES)
@settings(max_examples=400, deadline=None)
def test_envsubst_word_by_word_is_envsubst_of_the_whole(value: Json, values: Values) -> None:
    """Whatever stands in the object and in the values: the same text, or an error on the same line."""
    _check(value, ENVSUBST, values)


@given(_objects(_GO_TEXT.map("".join)), _VALUES)
@settings(max_examples=400, deadline=None)
def test_go_templates_word_by_word_are_those_of_the_whole(value: Json, values: Values) -> None:
    """Trimming, blocks over several words and shared variables included."""
    _check(value, TEMPLATING, values)
