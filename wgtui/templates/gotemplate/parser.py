"""Tokens → tree, by the grammar of `text/template`."""

from __future__ import annotations

from collections.abc import Container, Mapping

from wgtui.errors import TemplateError
from wgtui.templates.gotemplate.cursor import Cursor, is_keyword
from wgtui.templates.gotemplate.lexer import Kind, Token
from wgtui.templates.gotemplate.nodes import (
    Action,
    Break,
    Call,
    Command,
    Continue,
    Definition,
    Field,
    If,
    Nodes,
    Pipe,
    Range,
    Statement,
    Text,
    Tree,
    With,
)
from wgtui.templates.gotemplate.pipelines import MAX_NESTING, PipelineParser
from wgtui.templates.gotemplate.scope import Scope

MAX_TEXT = 4 * 1024 * 1024
_CLAUSE = "block clause"


def parse(
    text: str,
    functions: Container[str],
    left: str = "{{",
    right: str = "}}",
    absent: Mapping[str, str] | None = None,
    name: str = "",
) -> Tree:
    """Read a template; raises TemplateError with line and column.

    `functions` are the names that exist; `absent` says of well-known others why they do not. `name` is what the text
    itself can be called by.
    """
    if len(text) > MAX_TEXT:
        raise TemplateError("the template is too long", f"more than {MAX_TEXT:,} characters")
    cursor = Cursor(text, left or "{{", right or "}}")
    return _Parser(cursor, PipelineParser(cursor, functions, absent or {}), name).tree()


