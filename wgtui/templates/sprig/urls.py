"""sprig's `urlParse` and `urlJoin`."""

from __future__ import annotations

import re
import urllib.parse
from typing import Any

from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, kind_name

TABLE = FunctionTable()

_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BAD_HOST = re.compile(r"[ \"<>\\^`{|}]")
_KEYS = ("scheme", "userinfo", "host", "hostname", "path", "query", "opaque", "fragment")
_PATH_SAFE = "/$&+,:;=@!*'()~-._"
_HOST_SAFE = "!$&'()*+,;=:[]<>\"~-._"


@TABLE.add("urlParse", "string", slow=True)
def url_parse(text: str) -> dict[str, Any]:
    match = _PARTS.fullmatch(text)
    if match is None or any(character < " " or character == "\x7f" for character in text) or text.startswith(":"):
        raise CallError(f"unable to parse url {text[:60]!r}")
    scheme, authority, path, query, fragment = (part or "" for part in match.groups())
    if not scheme and match.group(2) is None and ":" in path.partition("/")[0]:
        raise CallError("unable to parse url: first path segment in URL cannot contain colon")
    if _BAD_HOST.search(authority):
        raise CallError("unable to parse url: invalid character in host name")
    if _BAD_ESCAPE.search(path) or _BAD_ESCAPE.search(fragment):
        raise CallError("unable to parse url: invalid escape")
    user, _, host = authority.rpartition("@")
    opaque = path if scheme and path and not path.startswith("/") and match.group(2) is None else ""
    values = (
        scheme.lower(), user, host, _hostname(host), "" if opaque else urllib.parse.unquote(path), query, opaque,
        urllib.parse.unquote(fragment),
    )  # fmt: skip
    return dict(zip(_KEYS, values, strict=True))


def _hostname(host: str) -> str:
    bracketed = re.match(r"\[([^\]]*)\]", host)
    if bracketed:
        return bracketed.group(1)
    name, colon, port = host.rpartition(":")
    if colon and port and not port.isdigit():
        raise CallError(f"unable to parse url: invalid port {port[:20]!r}")
    return name if colon else host


@TABLE.add("urlJoin", "map", slow=True)
def url_join(parts: dict[str, Any]) -> str:
    for key in _KEYS:
        if key in parts and not isinstance(parts[key], str):
            raise CallError(f"{key} must be of type string, but {kind_name(parts[key])} found")
    scheme, user, host, _, path, query, opaque, fragment = (str(parts.get(key, "")) for key in _KEYS)
    text = f"{scheme}:" if scheme else ""
    if opaque:
        text += opaque
    else:
        if scheme or host or user:
            shown_host = urllib.parse.quote(host, safe=_HOST_SAFE)
            text += f"//{user}{'@' if user else ''}{shown_host}" if host or path or user else ""
        separator = "/" if path and path[0] != "/" and host else ""
        if not text and ":" in path.partition("/")[0]:
            separator = "./"
        text += separator + urllib.parse.quote(path, safe=_PATH_SAFE)
    text += f"?{query}" if query else ""
    return text + (f"#{urllib.parse.quote(fragment, safe=_PATH_SAFE + '?')}" if fragment else "")
