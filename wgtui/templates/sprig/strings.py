"""sprig's functions for text. Positions and lengths are in bytes of UTF-8, as in Go."""

from __future__ import annotations

from wgtui.templates import letters
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.formatting import plain, quoted
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, StringList, StringMap, Value, text_from
from wgtui.templates.letters import SPACES, title_letter

TABLE = FunctionTable()

_SIZE_OF_A_PART = 160


def text_of(context: Context, value: Value) -> str:
    return value if isinstance(value, str) else plain(value, context.budget)


def texts_of(context: Context, value: Value) -> StringList:
    """A list as texts, without its nils; anything else as a list of one."""
    if value is None:
        return StringList()
    if not isinstance(value, list):
        return StringList([text_of(context, value)])
    return StringList(text_of(context, element) for element in value if element is not None)


@TABLE.add("hello", "")
def hello() -> str:
    return "Hello!"


@TABLE.add("trim", "string")
def trim(text: str) -> str:
    return text.strip(SPACES)


@TABLE.add("trimAll trimall", "string string")
def trim_all(characters: str, text: str) -> str:
    return text.strip(characters) if characters else text


@TABLE.add("trimPrefix", "string string")
def trim_prefix(prefix: str, text: str) -> str:
    return text.removeprefix(prefix)


@TABLE.add("trimSuffix", "string string")
def trim_suffix(suffix: str, text: str) -> str:
    return text.removesuffix(suffix)


@TABLE.add("upper", "string", slow=True)
def upper(text: str) -> str:
    return letters.upper(text)


@TABLE.add("lower", "string", slow=True)
def lower(text: str) -> str:
    return letters.lower(text)


@TABLE.add("title", "string", slow=True)
def title(text: str) -> str:
    before = " "
    pieces = []
    for letter in text:
        begins = not (before == "_" or before.isalnum() or (ord(before) > 127 and before not in SPACES))
        pieces.append(title_letter(letter) if begins else letter)
        before = letter
    return "".join(pieces)


@TABLE.add("trunc", "int string")
def trunc(count: int, text: str) -> str:
    data = text.encode(errors="replace")
    if count < 0 and len(data) + count > 0:
        return text_from(data[count:])
    return text_from(data[:count]) if 0 <= count < len(data) else text


@TABLE.add("substr", "int int string")
def substr(start: int, end: int, text: str) -> str:
    data = text.encode(errors="replace")
    if start < 0:
        start = 0
    elif end < 0 or end > len(data):
        end = len(data)
    if not 0 <= start <= end <= len(data):
        raise CallError(f"{start} to {end} is outside of a text of {len(data)} bytes")
    return text_from(data[start:end])


@TABLE.add("repeat", "int string", context=True)
def repeat(context: Context, count: int, text: str) -> str:
    if count < 0:
        raise CallError("negative count")
    context.budget.reserve(count * len(text))
    return text * count


@TABLE.add("contains", "string string")
def contains(part: str, text: str) -> bool:
    return part in text


@TABLE.add("hasPrefix", "string string")
def has_prefix(prefix: str, text: str) -> bool:
    return text.startswith(prefix)


@TABLE.add("hasSuffix", "string string")
def has_suffix(suffix: str, text: str) -> bool:
    return text.endswith(suffix)


@TABLE.add("quote", "any...", context=True, slow=True)
def quote(context: Context, *values: Value) -> str:
    return " ".join(quoted(text_of(context, value)) for value in values if value is not None)


@TABLE.add("squote", "any...", context=True)
def squote(context: Context, *values: Value) -> str:
    return " ".join(f"'{text_of(context, value)}'" for value in values if value is not None)


@TABLE.add("cat", "any...", context=True)
def cat(context: Context, *values: Value) -> str:
    return " ".join(text_of(context, value) for value in values if value is not None)


@TABLE.add("indent", "int string", context=True)
def indent(context: Context, count: int, text: str) -> str:
    if count < 0:
        raise CallError("negative count")
    context.budget.reserve(len(text) + count * (text.count("\n") + 1))
    padding = " " * count
    return padding + text.replace("\n", "\n" + padding)


@TABLE.add("nindent", "int string", context=True)
def nindent(context: Context, count: int, text: str) -> str:
    return "\n" + indent(context, count, text)


@TABLE.add("replace", "string string string", context=True)
def replace(context: Context, old: str, new: str, text: str) -> str:
    context.budget.reserve(len(text) + len(new) * (text.count(old) if old else len(text) + 1))
    return text.replace(old, new)


@TABLE.add("plural", "string string int")
def plural(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


@TABLE.add("toString", "any", context=True)
def to_string(context: Context, value: Value) -> str:
    return text_of(context, value)


@TABLE.add("toStrings", "any", context=True)
def to_strings(context: Context, value: Value) -> StringList:
    return texts_of(context, value)


@TABLE.add("join", "string any", context=True)
def join(context: Context, separator: str, value: Value) -> str:
    texts = texts_of(context, value)
    context.budget.reserve(len(separator) * len(texts) + sum(map(len, texts)))
    return separator.join(texts)


@TABLE.add("sortAlpha", "any", context=True)
def sort_alpha(context: Context, value: Value) -> StringList:
    texts = texts_of(context, value) if isinstance(value, list) else [text_of(context, value)]
    return StringList(sorted(texts))


def _split(context: Context, separator: str, text: str, limit: int = -1) -> list[str]:
    """Go's SplitN: a negative limit means all, zero none; an empty separator splits into characters."""
    if limit == 0:
        return []
    context.budget.reserve(_SIZE_OF_A_PART * (text.count(separator) if separator else len(text)))
    if separator:
        return text.split(separator, limit - 1 if limit > 0 else -1)
    if 0 < limit < len(text):
        return [*text[: limit - 1], text[limit - 1 :]]
    return list(text)


@TABLE.add("splitList", "string string", context=True)
def split_list(context: Context, separator: str, text: str) -> StringList:
    return StringList(_split(context, separator, text))


@TABLE.add("split", "string string", context=True)
def split(context: Context, separator: str, text: str) -> StringMap:
    return splitn(context, separator, -1, text)


@TABLE.add("splitn", "string int string", context=True)
def splitn(context: Context, separator: str, limit: int, text: str) -> StringMap:
    return StringMap({f"_{at}": part for at, part in enumerate(_split(context, separator, text, limit))})
