"""Runs a parsed template: each node becomes a closure once, so that rendering again costs little."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from wgtui.errors import TemplateError
from wgtui.templates.budget import MAX_DEPTH, Budget
from wgtui.templates.gotemplate.calling import Caller, Frame
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.formatting import bare, plain
from wgtui.templates.gotemplate.functions import Function as Callee
from wgtui.templates.gotemplate.nodes import (
    Action,
    Break,
    Call,
    Continue,
    Definition,
    If,
    Nodes,
    Pipe,
    Range,
    Statement,
    Text,
    Tree,
    With,
)
from wgtui.templates.gotemplate.operands import Operands
from wgtui.templates.gotemplate.parser import parse
from wgtui.templates.gotemplate.values import Value, basic_kind, is_true
from wgtui.templates.places import located

_WIDEST_VALUE = 60

Run = Callable[[Frame, Value], None]


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


class Template:
    """A template read once; `render` may be called any number of times, with a fresh Context each.

    `functions` is what may be called, `absent` why others may not, `name` what the text calls itself by. Raises
    TemplateError with line and column when the text is no template.
    """

    def __init__(
        self,
        text: str,
        functions: Mapping[str, Callee],
        left: str = "{{",
        right: str = "}}",
        absent: Mapping[str, str] | None = None,
        name: str = "",
    ) -> None:
        self.tree = parse(text, functions.keys() | {"and", "or"}, left, right, absent, name)
        self._program = Compiler(self.tree, functions)

    def render(self, data: Value, context: Context) -> str:
        out: list[str] = []
        frame = Frame([data] + [None] * (self.tree.main.slots - 1), out, context, 0)
        try:
            self._program.main(frame, data)
        except RecursionError:
            raise TemplateError("the template is nested too deeply to render") from None
        return "".join(out)


class Compiler:
    def __init__(self, tree: Tree, functions: Mapping[str, Callee]) -> None:
        self._tree = tree
        self._caller = Caller(tree.source)
        self._operands = Operands(self._caller, functions)
        self._bodies: dict[str, Run] = {}
        for definition in tree.definitions.values():
            self._bodies[definition.name] = self._body(definition.body)
        self.main = self._bodies[tree.main.name]

    def _fail(self, position: int, message: str, expected: str = "") -> NoReturn:
        self._caller.fail(position, message, expected)

    def _body(self, nodes: Nodes) -> Run:
        runs = tuple(self._statement(node) for node in nodes)
        if len(runs) == 1:
            return runs[0]

        def run(frame: Frame, dot: Value) -> None:
            for statement in runs:
                statement(frame, dot)

        return run

    def _statement(self, node: Statement) -> Run:
        match node:
            case Text():
                return self._text(node)
            case Action():
                return self._action(node)
            case If() | With():
                return self._branch(node)
            case Range():
                return self._range(node)
            case Call():
                return self._call(node)
            case Break():
                return _raise_break
            case Continue():
                return _raise_continue

    def _text(self, node: Text) -> Run:
        text, size = node.text, len(node.text)

        def run(frame: Frame, _: Value) -> None:
            frame.budget.write(size)
            frame.out.append(text)

        return run

    def _action(self, node: Action) -> Run:
        evaluate, position = self._operands.pipe(node.pipe), node.position
        if node.pipe.variables:

            def declare(frame: Frame, dot: Value) -> None:
                frame.budget.step()
                evaluate(frame, dot)

            return declare

        def run(frame: Frame, dot: Value) -> None:
            budget = frame.budget
            value = evaluate(frame, dot)
            text = value if type(value) is str else self._shown(value, budget, position)
            budget.write(len(text))
            frame.out.append(text)

        return run

    def _shown(self, value: Value, budget: Budget, position: int) -> str:
        try:
            return bare(value, budget)
        except TemplateError as error:
            raise located(error, self._tree.source, position) from None

    def _branch(self, node: If | With) -> Run:
        evaluate = self._operands.pipe(node.pipe)
        body = self._body(node.body)
        otherwise = self._body(node.otherwise) if node.otherwise is not None else None
        moves_dot = isinstance(node, With)

        def run(frame: Frame, dot: Value) -> None:
            frame.budget.step()
            value = evaluate(frame, dot)
            if is_true(value):
                body(frame, value if moves_dot else dot)
            elif otherwise is not None:
                otherwise(frame, dot)

        return run

    def _range(self, node: Range) -> Run:
        evaluate = self._operands.range_pipe(node.pipe)
        body = self._body(node.body)
        otherwise = self._body(node.otherwise) if node.otherwise is not None else None
        assign = _loop_variables(node.pipe)

        def run(frame: Frame, dot: Value) -> None:
            items = self._items(node, evaluate(frame, dot), frame.budget)
            if not items.count and otherwise is not None:
                otherwise(frame, dot)
            try:
                for key, element in items.pairs:
                    frame.budget.step()
                    assign(frame, key, element)
                    try:
                        body(frame, element)
                    except _Continue:
                        continue
            except _Break:
                return

        return run

    def _items(self, node: Range, value: Value, budget: Budget) -> _Items:
        """Keys and elements in Go's order; maps by sorted key."""
        if value is None:
            return _Items((), 0)
        if isinstance(value, dict):
            return _Items([(key, value[key]) for key in sorted(value)], len(value))
        if isinstance(value, list):
            return _Items(enumerate(list(value)), len(value))
        if basic_kind(value) in ("int", "uint"):
            if len(node.pipe.variables) > 1:
                shown = f"{int(value)} to iterate over more than one variable"
                self._fail(node.pipe.position, f"can't use {shown}", "{{range $i := …}}")
            count = max(int(value), 0)
            return _Items(((None, type(value)(number)) for number in range(count)), count)
        shown = value[:_WIDEST_VALUE] if isinstance(value, str) else str(plain(value, budget))
        return self._fail(node.pipe.position, f"range can't iterate over {shown}", "a list, a map or a number")

    def _call(self, node: Call) -> Run:
        evaluate = self._operands.pipe(node.pipe) if node.pipe is not None else None
        definition = self._tree.definitions.get(node.name)

        def run(frame: Frame, dot: Value) -> None:
            frame.budget.step()
            if definition is None:
                self._fail(node.position, f'template "{node.name}" not defined')
            if frame.depth >= MAX_DEPTH:
                self._fail(node.position, f"exceeded maximum template depth ({MAX_DEPTH})")
            value = evaluate(frame, dot) if evaluate is not None else None
            self._bodies[node.name](_inner_frame(frame, definition, value), value)

        return run


@dataclass(frozen=True, slots=True)
class _Items:
    """What a range goes through; knows whether it is empty without going through it."""

    pairs: Iterable[tuple[Value, Value]]
    count: int


def _inner_frame(frame: Frame, definition: Definition, value: Value) -> Frame:
    return Frame([value] + [None] * (definition.slots - 1), frame.out, frame.context, frame.depth + 1)


def _raise_break(_: Frame, __: Value) -> None:
    raise _Break


def _raise_continue(_: Frame, __: Value) -> None:
    raise _Continue


def _loop_variables(pipe: Pipe) -> Callable[[Frame, Value, Value], None]:
    """One variable takes the element; of two the first takes the key."""
    slots = [variable.slot for variable in pipe.variables]

    def assign(frame: Frame, key: Value, element: Value) -> None:
        if slots:
            frame.variables[slots[-1]] = element
        if len(slots) > 1:
            frame.variables[slots[0]] = key

    return assign
