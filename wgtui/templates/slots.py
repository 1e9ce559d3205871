"""An object's YAML with gaps: only words that hold a parameter are rendered and read, the rest is text made once.

Reading and writing the whole object again gives the same text, twenty times slower; where a word comes out such that it
could change the structure around it, that is what has to be done (`Unfit`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wgtui.templates.budget import Budget
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.language import Language, Text, Values
from wgtui.templates.manifest.scalars import meaning
from wgtui.templates.manifest.writing import Writer, is_plain, is_printable, scalar

Read = Callable[[str], Text]


class Unfit(Exception):
    """The text is not made of lines that can be rendered one by one."""


@dataclass(slots=True)
class Slot:
    """`head` is what stands before the word, `value` how the rendered word becomes the one that is written."""

    head: str
    text: Text
    indent: str
    value: Callable[[str], Any]

    def line(self, values: Values, context: Context) -> str:
        """Raises Unfit."""
        written = scalar(self.value(self.text.render(values, context)), self.indent)
        return f"{self.head} {written}\n" if self.head else written + "\n"


Piece = str | Slot


class SlotWriter(Writer):
    """Raises Unfit for a parameter in a key, and for words whose escapes hide what is a parameter."""

    def __init__(self, budget: Budget, language: Language, read: Read) -> None:
        super().__init__(budget)
        self._language = language
        self._marker = language.marker
        self._read = read
        self.slots: dict[int, Slot] = {}

    def entry(self, key: str, value: Any, indent: str) -> None:
        if self._marker in key:
            raise Unfit
        super().entry(key, value, indent)

    def leaf(self, head: str, value: Any, indent: str) -> None:
        if isinstance(value, str) and self._marker in value:
            make = self._make(value, scalar(value, indent))
            self.slots[len(self.lines)] = Slot(head, self._read(value), indent, make)
            self.lines.append(head)
        else:
            super().leaf(head, value, indent)

    def _make(self, value: str, written: str) -> Callable[[str], Any]:
        """What a rendered word is read as; by how YAML writes the one in the template."""
        if written[0] in "'\"":
            if written[1:-1] != value:
                raise Unfit
            return _quoted
        if self._language.reaches_out(value):
            raise Unfit
        return _block(written.partition("\n")[0]) if written[0] == "|" else _plain

    def join(self, head: str, at: int, indent: str) -> None:
        super().join(head, at, indent)
        if at in self.slots:
            self.slots[at].head = self.lines[at]

    def pieces(self) -> tuple[Piece, ...]:
        """Lines without a gap between them in one."""
        found: list[Piece] = []
        begin = 0
        for at, slot in self.slots.items():
            found += ["".join(self.lines[begin:at]), slot]
            begin = at + 1
        return tuple(piece for piece in (*found, "".join(self.lines[begin:])) if piece)


def _plain(rendered: str) -> Any:
    """Without quotes in the template the value decides what it is: `5` a number, `true` a boolean."""
    text = rendered.strip(" ")
    if text and not is_plain(text):
        raise Unfit
    return meaning(text)


def _quoted(rendered: str) -> str:
    if not is_printable(rendered) or any(letter in rendered for letter in "'\"\\\n"):
        raise Unfit
    return rendered


def _block(header: str) -> Callable[[str], str]:
    if header not in ("|", "|-"):
        raise Unfit

    def lines(rendered: str) -> str:
        """The end of a block is cut as its header says, whatever the template made of it."""
        first = rendered.lstrip("\n")[:1]
        if first in ("", " ") or not is_printable(rendered):
            raise Unfit
        return rendered.rstrip("\n") + ("\n" if header == "|" else "")

    return lines
