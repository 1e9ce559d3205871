"""sprig's random functions, drawn from the seed of the draft: the same in the preview and in the pull request."""

from __future__ import annotations

import base64
import string
import uuid

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError

TABLE = FunctionTable()

_PRINTABLE = "".join(map(chr, range(32, 127)))


def _drawn(context: Context, count: int, letters: str) -> str:
    if count < 0:
        return ""
    context.budget.reserve(16 * count)
    chosen = []
    for _ in range(count):
        context.budget.step()
        chosen.append(letters[context.chance.below(len(letters))])
    return "".join(chosen)


@TABLE.add("randAlphaNum", "int", context=True)
def rand_alpha_num(context: Context, count: int) -> str:
    return _drawn(context, count, string.ascii_letters + string.digits)


@TABLE.add("randAlpha", "int", context=True)
def rand_alpha(context: Context, count: int) -> str:
    return _drawn(context, count, string.ascii_letters)


@TABLE.add("randNumeric", "int", context=True)
def rand_numeric(context: Context, count: int) -> str:
    return _drawn(context, count, string.digits)


@TABLE.add("randAscii", "int", context=True)
def rand_ascii(context: Context, count: int) -> str:
    return _drawn(context, count, _PRINTABLE)


@TABLE.add("randInt", "int int", context=True)
def rand_int(context: Context, least: int, limit: int) -> int:
    if limit <= least:
        raise CallError("the second number must be larger than the first")
    return least + context.chance.below(limit - least)


@TABLE.add("randBytes", "int", context=True)
def rand_bytes(context: Context, count: int) -> str:
    if count < 0:
        raise CallError("negative count")
    context.budget.reserve(4 * count)
    return base64.b64encode(context.chance.take(count)).decode()


@TABLE.add("uuidv4", "", context=True)
def uuidv4(context: Context) -> str:
    return str(uuid.UUID(bytes=context.chance.take(16), version=4))


@TABLE.add("shuffle", "string", context=True)
def shuffle(context: Context, text: str) -> str:
    letters = list(text)
    for at in range(len(letters) - 1, 0, -1):
        context.budget.step()
        other = context.chance.below(at + 1)
        letters[at], letters[other] = letters[other], letters[at]
    return "".join(letters)
