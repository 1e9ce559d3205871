"""Tokens → tree, by the grammar of `text/template`."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NoReturn

from wgtui.errors import TemplateError
from wgtui.templates.gotemplate import literals
from wgtui.templates.gotemplate.lexer import Kind, Lexer, Token
from wgtui.templates.gotemplate.nodes import (
    Action,
    Break,
    Call,
    Chain,
    Command,
    Constant,
    Continue,
    Definition,
    Dot,
    Field,
    Function,
    If,
    Nil,
    Node,
    Nodes,
    Pipe,
    Range,
    Statement,
    Text,
    Tree,
    Variable,
    With,
)
from wgtui.templates.places import located

MAX_NESTING = 60
MAX_TEXT = 4 * 1024 * 1024
MAIN = ""

_OPERANDS = frozenset(
    (
        Kind.BOOL, Kind.CHARACTER, Kind.DOT, Kind.FIELD, Kind.IDENTIFIER, Kind.NUMBER,
        Kind.RAW, Kind.STRING, Kind.VARIABLE, Kind.OPEN,
    ),
)  # fmt: skip


def parse(
    text: str, functions: Container[str], left: str = "{{", right: str = "}}", absent: Mapping[str, str] | None = None
) -> Tree:
    """Read a template; raises TemplateError with line and column.

    `functions` are the names that exist; `absent` says of well-known others why they do not.
    """
    if len(text) > MAX_TEXT:
        raise TemplateError("the template is too long", f"more than {MAX_TEXT:,} characters")
    parser = _Parser(text, functions, left or "{{", right or "}}", absent or {})
    return parser.tree()


class _Scope:
    """The variables of one template: each declaration has a slot of its own, the last of a name wins."""

    def __init__(self) -> None:
        self.visible: list[tuple[str, int]] = [("$", 0)]
        self.slots = 1
        self.loops = 0

    def declare(self, name: str) -> int:
        self.visible.append((name, self.slots))
        self.slots += 1
        return self.slots - 1

    def find(self, name: str) -> int | None:
        return next((slot for known, slot in reversed(self.visible) if known == name), None)


class _Parser:
    def __init__(self, text: str, functions: Container[str], left: str, right: str, absent: Mapping[str, str]) -> None:
        self._source = text
        self._absent = absent
        self._functions = functions
        self._tokens = Lexer(text, left, right).tokens()
        self._at = 0
        self._nesting = 0
        self._scope = _Scope()
        self._definitions: dict[str, Definition] = {}

    # reading tokens

    def _next(self) -> Token:
        token = self._tokens[self._at]
        if self._at < len(self._tokens) - 1:
            self._at += 1
        return token

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _skip_space(self) -> Token:
        """The next token that is not a space, not consumed."""
        while self._tokens[self._at].kind is Kind.SPACE:
            self._at += 1
        return self._tokens[self._at]

    def _next_word(self) -> Token:
        self._skip_space()
        return self._next()

    def _expect(self, kind: Kind, context: str) -> Token:
        token = self._next_word()
        if token.kind is not kind:
            self._unexpected(token, context)
        return token

    def _is_keyword(self, token: Token, *words: str) -> bool:
        return token.kind is Kind.KEYWORD and token.text in words

    def _fail(self, message: str, position: int, expected: str = "", detail: str = "") -> NoReturn:
        raise located(TemplateError(message, detail, expected=expected), self._source, position)

    def _unexpected(self, token: Token, context: str) -> NoReturn:
        if token.kind is Kind.ERROR:
            self._fail(token.text, token.position)
        if token.kind is Kind.END:
            self._fail(f"the template ends inside {context}", token.position, "{{end}} or a closing delimiter")
        self._fail(f"unexpected {token.text.strip() or 'space'!r} in {context}", token.position)

    # statements

    def tree(self) -> Tree:
        body: list[Statement] = []
        while self._peek().kind is not Kind.END:
            if self._at_define():
                self._definition()
                continue
            statement = self._statement()
            if isinstance(statement, str):
                self._fail(f"unexpected {{{{{statement}}}}}", self._peek().position)
            body.append(statement)
        self._define(MAIN, tuple(body), self._scope, 0)
        return Tree(self._source, self._definitions.pop(MAIN), self._definitions)

    def _at_define(self) -> bool:
        if self._peek().kind is not Kind.LEFT:
            return False
        at = self._at + 1
        while self._tokens[at].kind is Kind.SPACE:
            at += 1
        if not self._is_keyword(self._tokens[at], "define"):
            return False
        self._at = at + 1
        return True

    def _definition(self) -> None:
        token = self._next_word()
        name = self._template_name(token, "a define clause")
        self._expect(Kind.RIGHT, "a define clause")
        self._separate_body(name, token.position, "define")

    def _separate_body(self, name: str, position: int, context: str) -> None:
        """The body of define or block: a template of its own, which sees no variable of this one."""
        outer, self._scope = self._scope, _Scope()
        body, ended_by = self._list(context)
        if ended_by != "end":
            self._fail("unexpected {{else}}", self._peek().position, "{{end}}")
        self._define(name, body, self._scope, position)
        self._scope = outer

    def _define(self, name: str, body: Nodes, scope: _Scope, position: int) -> None:
        known = self._definitions.get(name)
        if known is None or _is_empty(known.body):
            self._definitions[name] = Definition(name, body, scope.slots)
        elif not _is_empty(body):
            self._fail(f'template "{name}" is defined twice', position)

    def _list(self, context: str) -> tuple[Nodes, str]:
        """Statements up to `{{end}}` or `{{else}}`, and which of them it was."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self._fail("blocks are nested too deeply", self._peek().position, f"at most {MAX_NESTING} levels")
        statements: list[Statement] = []
        while self._skip_space().kind is not Kind.END:
            statement = self._statement()
            if isinstance(statement, str):
                self._nesting -= 1
                return tuple(statements), statement
            statements.append(statement)
        self._fail(f"the template ends inside {{{{{context}}}}}", self._peek().position, "{{end}}")

    def _statement(self) -> Statement | str:
        """One statement, or the word `end` or `else`."""
        token = self._next_word()
        if token.kind is Kind.TEXT:
            return Text(token.position, token.text)
        if token.kind is not Kind.LEFT:
            self._unexpected(token, "the template")
        word = self._skip_space()
        if word.kind is Kind.KEYWORD and word.text != "nil":
            self._next()
            return self._keyword(word)
        return Action(word.position, self._pipeline("a command", Kind.RIGHT))

    def _keyword(self, token: Token) -> Statement | str:
        match token.text:
            case "if":
                return If(token.position, *self._control("if"))
            case "with":
                return With(token.position, *self._control("with"))
            case "range":
                return Range(token.position, *self._control("range"))
            case "end":
                self._expect(Kind.RIGHT, "{{end}}")
                return "end"
            case "else":
                return self._else()
            case "break" | "continue":
                return self._loop_word(token)
            case "template":
                return self._call(token)
            case "block":
                return self._block(token)
        return self._fail(f"unexpected {{{{{token.text}}}}}", token.position, "it at the top level of the template")

    def _else(self) -> str:
        if not self._is_keyword(self._skip_space(), "if", "with"):
            self._expect(Kind.RIGHT, "{{else}}")
        return "else"

    def _loop_word(self, token: Token) -> Statement:
        self._expect(Kind.RIGHT, f"{{{{{token.text}}}}}")
        if not self._scope.loops:
            self._fail(f"{{{{{token.text}}}}} outside {{{{range}}}}", token.position)
        return Break(token.position) if token.text == "break" else Continue(token.position)

    def _control(self, context: str) -> tuple[Pipe, Nodes, Nodes | None]:
        visible = len(self._scope.visible)
        pipe = self._pipeline(context, Kind.RIGHT)
        self._scope.loops += context == "range"
        body, ended_by = self._list(context)
        self._scope.loops -= context == "range"
        otherwise = self._otherwise(context) if ended_by == "else" else None
        del self._scope.visible[visible:]
        return pipe, body, otherwise

    def _otherwise(self, context: str) -> Nodes:
        token = self._peek()
        if context in ("if", "with") and self._is_keyword(token, context):
            return (self._chained(context),)
        otherwise, ended_by = self._list(context)
        if ended_by != "end":
            self._fail("a second {{else}}", self._peek().position, "{{end}}")
        return otherwise

    def _chained(self, context: str) -> Statement:
        """`else if`, `else with`: as if nested, with the one `{{end}}` shared."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self._fail("too many branches", self._peek().position, f"at most {MAX_NESTING}")
        token = self._next()
        statement = (If if context == "if" else With)(token.position, *self._control(context))
        self._nesting -= 1
        return statement

    def _call(self, token: Token) -> Call:
        name = self._template_name(self._next_word(), "a template clause")
        if self._skip_space().kind is Kind.RIGHT:
            self._next()
            return Call(token.position, name, None)
        return Call(token.position, name, self._pipeline("a template clause", Kind.RIGHT))

    def _block(self, token: Token) -> Call:
        name = self._template_name(self._next_word(), "a block clause")
        pipe = self._pipeline("a block clause", Kind.RIGHT)
        self._separate_body(name, token.position, "block")
        return Call(token.position, name, pipe)

    def _template_name(self, token: Token, context: str) -> str:
        if token.kind not in (Kind.STRING, Kind.RAW):
            self._unexpected(token, context)
        return self._string(token)

    # pipelines

    def _pipeline(self, context: str, end: Kind) -> Pipe:
        position = self._skip_space().position
        names, assigns = self._declarations(context)
        commands: list[Command] = []
        while True:
            token = self._next_word()
            if token.kind is end:
                break
            if token.kind not in _OPERANDS and not self._is_keyword(token, "nil"):
                self._unexpected(token, context)
            self._at -= 1
            commands.append(self._command())
        self._check_pipeline(commands, context, position)
        # Declared only now: in `$x := f $x` the value is that of an outer $x.
        return Pipe(position, tuple(commands), self._declare(names, assigns), assigns)

    def _check_pipeline(self, commands: list[Command], context: str, position: int) -> None:
        if not commands:
            self._fail(f"missing value for {context}", position)
        for stage, command in enumerate(commands[1:], start=2):
            if isinstance(command.arguments[0], Constant | Dot | Nil):
                self._fail(f"stage {stage} of the pipeline is not a function", command.position)

    def _declarations(self, context: str) -> tuple[list[Token], bool]:
        """The variables before `:=` or `=`, and whether it is `=`."""
        names: list[Token] = []
        start = self._at
        while self._skip_space().kind is Kind.VARIABLE:
            names.append(self._next())
            following = self._skip_space()
            if following.kind in (Kind.DECLARE, Kind.ASSIGN):
                self._next()
                return names, following.kind is Kind.ASSIGN
            if following.kind is not Kind.OTHER or following.text != ",":
                break
            self._next()
            if context != "range" or len(names) > 1:
                self._fail(f"too many declarations in {context}", names[-1].position)
            if self._skip_space().kind is not Kind.VARIABLE:
                self._fail("range can only initialize variables", self._peek().position, "a variable after the comma")
        if len(names) > 1:
            self._fail(f"unexpected {self._peek().text!r} in {context}", self._peek().position, ":= or =")
        self._at = start
        return [], False

    def _declare(self, names: list[Token], assigns: bool) -> tuple[Variable, ...]:
        variables = []
        for token in names:
            slot = self._scope.find(token.text) if assigns else None
            if assigns and slot is None:
                self._fail(f'undefined variable "{token.text}"', token.position, "a variable declared with :=")
            variables.append(Variable(token.position, token.text, self._scope.declare(token.text) if slot is None else slot))
        return tuple(variables)

    def _command(self) -> Command:
        position = self._skip_space().position
        arguments: list[Node] = []
        while True:
            self._skip_space()
            operand = self._operand()
            if operand is not None:
                arguments.append(operand)
            token = self._next()
            if token.kind is Kind.SPACE:
                continue
            if token.kind in (Kind.RIGHT, Kind.CLOSE):
                self._at -= 1
            elif token.kind is not Kind.PIPE:
                self._unexpected(token, "an operand")
            break
        if not arguments:
            self._fail("empty command", position)
        return Command(position, tuple(arguments))

    def _operand(self) -> Node | None:
        node = self._term()
        if node is None or self._peek().kind is not Kind.FIELD:
            return node
        names: list[str] = []
        position = self._peek().position
        while self._peek().kind is Kind.FIELD:
            names.append(self._next().text[1:])
        fields = tuple(names)
        if isinstance(node, Field):
            return Field(node.position, node.names + fields)
        if isinstance(node, Variable):
            return Variable(node.position, node.name, node.slot, node.fields + fields)
        if isinstance(node, Constant | Nil | Dot):
            self._fail("unexpected . after a literal", position)
        return Chain(position, node, fields)

    def _term(self) -> Node | None:
        token = self._next_word()
        match token.kind:
            case Kind.IDENTIFIER:
                return self._function(token)
            case Kind.DOT:
                return Dot(token.position)
            case Kind.VARIABLE:
                return self._variable(token)
            case Kind.FIELD:
                return Field(token.position, (token.text[1:],))
            case Kind.BOOL:
                return Constant(token.position, token.text == "true", token.text)
            case Kind.CHARACTER | Kind.NUMBER:
                return self._number(token)
            case Kind.OPEN:
                return self._parenthesised(token)
            case Kind.STRING | Kind.RAW:
                return Constant(token.position, self._string(token), token.text)
            case Kind.KEYWORD if token.text == "nil":
                return Nil(token.position)
        if token.kind not in (Kind.ERROR, Kind.END):
            self._at -= 1
        return None

    def _function(self, token: Token) -> Function:
        if token.text not in self._functions:
            self._fail(f'function "{token.text}" not defined', token.position, detail=self._absent.get(token.text, ""))
        return Function(token.position, token.text)

    def _variable(self, token: Token) -> Variable:
        slot = self._scope.find(token.text)
        if slot is None:
            self._fail(f'undefined variable "{token.text}"', token.position, "a variable declared before with :=")
        return Variable(token.position, token.text, slot)

    def _parenthesised(self, token: Token) -> Pipe:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self._fail("parentheses are nested too deeply", token.position, f"at most {MAX_NESTING} levels")
        pipe = self._pipeline("a parenthesized pipeline", Kind.CLOSE)
        self._nesting -= 1
        return pipe

    def _number(self, token: Token) -> Constant:
        try:
            if token.kind is Kind.CHARACTER:
                return literals.character(token.position, token.text)
            return literals.number(token.position, token.text)
        except literals.BadLiteral as error:
            self._fail(str(error), token.position)

    def _string(self, token: Token) -> str:
        try:
            return literals.unquote(token.text)
        except literals.BadLiteral as error:
            self._fail(str(error), token.position)


def _is_empty(body: Nodes) -> bool:
    return all(isinstance(statement, Text) and not statement.text.strip() for statement in body)
