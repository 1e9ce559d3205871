"""What stands inside an action: declarations, commands, operands."""

from __future__ import annotations

from collections.abc import Container, Mapping

from wgtui.templates.gotemplate import literals
from wgtui.templates.gotemplate.cursor import Cursor, is_keyword
from wgtui.templates.gotemplate.formatting import quoted
from wgtui.templates.gotemplate.lexer import Kind, Token
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
)
from wgtui.templates.gotemplate.scope import Scope

MAX_NESTING = 60

_OPERANDS = frozenset(
    (
        Kind.BOOL, Kind.CHARACTER, Kind.DOT, Kind.FIELD, Kind.IDENTIFIER, Kind.NUMBER,
        Kind.RAW, Kind.STRING, Kind.VARIABLE, Kind.OPEN,
    ),
)  # fmt: skip


class PipelineParser:
    """`functions` are the names that exist; `absent` says of well-known others why they do not."""

    def __init__(self, cursor: Cursor, functions: Container[str], absent: Mapping[str, str]) -> None:
        self._cursor = cursor
        self._functions = functions
        self._absent = absent
        self._nesting = 0
        self._scope = Scope()

    def pipeline(self, context: str, scope: Scope) -> Pipe:
        """Up to the closing delimiter; what it declares is visible in `scope` afterwards."""
        self._scope = scope
        return self._pipeline(context, Kind.RIGHT)

    def string(self, token: Token) -> str:
        try:
            return literals.unquote(token.text)
        except literals.BadLiteral as error:
            self._cursor.fail(str(error), token.position)

    def _pipeline(self, context: str, end: Kind) -> Pipe:
        position = self._cursor.peek_word().position
        names, assigns = self._declarations(context)
        commands: list[Command] = []
        while True:
            token = self._cursor.next_word()
            if token.kind is end:
                break
            if token.kind not in _OPERANDS and not is_keyword(token, "nil"):
                self._cursor.unexpected(token, context)
            self._cursor.back()
            commands.append(self._command())
        self._check(commands, context, position)
        # Declared only now: in `$x := f $x` the value is that of an outer $x.
        return Pipe(position, tuple(commands), self._declare(names, assigns), assigns)

    def _check(self, commands: list[Command], context: str, position: int) -> None:
        if not commands:
            self._cursor.fail(f"missing value for {context}", position)
        for stage, command in enumerate(commands[1:], start=2):
            if isinstance(command.arguments[0], Constant | Dot | Nil):
                self._cursor.fail(f"non executable command in pipeline stage {stage}", command.position, "a function")

    def _declarations(self, context: str) -> tuple[list[Token], bool]:
        """The variables before `:=` or `=`, and whether it is `=`."""
        names: list[Token] = []
        start = self._cursor.mark()
        while self._cursor.peek_word().kind is Kind.VARIABLE:
            names.append(self._cursor.next())
            following = self._cursor.peek_word()
            if following.kind in (Kind.DECLARE, Kind.ASSIGN):
                self._cursor.next()
                return names, following.kind is Kind.ASSIGN
            if following.kind is not Kind.OTHER or following.text != ",":
                break
            self._cursor.next()
            self._check_more(names, context)
        if len(names) > 1:
            self._cursor.unexpected(self._cursor.peek(), context)
        self._cursor.return_to(start)
        return [], False

    def _check_more(self, names: list[Token], context: str) -> None:
        """After a comma: whether another variable may follow, and does."""
        if context != "range" or len(names) > 1:
            self._cursor.fail(f"too many declarations in {context}", names[-1].position)
        following = self._cursor.peek_word()
        if following.kind is not Kind.VARIABLE:
            self._cursor.fail("range can only initialize variables", following.position, "a variable after the comma")

    def _declare(self, names: list[Token], assigns: bool) -> tuple[Variable, ...]:
        variables = []
        for token in names:
            slot = self._find(token) if assigns else self._scope.declare(token.text)
            variables.append(Variable(token.position, token.text, slot))
        return tuple(variables)

    def _find(self, token: Token) -> int:
        slot = self._scope.find(token.text)
        if slot is None:
            self._cursor.fail(
                f'undefined variable "{token.text}"', token.position, "a variable declared before with :="
            )
        return slot

    def _command(self) -> Command:
        position = self._cursor.peek_word().position
        arguments: list[Node] = []
        while True:
            self._cursor.peek_word()
            operand = self._operand()
            if operand is not None:
                arguments.append(operand)
            token = self._cursor.next()
            if token.kind is Kind.SPACE:
                continue
            if token.kind in (Kind.RIGHT, Kind.CLOSE):
                self._cursor.back()
            elif token.kind is not Kind.PIPE:
                self._cursor.unexpected(token, "operand")
            break
        if not arguments:
            self._cursor.fail("empty command", position)
        return Command(position, tuple(arguments))

    def _operand(self) -> Node | None:
        node = self._term()
        if node is None or self._cursor.peek().kind is not Kind.FIELD:
            return node
        names: list[str] = []
        position = self._cursor.peek().position
        while self._cursor.peek().kind is Kind.FIELD:
            names.append(self._cursor.next().text[1:])
        return self._with_fields(node, tuple(names), position)

    def _with_fields(self, node: Node, fields: tuple[str, ...], position: int) -> Node:
        if isinstance(node, Field):
            return Field(node.position, node.names + fields)
        if isinstance(node, Variable):
            return Variable(node.position, node.name, node.slot, node.fields + fields)
        if isinstance(node, Constant | Nil | Dot):
            word = node.text if isinstance(node, Constant) else "nil" if isinstance(node, Nil) else "."
            self._cursor.fail(f"unexpected . after term {quoted(word)}", position)
        return Chain(position, node, fields)

    def _term(self) -> Node | None:
        token = self._cursor.next_word()
        match token.kind:
            case Kind.IDENTIFIER:
                return self._function(token)
            case Kind.DOT:
                return Dot(token.position)
            case Kind.VARIABLE:
                return Variable(token.position, token.text, self._find(token))
            case Kind.FIELD:
                return Field(token.position, (token.text[1:],))
            case Kind.BOOL:
                return Constant(token.position, token.text == "true", token.text)
            case Kind.CHARACTER | Kind.NUMBER:
                return self._number(token)
            case Kind.OPEN:
                return self._parenthesised(token)
            case Kind.STRING | Kind.RAW:
                return Constant(token.position, self.string(token), token.text)
            case Kind.KEYWORD if token.text == "nil":
                return Nil(token.position)
        if token.kind not in (Kind.ERROR, Kind.END):
            self._cursor.back()
        return None

    def _function(self, token: Token) -> Function:
        if token.text not in self._functions:
            why = self._absent.get(token.text, "")
            self._cursor.fail(f'function "{token.text}" not defined', token.position, detail=why)
        return Function(token.position, token.text)

    def _parenthesised(self, token: Token) -> Pipe:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self._cursor.fail("max expression depth exceeded", token.position, f"at most {MAX_NESTING} levels")
        pipe = self._pipeline("parenthesized pipeline", Kind.CLOSE)
        self._nesting -= 1
        return pipe

    def _number(self, token: Token) -> Constant:
        try:
            if token.kind is Kind.CHARACTER:
                return literals.character(token.position, token.text)
            return literals.number(token.position, token.text)
        except literals.BadLiteral as error:
            self._cursor.fail(str(error), token.position)
