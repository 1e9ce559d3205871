"""Pipelines and operands as closures: fields, variables, chains, calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wgtui.templates.gotemplate.calling import Caller, Frame
from wgtui.templates.gotemplate.functions import TYPES_OF_LITERALS, literal
from wgtui.templates.gotemplate.functions import Function as Callee
from wgtui.templates.gotemplate.nodes import (
    Chain,
    Command,
    Constant,
    Dot,
    Field,
    Function,
    Nil,
    Node,
    Pipe,
    Variable,
    written,
)
from wgtui.templates.gotemplate.values import CallError, Value, is_true

_NO_FINAL = object()


Evaluate = Callable[[Frame, Value], Value]
Stage = Callable[[Frame, Value, Value], Value]


class Operands:
    """Compiles what stands inside an action."""

    def __init__(self, caller: Caller, functions: Mapping[str, Callee]) -> None:
        self._caller = caller
        self._functions = functions

    def pipe(self, pipe: Pipe) -> Evaluate:
        """The value of a pipeline; its variables are set on the way."""
        evaluate = self.range_pipe(pipe)
        if not pipe.variables:
            return evaluate
        slots = [variable.slot for variable in pipe.variables]

        def declare(frame: Frame, dot: Value) -> Value:
            value = evaluate(frame, dot)
            for slot in slots:
                frame.variables[slot] = value
            return value

        return declare

    def range_pipe(self, pipe: Pipe) -> Evaluate:
        """The value alone: `range` sets its variables itself."""
        if len(pipe.commands) == 1 and _is_plain(pipe.commands[0]):
            return self.operand(pipe.commands[0].arguments[0])
        first = self._command(pipe.commands[0], has_final=False)
        rest = [self._command(command, has_final=True) for command in pipe.commands[1:]]
        if not rest:
            return lambda frame, dot: first(frame, dot, _NO_FINAL)

        def run(frame: Frame, dot: Value) -> Value:
            value = first(frame, dot, _NO_FINAL)
            for stage in rest:
                value = stage(frame, dot, value)
            return value

        return run

    def _command(self, command: Command, *, has_final: bool) -> Stage:
        first, arguments = command.arguments[0], command.arguments[1:]
        if isinstance(first, Function):
            return self._call(first, arguments, has_final)
        if isinstance(first, Nil) and not arguments:
            return self._failing(first.position, "nil is not a command", "a value or a function")
        if arguments or has_final:
            return self._member_call(first, arguments, has_final)
        evaluate = self.operand(first)
        return lambda frame, dot, _: evaluate(frame, dot)

    def _failing(self, position: int, message: str, expected: str = "") -> Stage:
        def fail(_: Frame, __: Value, ___: Value) -> Value:
            self._caller.fail(position, message, expected)

        return fail

    def operand(self, node: Node) -> Evaluate:
        match node:
            case Dot():
                return lambda _, dot: dot
            case Constant():
                value = node.value
                return lambda _, __: value
            case Nil():
                return lambda _, __: None
            case Field():
                return self._field(node)
            case Variable():
                return self._variable(node)
            case Chain():
                return self._chain(node)
            case Pipe():
                return self.pipe(node)
            case Function():
                call = self._call(node, (), has_final=False)
                return lambda frame, dot: call(frame, dot, _NO_FINAL)

    def _field(self, node: Field) -> Evaluate:
        names, position = node.names, node.position
        if len(names) == 2:
            first, second = names

            def two(frame: Frame, dot: Value) -> Value:
                inner = dot.get(first) if isinstance(dot, dict) else None
                if isinstance(inner, dict) and second in inner:
                    return inner[second]
                return self._caller.walk(frame, dot, names, position)

            return two
        return lambda frame, dot: self._caller.walk(frame, dot, names, position)

    def _variable(self, node: Variable) -> Evaluate:
        slot, fields, position = node.slot, node.fields, node.position
        if not fields:
            return lambda frame, _: frame.variables[slot]
        return lambda frame, _: self._caller.walk(frame, frame.variables[slot], fields, position)

    def _chain(self, node: Chain) -> Evaluate:
        if isinstance(node.operand, Nil):
            stage = self._failing(node.position, f"indirection through explicit nil in {written(node)}")
            return lambda frame, dot: stage(frame, dot, None)
        evaluate = self.operand(node.operand)
        return lambda frame, dot: self._caller.walk(frame, evaluate(frame, dot), node.fields, node.position)

    def _call(self, node: Function, arguments: tuple[Node, ...], has_final: bool) -> Stage:
        if node.name in ("and", "or"):
            return self._short_circuit(node, arguments, has_final)
        callee = self._functions[node.name]
        wrong = callee.wrong_count(len(arguments) + has_final)
        if wrong:
            return self._failing(node.position, f"wrong number of args for {node.name}: {wrong}")
        evaluates = [self._argument(argument, callee.parameter(at)) for at, argument in enumerate(arguments)]
        last = callee.parameter(len(arguments)) if has_final else "any"
        name, position = node.name, node.position

        def call(frame: Frame, dot: Value, final: Value) -> Value:
            values = [evaluate(frame, dot) for evaluate in evaluates]
            if has_final:
                values.append(final if last == "any" else self._caller.check(final, last, position))
            return self._caller.invoke(frame, callee, values, name, position)

        return call

    def _argument(self, node: Node, parameter: str) -> Evaluate:
        position = node.position
        if isinstance(node, Constant):
            return self._literal(node, parameter)
        if isinstance(node, Nil) and parameter in TYPES_OF_LITERALS:
            stage = self._failing(position, f"cannot assign nil to {parameter}")
            return lambda frame, dot: stage(frame, dot, None)
        evaluate = self.operand(node)
        if parameter == "any":
            return evaluate

        def check(frame: Frame, dot: Value) -> Value:
            return self._caller.check(evaluate(frame, dot), parameter, position)

        return check

    def _literal(self, node: Constant, parameter: str) -> Evaluate:
        try:
            value = literal(node, parameter)
        except CallError as error:
            stage = self._failing(node.position, str(error))
            return lambda frame, dot: stage(frame, dot, None)
        return lambda _, __: value

    def _short_circuit(self, node: Function, arguments: tuple[Node, ...], has_final: bool) -> Stage:
        """`and`, `or`: the first argument that decides is the value, and those after it are not looked at."""
        if not arguments and not has_final:
            return self._failing(node.position, f"wrong number of args for {node.name}: want at least 1 got 0")
        evaluates = [self._argument(argument, "any") for argument in arguments]
        decides = node.name == "or"

        def run(frame: Frame, dot: Value, final: Value) -> Value:
            value: Value = None
            for evaluate in evaluates:
                value = evaluate(frame, dot)
                if is_true(value) is decides:
                    return value
            return final if has_final else value

        return run

    def _member_call(self, node: Node, arguments: tuple[Node, ...], has_final: bool) -> Stage:
        """A method with arguments; anything else that is given arguments is a mistake."""
        if not isinstance(node, Field | Variable | Chain) or not _members(node):
            return self._failing(node.position, f"can't give argument to non-function {written(node)}", "a function")
        *path, name = _members(node)
        receiver = self._receiver(node)
        evaluates = [self._argument(argument, "any") for argument in arguments]

        def call(frame: Frame, dot: Value, final: Value) -> Value:
            value = self._caller.walk(frame, receiver(frame, dot), tuple(path), node.position)
            values = [evaluate(frame, dot) for evaluate in evaluates] + ([final] if has_final else [])
            return self._caller.call_member(frame, value, name, values, node.position)

        return call

    def _receiver(self, node: Field | Variable | Chain) -> Evaluate:
        match node:
            case Field():
                return lambda _, dot: dot
            case Variable():
                return lambda frame, _: frame.variables[node.slot]
            case Chain():
                return self.operand(node.operand)


def _is_plain(command: Command) -> bool:
    return len(command.arguments) == 1 and not isinstance(command.arguments[0], Function | Nil)


def _members(node: Field | Variable | Chain) -> tuple[str, ...]:
    return node.names if isinstance(node, Field) else node.fields
