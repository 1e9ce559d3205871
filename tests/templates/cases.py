"""Tables of what the original implementations answered: Go's text/template with sprig, and envsubst."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.evaluator import Template
from wgtui.templates.gotemplate.values import StringMap
from wgtui.templates.sprig import ABSENT, FUNCTIONS

_TABLES = Path(__file__).with_name("tables")
PARAMETERS = {"NAME": "prod", "COUNT": "3", "EMPTY": "", "LIST": "a,b,c"}


@dataclass(frozen=True)
class Case:
    """`error` is the original's message and `line` its line; None where the message is about its own insides."""

    template: str
    about: str = ""
    params: tuple[tuple[str, str], ...] = tuple(PARAMETERS.items())
    delimiters: tuple[str, str] = ("{{", "}}")
    output: str | None = None
    error: str | None = None
    line: int = 0


def table(name: str) -> list[Case]:
    lines = (_TABLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def _case(row: dict[str, Any]) -> Case:
    for key, make in (("params", lambda value: tuple(value.items())), ("delimiters", tuple)):
        if key in row:
            row[key] = make(row[key])
    return Case(**row)


def go(template: str, params: dict[str, str] | None = None, delimiters: tuple[str, str] = ("{{", "}}")) -> str:
    """Rendered as a template named `demo`; raises TemplateError."""
    data = {
        "params": StringMap(PARAMETERS if params is None else params),
        "template": {"meta": {"name": "demo", "namespace": "default"}},
    }
    return Template(template, FUNCTIONS, *delimiters, ABSENT, "demo").render(data, Context(Budget()))


def difference(case: Case, answer: str | TemplateError) -> str:
    """What is wrong with our answer, or nothing."""
    if isinstance(answer, str):
        return "" if answer == case.output else f"{case.template!r}: {answer!r} instead of {case!r}"
    if case.output is not None:
        return f"{case.template!r}: {answer} instead of {case.output!r}"
    as_said = case.error is None or answer.title == case.error
    as_placed = not case.line or answer.line == case.line
    return "" if as_said and as_placed else f"{case.template!r}: {answer} instead of {case.error!r}, line {case.line}"
