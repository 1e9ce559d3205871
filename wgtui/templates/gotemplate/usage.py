"""Which parameters a Go template uses: `.params.NAME`, wherever it stands and however it is reached."""

from __future__ import annotations

from enum import Enum

from wgtui.templates.gotemplate.nodes import (
    Action,
    Call,
    Chain,
    Command,
    Constant,
    Dot,
    Field,
    Function,
    If,
    Node,
    Nodes,
    Pipe,
    Range,
    Statement,
    Tree,
    Variable,
    With,
)

PARAMETERS = "params"
_LOOKUPS = ("index", "get", "hasKey")


class _Is(Enum):
    """What a value is known to be."""

    DATA = "all data"
    PARAMETERS = "the map of parameters"
    OTHER = "anything else"


def parameters_of(tree: Tree) -> tuple[str, ...]:
    """In order of appearance. What a name is computed for (`index .params (print "A" "B")`) cannot be known."""
    walk = _Walk(tree)
    walk.template(tree.main.name, _Is.DATA)
    return tuple(walk.found)


class _Walk:
    """Follows what `.` and variables stand for. A template called with different data is read once for each."""

    def __init__(self, tree: Tree) -> None:
        self.found: dict[str, None] = {}
        self._tree = tree
        self._seen: set[tuple[str, _Is]] = set()
        self._variables: dict[int, _Is] = {}

    def template(self, name: str, dot: _Is) -> None:
        definition = self._tree.definitions.get(name)
        if definition is None or (name, dot) in self._seen:
            return
        self._seen.add((name, dot))
        outer, self._variables = self._variables, {0: dot}
        self._body(definition.body, dot)
        self._variables = outer

    def _body(self, body: Nodes | None, dot: _Is) -> None:
        for statement in body or ():
            self._statement(statement, dot)

    def _statement(self, statement: Statement, dot: _Is) -> None:
        match statement:
            case Action():
                self._pipe(statement.pipe, dot)
            case If():
                self._branch(statement, dot, dot)
            case With():
                self._branch(statement, dot, self._pipe(statement.pipe, dot))
            case Range():
                self._branch(statement, dot, _Is.OTHER)
            case Call():
                self.template(statement.name, self._pipe(statement.pipe, dot) if statement.pipe else _Is.OTHER)

    def _branch(self, statement: If | With | Range, dot: _Is, inner: _Is) -> None:
        self._pipe(statement.pipe, dot)
        self._body(statement.body, inner)
        self._body(statement.otherwise, dot)

    def _pipe(self, pipe: Pipe, dot: _Is) -> _Is:
        value = _Is.OTHER
        for command in pipe.commands:
            value = self._command(command, dot)
        if len(pipe.commands) > 1:
            value = _Is.OTHER
        for variable in pipe.variables:
            self._variables[variable.slot] = value
        return value

    def _command(self, command: Command, dot: _Is) -> _Is:
        values = [self._node(argument, dot) for argument in command.arguments]
        match command.arguments:
            case [Function(name=name), _, Constant(value=str(key)), *_] if name in _LOOKUPS:
                return self._below(values[1], (key,))
        return values[0] if len(values) == 1 else _Is.OTHER

    def _node(self, node: Node, dot: _Is) -> _Is:
        match node:
            case Dot():
                return dot
            case Field():
                return self._below(dot, node.names)
            case Variable():
                return self._below(self._variables.get(node.slot, _Is.OTHER), node.fields)
            case Chain():
                return self._below(self._node(node.operand, dot), node.fields)
            case Pipe():
                return self._pipe(node, dot)
        return _Is.OTHER

    def _below(self, value: _Is, names: tuple[str, ...]) -> _Is:
        if value is _Is.DATA and names[:1] == (PARAMETERS,):
            value, names = _Is.PARAMETERS, names[1:]
        if names and value is _Is.PARAMETERS:
            self.found[names[0]] = None
        return _Is.OTHER if names else value