class _Parser:
    def __init__(self, cursor: Cursor, pipelines: PipelineParser, name: str) -> None:
        self._cursor = cursor
        self._pipelines = pipelines
        self._name = name
        self._nesting = 0
        self._scope = Scope()
        self._definitions: dict[str, Definition] = {}

    def tree(self) -> Tree:
        body: list[Statement] = []
        while self._cursor.peek().kind is not Kind.END:
            if self._at_define():
                self._definition()
                continue
            statement = self._statement()
            if isinstance(statement, str):
                self._cursor.fail(f"unexpected {{{{{statement}}}}}", self._cursor.peek().position)
            body.append(statement)
        self._define(Definition(self._name, tuple(body), self._scope.slots), 0)
        return Tree(self._cursor.source, self._definitions[self._name], self._definitions)

    def _at_define(self) -> bool:
        mark = self._cursor.mark()
        if self._cursor.next().kind is Kind.LEFT and is_keyword(self._cursor.next_word(), "define"):
            return True
        self._cursor.return_to(mark)
        return False

    def _definition(self) -> None:
        token = self._cursor.next_word()
        name = self._template_name(token, "define clause")
        self._cursor.expect(Kind.RIGHT, "define clause")
        self._separate_body(name, token, "define")

    def _separate_body(self, name: str, token: Token, word: str) -> None:
        """The body of define or block: a template of its own, which sees no variable of this one."""
        outer, self._scope = self._scope, Scope()
        body, ended_by = self._list(word, token.position)
        if ended_by != "end":
            self._cursor.fail(f"unexpected {{{{else}}}} in {word} clause", self._cursor.peek().position, "{{end}}")
        self._define(Definition(name, body, self._scope.slots), token.position)
        self._scope = outer

    def _define(self, definition: Definition, position: int) -> None:
        known = self._definitions.get(definition.name)
        if known is None or _is_empty(known.body):
            self._definitions[definition.name] = definition
        elif not _is_empty(definition.body):
            self._cursor.fail(f'multiple definition of template "{definition.name}"', position)

    def _list(self, word: str, position: int) -> tuple[Nodes, str]:
        """Statements up to `{{end}}` or `{{else}}`, and which of them it was."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self._cursor.fail("blocks are nested too deeply", position, f"at most {MAX_NESTING} levels")
        statements: list[Statement] = []
        while self._cursor.peek_word().kind is not Kind.END:
            statement = self._statement()
            if isinstance(statement, str):
                self._nesting -= 1
                return tuple(statements), statement
            statements.append(statement)
        opened = f"{{{{{word}}}}} of line {self._cursor.line_of(position)}"
        self._cursor.fail("unexpected EOF", self._cursor.peek().position, f"{{{{end}}}} for the {opened}")

    def _statement(self) -> Statement | str:
        """One statement, or the word `end` or `else`."""
        token = self._cursor.next_word()
        if token.kind is Kind.TEXT:
            return Text(token.position, token.text)
        if token.kind is Kind.PATH:
            field = Field(token.position, tuple(token.text[1:].split(".")))
            return Action(token.position, Pipe(token.position, (Command(token.position, (field,)),)))
        if token.kind is not Kind.LEFT:
            self._cursor.unexpected(token, "input")
        word = self._cursor.peek_word()
        if word.kind is Kind.KEYWORD and word.text != "nil":
            self._cursor.next()
            return self._keyword(word)
        return Action(word.position, self._pipeline("command"))

    def _pipeline(self, context: str) -> Pipe:
        return self._pipelines.pipeline(context, self._scope)

    def _keyword(self, token: Token) -> Statement | str:
        match token.text:
            case "if":
                return If(token.position, *self._control(token))
            case "with":
                return With(token.position, *self._control(token))
            case "range":
                return Range(token.position, *self._control(token))
            case "end":
                self._cursor.expect(Kind.RIGHT, "end")
                return "end"
            case "else":
                return self._else()
            case "break" | "continue":
                return self._loop_word(token)
            case "template":
                return self._call(token)
            case "block":
                return self._block(token)
        return self._cursor.fail(
            "unexpected <define> in command", token.position, "it at the top level of the template"
        )

    def _else(self) -> str:
        if not is_keyword(self._cursor.peek_word(), "if", "with"):
            self._cursor.expect(Kind.RIGHT, "else")
        return "else"

    def _loop_word(self, token: Token) -> Statement:
        word = f"{{{{{token.text}}}}}"
        self._cursor.expect(Kind.RIGHT, word)
        if not self._scope.loops:
            self._cursor.fail(f"{word} outside {{{{range}}}}", token.position)
        return Break(token.position) if token.text == "break" else Continue(token.position)

    def _control(self, token: Token) -> tuple[Pipe, Nodes, Nodes | None]:
        visible = len(self._scope.visible)
        is_range = token.text == "range"
        pipe = self._pipeline(token.text)
        self._scope.loops += is_range
        body, ended_by = self._list(token.text, token.position)
        self._scope.loops -= is_range
        otherwise = self._otherwise(token) if ended_by == "else" else None
        del self._scope.visible[visible:]
        return pipe, body, otherwise

    def _otherwise(self, opened: Token) -> Nodes:
        token = self._cursor.peek()
        if opened.text in ("if", "with") and is_keyword(token, opened.text):
            return (self._chained(token),)
        otherwise, ended_by = self._list(opened.text, opened.position)
        if ended_by != "end":
            self._cursor.fail("expected end; found {{else}}", self._cursor.peek().position)
        return otherwise

    def _chained(self, token: Token) -> Statement:
        """`else if`, `else with`: as if nested, with the one `{{end}}` shared."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            self._cursor.fail("too many branches", token.position, f"at most {MAX_NESTING}")
        self._cursor.next()
        statement = (If if token.text == "if" else With)(token.position, *self._control(token))
        self._nesting -= 1
        return statement

    def _call(self, token: Token) -> Call:
        name = self._template_name(self._cursor.next_word(), "template clause")
        if self._cursor.peek_word().kind is Kind.RIGHT:
            self._cursor.next()
            return Call(token.position, name, None)
        return Call(token.position, name, self._pipeline("template clause"))

    def _block(self, token: Token) -> Call:
        name = self._template_name(self._cursor.next_word(), _CLAUSE)
        pipe = self._pipeline(_CLAUSE)
        self._separate_body(name, token, "block")
        return Call(token.position, name, pipe)

    def _template_name(self, token: Token, context: str) -> str:
        if token.kind not in (Kind.STRING, Kind.RAW):
            self._cursor.unexpected(token, context)
        return self._pipelines.string(token)


def _is_empty(body: Nodes) -> bool:
    return all(isinstance(statement, Text) and not statement.text.strip() for statement in body)
