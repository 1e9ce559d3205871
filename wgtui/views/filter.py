"""The filter language of every list, typed at `/` and given to `--filter`.

    prod eu                 both words, anywhere in what the row shows, in any case
    !dev                    not this word
    "two words"             as they stand
    status=failed,degraded  one of; != none of
    ns=team-*               globs; = compares the whole, ~ is a regular expression: name~^team-[ab]
    age<2h age>=3d          times
    apps<10 cp=3/3 cp<all   counts: the ready ones, both, ready against wanted
    version<1.30            versions, as exact as typed
    -l env=prod,tier!=dev   labels, with in, notin, exists and !
    ~time.*out              a regular expression over the whole row

All terms must hold; `!` before any of them means the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Generic, Protocol, TypeVar

from wgtui.errors import FilterError
from wgtui.views.fields import AgeField, Comparison, Fields, TestAt, known_names
from wgtui.views.patterns import compiled
from wgtui.views.safe import printable
from wgtui.views.selectors import read_selector

R = TypeVar("R")

PATTERN_BUDGET = 0.25
"""Seconds that one regular expression may take over all rows."""

_TEXT_KEPT = 600
_TERM = re.compile(r"([A-Za-z][A-Za-z-]*)(!=|!~|==|<=|>=|=|<|>|~)")
_LABELS = re.compile(r"-l(?=[\s\"']|$)\s*")
_WORD = re.compile(r"\S+")
_QUOTES = "\"'"


class Texts(Generic[R]):
    """The searchable text of each row object, made once: frozen rows are known by their identity."""

    def __init__(self, fields: Fields[R]) -> None:
        self._fields = fields
        self._texts: dict[int, str] = {}
        # Held so that an identity is never used again while its text is known.
        self._rows: dict[int, R] = {}
        self._together: tuple[Sequence[R], list[str]] = ((), [])
        """The rows that were asked for last, whose texts are wanted again at the next letter."""

    def __len__(self) -> int:
        return len(self._texts)

    def of(self, rows: Sequence[R]) -> list[str]:
        together, found = self._together
        if rows is not together:
            found = self._of(rows)
            if isinstance(rows, tuple):  # A list might be another one by the next time.
                self._together = rows, found
        return found

    def _of(self, rows: Sequence[R]) -> list[str]:
        texts = self._texts
        try:
            return [texts[identity] for identity in map(id, rows)]
        except KeyError:
            for row in rows:
                if id(row) not in texts:
                    self._remember(row)
            return [texts[id(row)] for row in rows]

    def trim(self, rows: Sequence[R]) -> None:
        """Forgets rows that are no longer shown, once they outnumber the others."""
        if len(self._rows) > 2 * len(rows) + 1024:
            kept = {id(row): row for row in rows}
            self._texts = {identity: text for identity, text in self._texts.items() if identity in kept}
            self._rows = {identity: kept[identity] for identity in self._texts}

    def _remember(self, row: R) -> None:
        text = "\n".join(self._fields.text(row))
        if len(text) > _TEXT_KEPT or not text.replace("\n", "").isprintable():
            text = "\n".join(printable(part, _TEXT_KEPT) for part in self._fields.text(row) if part)
        self._texts[id(row)] = text.casefold()
        self._rows[id(row)] = row


class Term(Protocol[R]):
    """`narrow` keeps the rows for which the term holds."""

    def narrow(self, rows: Sequence[R], texts: Texts[R], now: datetime, /) -> list[R]: ...


@dataclass(frozen=True, slots=True)
class Filter(Generic[R]):
    """What was typed, understood. `problem` is what a lenient reading left out."""

    terms: tuple[Term[R], ...]
    texts: Texts[R]
    problem: FilterError | None = None

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def ages(self) -> bool:
        """Whether rows come and go as time passes."""
        return any(isinstance(term, _FieldTerm) and term.ages for term in self.terms)

    def select(self, rows: Sequence[R], now: datetime) -> list[R]:
        """The rows that match, in their order; raises FilterError where a regular expression takes too long."""
        self.texts.trim(rows)
        return list(self._narrowed(rows, now))

    def matches(self, row: R, now: datetime) -> bool:
        return bool(self._narrowed((row,), now))

    def _narrowed(self, rows: Sequence[R], now: datetime) -> Sequence[R]:
        for term in self.terms:
            rows = term.narrow(rows, self.texts, now)
        return rows


def parse(text: str, fields: Fields[R], *, lenient: bool = False, texts: Texts[R] | None = None) -> Filter[R]:
    """Raises FilterError, with the position and what was expected there.

    `lenient` is for reading while somebody types: it never raises, leaves out what cannot be understood (`problem`),
    and takes the unfinished last value for the beginning of one. `texts` keeps what was prepared between two keys.
    """
    terms: list[Term[R]] = []
    problem: FilterError | None = None
    position = _skip(text, 0)
    while position < len(text):
        try:
            term, end = _term(text, position, fields, lenient)
            terms.append(term)
        except FilterError as error:
            if not lenient:
                raise
            problem = problem or error
            # What follows -l cannot be told from a selector: it is left out as a whole.
            end = len(text) if _LABELS.match(text, position + (text[position] == "!")) else _past(text, position)
        position = _skip(text, max(end, position + 1))
    return Filter(tuple(terms), Texts(fields) if texts is None else texts, problem)


@dataclass(frozen=True, slots=True)
class _WordTerm(Generic[R]):
    """`pieces` must occur in this order: a word cut at its stars."""

    pieces: tuple[str, ...]
    wanted: bool

    def narrow(self, rows: Sequence[R], texts: Texts[R], _now: datetime) -> list[R]:
        found = zip(rows, texts.of(rows), strict=True)
        if len(self.pieces) > 1:
            return [row for row, text in found if _in_order(self.pieces, text) is self.wanted]
        (word,) = self.pieces
        if self.wanted:
            return [row for row, text in found if word in text]
        return [row for row, text in found if word not in text]


@dataclass(frozen=True, slots=True)
class _PatternTerm(Generic[R]):
    pattern: re.Pattern[str]
    wanted: bool
    position: int

    def narrow(self, rows: Sequence[R], texts: Texts[R], _now: datetime) -> list[R]:
        search, deadline = self.pattern.search, perf_counter() + PATTERN_BUDGET
        kept: list[R] = []
        for index, (row, text) in enumerate(zip(rows, texts.of(rows), strict=True)):
            if (search(text) is not None) is self.wanted:
                kept.append(row)
            if index % 32 == 0 and perf_counter() > deadline:
                raise FilterError("pattern takes too long", "make it simpler, or use plain words", self.position)
        return kept


@dataclass(frozen=True, slots=True)
class _FieldTerm(Generic[R]):
    test: TestAt[R]
    wanted: bool
    ages: bool = False

    def narrow(self, rows: Sequence[R], _texts: Texts[R], now: datetime) -> list[R]:
        test = self.test(now)
        if self.wanted:
            return [row for row in rows if test(row)]
        return [row for row in rows if not test(row)]


def _in_order(pieces: Iterable[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _term(text: str, position: int, fields: Fields[R], lenient: bool) -> tuple[Term[R], int]:
    start, wanted = position, True
    if text[position] == "!":
        position, wanted = position + 1, False
        if position == len(text) or text[position].isspace():
            raise FilterError("! stands alone", "expected a term right after it, as in !dev", start)
    if labels := _LABELS.match(text, position):
        return _label_term(text, labels.end(), fields, wanted, lenient)
    if text[position] == "~":
        pattern, end = _value(text, position + 1, lenient)
        if not pattern:
            raise FilterError("~ lacks a pattern", "expected a regular expression, as in ~time.*out", position)
        return _PatternTerm(compiled(pattern, position), wanted, position), end
    if comparison := _TERM.match(text, position):
        return _field_term(text, comparison, fields, wanted, lenient)
    return _word_term(text, position, wanted, lenient)


def _word_term(text: str, position: int, wanted: bool, lenient: bool) -> tuple[Term[R], int]:
    if text[position] in _QUOTES:
        phrase, end = _value(text, position, lenient)
        return _WordTerm((phrase.casefold(),), wanted), end
    end = _past(text, position)
    word = text[position:end].casefold()
    if lenient and word == "-" and end == len(text):
        raise FilterError("- stands alone", "expected -l and a label selector", position)
    pieces = tuple(piece for piece in word.split("*") if piece)
    return _WordTerm(pieces or ("",), wanted), end


def _label_term(text: str, position: int, fields: Fields[R], wanted: bool, lenient: bool) -> tuple[Term[R], int]:
    get = fields.labels
    if get is None:
        raise FilterError("these rows have no labels", "leave -l away", position)
    if position == len(text):
        raise FilterError("-l lacks a label selector", "expected one such as -l env=prod,tier!=dev", position)
    quote = text[position] if text[position] in _QUOTES else ""
    closing = text.find(quote, position + 1) if quote else -1
    if closing >= 0:
        selector, end = read_selector(text[:closing], position + 1)
        end = closing + 1
    else:
        selector, end = read_selector(text, position + len(quote))
    if not selector.requirements:
        raise FilterError("-l lacks a label selector", "expected one such as -l env=prod,tier!=dev", position)
    if lenient and text[end:].strip() in ("in", "notin"):
        end = len(text)
    matches = selector.test()
    return _FieldTerm(lambda _: lambda row: matches(get(row)), wanted), end


def _field_term(text: str, found: re.Match[str], fields: Fields[R], wanted: bool, lenient: bool) -> tuple[Term[R], int]:
    name, operator = found.groups()
    field = fields.find(name)
    if field is None:
        hint = f'{known_names(name.casefold(), fields.names)}; put "{found.group()}…" in quotes to look for it as text'
        raise FilterError(f"there is no field {name!r}", hint, found.start())
    value, end = _value(text, found.end(), lenient)
    comparison = Comparison(
        operator, value, _listed(text[found.end() : end]), found.start(), unfinished=lenient and end == len(text)
    )
    return _FieldTerm(field.test(comparison), wanted, isinstance(field, AgeField)), end


def _value(text: str, position: int, lenient: bool) -> tuple[str, int]:
    """Up to the next space outside quotes, quotes taken off."""
    kept: list[str] = []
    while position < len(text) and not text[position].isspace():
        if text[position] not in _QUOTES:
            kept.append(text[position])
            position += 1
            continue
        closing = text.find(text[position], position + 1)
        if closing < 0:
            if not lenient:
                raise FilterError("a quote is not closed", f"expected another {text[position]}", position)
            closing = len(text)
        kept.append(text[position + 1 : closing])
        position = closing + 1
    return "".join(kept), min(position, len(text))


def _listed(typed: str) -> tuple[str, ...]:
    """Cut at commas outside quotes; `""` is an empty value, nothing at all is none."""
    values: list[str] = []
    quoted, part, quote = False, "", ""
    for character in typed + ",":
        if quote:
            quote, part = ("", part) if character == quote else (quote, part + character)
        elif character in _QUOTES:
            quote, quoted = character, True
        elif character == ",":
            if part or quoted:
                values.append(part)
            part, quoted = "", False
        else:
            part += character
    return tuple([*values, part] if quote and part else values)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _past(text: str, position: int) -> int:
    found = _WORD.match(text, position)
    return found.end() if found else position + 1
