"""Everything a Go template may call: the language's own functions and sprig's, without those that reach outside."""

from __future__ import annotations

from wgtui.templates.gotemplate import builtins, comparison
from wgtui.templates.gotemplate.functions import Function
from wgtui.templates.sprig import (
    arithmetic,
    certificates,
    ciphers,
    dates,
    dicts,
    encoding,
    json_text,
    lists,
    logic,
    randoms,
    regexes,
    strings,
    urls,
    versions,
    words,
)
from wgtui.templates.sprig.absent import ABSENT

FAMILIES = (
    builtins, comparison, arithmetic, certificates, ciphers, dates, dicts, encoding, json_text, lists, logic, randoms,
    regexes, strings, urls, versions, words,
)  # fmt: skip
FUNCTIONS: dict[str, Function] = {
    name: function for family in FAMILIES for name, function in family.TABLE.functions.items()
}

__all__ = ["ABSENT", "FUNCTIONS"]
