"""sprig's regular expressions. A pattern that cannot be read is an error; in `regexMatch` alone it matches nothing."""

from __future__ import annotations

import re

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, StringList
from wgtui.templates.regexp.matcher import Pattern, Slots, compiled

TABLE = FunctionTable()

_REFERENCE = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))", re.ASCII)
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$])")


def _program(context: Context, pattern: str) -> Pattern:
    program = compiled(pattern)
    context.budget.step(program.size)
    return program


@TABLE.add("mustRegexMatch", "string string", context=True)
def must_match(context: Context, pattern: str, text: str) -> bool:
    return _program(context, pattern).find(text, 0, context.budget) is not None


@TABLE.add("regexMatch", "string string", context=True)
def match(context: Context, pattern: str, text: str) -> bool:
    try:
        return must_match(context, pattern, text)
    except CallError:
        return False


@TABLE.add("regexFind mustRegexFind", "string string", context=True)
def find(context: Context, pattern: str, text: str) -> str:
    slots = _program(context, pattern).find(text, 0, context.budget)
    return text[slots[0] : slots[1]] if slots else ""


@TABLE.add("regexFindAll mustRegexFindAll", "string string int", context=True)
def find_all(context: Context, pattern: str, text: str, limit: int) -> StringList:
    matches = _program(context, pattern).find_all(text, context.budget, limit)
    return StringList(text[slots[0] : slots[1]] for slots in matches)


@TABLE.add("regexReplaceAll mustRegexReplaceAll", "string string string", context=True)
def replace_all(context: Context, pattern: str, text: str, replacement: str) -> str:
    """`$1`, `${1}` and `${name}` in the replacement stand for groups."""
    program = _program(context, pattern)

    def expanded(slots: Slots) -> str:
        return _REFERENCE.sub(lambda reference: _group(program, text, slots, reference), replacement)

    pieces, at = [], 0
    for slots in program.find_all(text, context.budget):
        pieces += [text[at : slots[0]], expanded(slots)]
        context.budget.reserve(len(pieces[-1]))
        at = slots[1]
    return "".join([*pieces, text[at:]])


def _group(program: Pattern, text: str, slots: Slots, reference: re.Match[str]) -> str:
    if reference.group(1):
        return "$"
    name = reference.group(2) or reference.group(3)
    indexes = [int(name)] if name.isdigit() and len(name) < 5 else program.names.get(name, [])
    for index in indexes:
        if index <= program.groups and slots[2 * index + 1] >= 0:
            return text[slots[2 * index] : slots[2 * index + 1]]
    return ""


@TABLE.add("regexReplaceAllLiteral mustRegexReplaceAllLiteral", "string string string", context=True)
def replace_all_literal(context: Context, pattern: str, text: str, replacement: str) -> str:
    pieces, at = [], 0
    for slots in _program(context, pattern).find_all(text, context.budget):
        pieces += [text[at : slots[0]], replacement]
        context.budget.reserve(len(replacement))
        at = slots[1]
    return "".join([*pieces, text[at:]])


@TABLE.add("regexSplit mustRegexSplit", "string string int", context=True)
def split(context: Context, pattern: str, text: str, limit: int) -> StringList:
    """At most `limit` pieces; all for a negative one, none for 0."""
    program = _program(context, pattern)
    if limit == 0:
        return StringList()
    if pattern and not text:
        return StringList([""])
    pieces: list[str] = []
    begin = end = 0
    for slots in program.find_all(text, context.budget):
        if limit > 0 and len(pieces) == limit - 1:
            break
        end = slots[0]
        if slots[1] != 0:
            pieces.append(text[begin:end])
        begin = slots[1]
    if end != len(text):
        pieces.append(text[begin:])
    return StringList(pieces)


@TABLE.add("regexQuoteMeta", "string", slow=True)
def quote_meta(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
