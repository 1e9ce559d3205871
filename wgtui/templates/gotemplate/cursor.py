"""Where the parser stands among its tokens, and how it complains: in the words of Go, which people search for."""

from __future__ import annotations

from typing import NoReturn

from wgtui.errors import TemplateError
from wgtui.templates.gotemplate.formatting import quoted
from wgtui.templates.gotemplate.lexer import Kind, Lexer, Token
from wgtui.templates.places import located

_LONGEST_SHOWN = 10


def shown(token: Token) -> str:
    """A token as Go's messages write it."""
    if token.kind is Kind.END:
        return "EOF"
    if token.kind in (Kind.KEYWORD, Kind.DOT):
        return f"<{token.text}>"
    if len(token.text) > _LONGEST_SHOWN:
        return quoted(token.text[:_LONGEST_SHOWN]) + "..."
    return quoted(token.text)


class Cursor:
    def __init__(self, source: str, left: str, right: str) -> None:
        self.source = source
        self._tokens = Lexer(source, left, right).tokens()
        self._at = 0

    def next(self) -> Token:
        token = self._tokens[self._at]
        if self._at < len(self._tokens) - 1:
            self._at += 1
        return token

    def back(self) -> None:
        self._at -= 1

    def peek(self) -> Token:
        return self._tokens[self._at]

    def peek_word(self) -> Token:
        """The next token that is not a space, not consumed."""
        while self._tokens[self._at].kind is Kind.SPACE:
            self._at += 1
        return self._tokens[self._at]

    def next_word(self) -> Token:
        self.peek_word()
        return self.next()

    def mark(self) -> int:
        return self._at

    def return_to(self, mark: int) -> None:
        self._at = mark

    def expect(self, kind: Kind, context: str) -> Token:
        token = self.next_word()
        if token.kind is not kind:
            self.unexpected(token, context)
        return token

    def fail(self, message: str, position: int, expected: str = "", detail: str = "") -> NoReturn:
        raise located(TemplateError(message, detail, expected=expected), self.source, position)

    def unexpected(self, token: Token, context: str) -> NoReturn:
        if token.kind is Kind.ERROR:
            self.fail(token.text, token.position)
        self.fail(f"unexpected {shown(token)} in {context}", token.position)

    def line_of(self, position: int) -> int:
        return self.source.count("\n", 0, position) + 1


def is_keyword(token: Token, *words: str) -> bool:
    return token.kind is Kind.KEYWORD and token.text in words
