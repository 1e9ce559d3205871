"""Running templates: their frames, members of values, and calls, with what is wrong placed in the text."""

from __future__ import annotations

from typing import NoReturn

from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import Function as Callee
from wgtui.templates.gotemplate.functions import checked
from wgtui.templates.gotemplate.values import CallError, Struct, Value, type_name
from wgtui.templates.places import located

_SIZE_OF_AN_ELEMENT = 16
_SIZE_THAT_COUNTS = 256


class Frame:
    """One running template: its variables by slot, and what it shares with those that called it."""

    __slots__ = ("budget", "context", "depth", "out", "variables")

    def __init__(self, variables: list[Value], out: list[str], context: Context, depth: int) -> None:
        self.variables = variables
        self.out = out
        self.context = context
        self.budget: Budget = context.budget
        self.depth = depth


class Caller:
    """`source` is the text of the template, for places in errors."""

    def __init__(self, source: str) -> None:
        self._source = source

    def fail(self, position: int, message: str, expected: str = "") -> NoReturn:
        raise located(TemplateError(message, expected=expected), self._source, position)

    def walk(self, frame: Frame, value: Value, names: tuple[str, ...], position: int) -> Value:
        """Follow `.A.B.C`; a key that is not there is nil, and so is everything below it."""
        for at, name in enumerate(names):
            if value is None:
                return None
            if isinstance(value, dict):
                is_set = name in value
                value = value.get(name)
                if is_set and value is None and at + 1 < len(names):
                    self.fail(position, f"nil pointer evaluating interface {{}}.{names[at + 1]}")
            else:
                value = self.member(frame, value, name, position)
        return value

    def member(self, frame: Frame, value: Value, name: str, position: int) -> Value:
        member = self.find_member(value, name, position)
        if isinstance(member, Callee):
            return self.invoke(frame, member, [], name, position)
        return member

    def find_member(self, value: Value, name: str, position: int) -> Value:
        if isinstance(value, Struct):
            try:
                return value.member(name)
            except KeyError:
                pass
        return self.fail(position, f"can't evaluate field {name} in type {type_name(value)}", "a map")

    def check(self, value: Value, parameter: str, position: int) -> Value:
        try:
            return checked(value, parameter)
        except CallError as error:
            self.fail(position, str(error))

    def invoke(self, frame: Frame, callee: Callee, values: list[Value], name: str, position: int) -> Value:
        """Call, with what the call takes and makes counted and what it refuses placed."""
        try:
            _charge(frame.budget, callee, values)
            value = callee.call(frame.context, *values) if callee.contextual else callee.call(*values)
        except CallError as error:
            self.fail(position, f"error calling {name}: {error}")
        except TemplateError as error:
            raise located(error, self._source, position) from None
        if isinstance(value, str | list | dict):
            frame.budget.reserve(_size(value))
        return value

    def call_member(self, frame: Frame, value: Value, name: str, values: list[Value], position: int) -> Value:
        member = self.find_member(value, name, position) if isinstance(value, Struct) else None
        if value is None:
            return None
        if not isinstance(member, Callee):
            self.fail(position, f"{name} is not a method but has arguments")
        wrong = member.wrong_count(len(values))
        if wrong:
            self.fail(position, f"wrong number of args for {name}: {wrong}")
        typed = [self.check(argument, member.parameter(at), position) for at, argument in enumerate(values)]
        return self.invoke(frame, member, typed, name, position)


def _size(value: str | list[Value] | dict[str, Value]) -> int:
    return len(value) if type(value) is str else _SIZE_OF_AN_ELEMENT * len(value)


def _charge(budget: Budget, callee: Callee, values: list[Value]) -> None:
    """A step, and what the arguments are large by: before the call, which may copy them all."""
    size = 0
    for value in values:
        if isinstance(value, str | list | dict):
            size += _size(value)
    budget.step(1 + size if callee.slow else 1)
    if size > _SIZE_THAT_COUNTS:
        budget.reserve(size)
