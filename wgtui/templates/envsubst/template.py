"""An envsubst text read once, its variables, and its rendering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.envsubst.nodes import Node, Substitution, Text
from wgtui.templates.envsubst.operators import applied
from wgtui.templates.envsubst.parser import parse
from wgtui.templates.places import located

_SPACED = re.compile(r"\$\{(?:[\t\n\f\r ]+[A-Za-z0-9_$]+[\t\n\f\r ]*|[A-Za-z0-9_$]+[\t\n\f\r ]+)\}")
_SPACE = re.compile(r"[\t\n\f\r ]")


def _without_spaces(text: str) -> str:
    """`${ NAME }` is an old way to write `${NAME}`."""
    return _SPACED.sub(lambda match: _SPACE.sub("", match.group()), text)


class Envsubst:
    """Raises TemplateError with line and column where the text cannot be read.

    Columns behind a `${ NAME }` on the same line are short by its spaces.
    """

    def __init__(self, text: str) -> None:
        self._text = _without_spaces(text)
        self._nodes = parse(self._text)
        self._needed = _needed(self._nodes)
        self.variables = tuple(dict.fromkeys(found.name for found in _substitutions(self._nodes)))
        """In order of appearance; those that stand only inside a default too, which the original leaves out."""

    def render(self, values: Mapping[str, str], budget: Budget) -> str:
        if not self._needed.keys() <= values.keys():
            self._fail_missing(values)
        pieces = []
        for node in self._nodes:
            pieces.append(self._value(node, values, budget))
            budget.write(len(pieces[-1]))
        return "".join(pieces)

    def _value(self, node: Node, values: Mapping[str, str], budget: Budget) -> str:
        if isinstance(node, Text):
            return node.text
        if not node.operator:
            return values.get(node.name, "")
        arguments = tuple(self._value(argument, values, budget) for argument in node.arguments)
        try:
            return applied(node.operator, values.get(node.name, ""), arguments, budget)
        except TemplateError as error:
            error.parameter = error.parameter or node.name
            raise located(error, self._text, node.position) from None

    def _fail_missing(self, values: Mapping[str, str]) -> NoReturn:
        missing = sorted(name for name in self._needed if name not in values)
        error = TemplateError(
            f"value for variables [{', '.join(missing)}] is not set",
            "written in a text for something else, it is escaped as $${…}",
            parameter=missing[0],
        )
        raise located(error, self._text, self._needed[missing[0]])


def _needed(nodes: tuple[Node, ...]) -> dict[str, int]:
    """Variables that must have a value, and where: those whose first use has no argument, of whatever function."""
    first_uses: dict[str, Substitution] = {}
    for node in nodes:
        if isinstance(node, Substitution):
            first_uses.setdefault(node.name, node)
    return {name: use.position for name, use in first_uses.items() if not use.arguments}


def _substitutions(nodes: tuple[Node, ...]) -> Iterator[Substitution]:
    for node in nodes:
        if isinstance(node, Substitution):
            yield node
            yield from _substitutions(node.arguments)
