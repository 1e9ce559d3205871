"""One object as YAML lines to read and copy: exact, harmless for a terminal, and without what is secret."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

# Everything that YAML 1.1 or 1.2 could read as something else than this very text is quoted.
_PLAIN = re.compile(r"[A-Za-z0-9_./~<>(^$*+][A-Za-z0-9_./@%+=,;()<>^$*~|&!?\[\]{}' -]*(?::[A-Za-z0-9_./@%+=,;~-]+)*\Z")
_AMBIGUOUS = re.compile(
    r"(?:~|null|true|false|yes|no|on|off|y|n|<<|=|[-+.0-9][-+.0-9:_eExXoOa-fA-F]*|[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*)\Z",
    re.IGNORECASE,
)
_PLAIN_START = frozenset("*&!|>%@`<$(^+~")
_NESTED = (dict, list)

_CREDENTIALS = re.compile(r'client-key-data"?:|^\s*(?:- )?"?(?:token|id-token|password)"?:\s*\S', re.MULTILINE)
_KUBECONFIG = re.compile(r"kind:\s*[\"']?Config\b|\"kind\":\s*\"Config\"")
_PRIVATE_KEY = "PRIVATE KEY-----"


def yaml_lines(found: Mapping[str, Any], managed_fields: bool = False) -> list[str]:
    """`found` as the API server sent it. The data of a Secret, private keys and kubeconfigs are told by size only."""
    lines: list[str] = []
    _mapping(redacted(found, managed_fields), "", lines)
    return lines or ["{}"]


def redacted(found: Mapping[str, Any], managed_fields: bool = False) -> dict[str, Any]:
    """A copy that may be shown and printed."""
    copy = {key: _cleaned(value) for key, value in found.items()}
    metadata = copy.get("metadata")
    if isinstance(metadata, dict) and not managed_fields:
        metadata.pop("managedFields", None)
    if copy.get("kind") == "Secret":
        _hide_secret(copy)
    return copy


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _hidden(value) if len(value) > 40 and _is_secret(value) else value
    if isinstance(value, dict):
        return redacted(value, managed_fields=True) if value.get("kind") == "Secret" else _each(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value


def _each(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _cleaned(item) for key, item in value.items()}


def _hide_secret(secret: dict[str, Any]) -> None:
    for field in ("data", "stringData"):
        values = secret.get(field)
        if isinstance(values, dict):
            secret[field] = {key: _hidden(value) for key, value in values.items()}
        elif values is not None:
            secret[field] = _hidden(values)
    metadata = secret.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(annotations, dict) and LAST_APPLIED in annotations:
        annotations[LAST_APPLIED] = _hidden(annotations[LAST_APPLIED])


def _hidden(value: Any) -> str:
    return f"<hidden: {len(value)} characters>" if isinstance(value, str) else "<hidden>"


def _is_secret(text: str) -> bool:
    return _PRIVATE_KEY in text or ("Config" in text and bool(_KUBECONFIG.search(text) and _CREDENTIALS.search(text)))


def _mapping(value: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    for key, item in value.items():
        _entry(f"{indent}{_scalar(key)}:", item, indent, lines)


def _entry(head: str, item: Any, indent: str, lines: list[str]) -> None:
    """Lists stand at the level of their key, as kubectl writes them."""
    if isinstance(item, _NESTED) and item:
        lines.append(head)
        if isinstance(item, dict):
            _mapping(item, indent + "  ", lines)
        else:
            _sequence(item, indent, lines)
    elif isinstance(item, str) and "\n" in item and _fits_block(item):
        _block(head, item, indent + "  ", lines)
    else:
        lines.append(f"{head} {_scalar(item)}")


def _sequence(items: Sequence[Any], indent: str, lines: list[str]) -> None:
    for item in items:
        at = len(lines)
        if isinstance(item, dict) and item:
            _mapping(item, indent + "  ", lines)
        elif isinstance(item, list) and item:
            _sequence(item, indent + "  ", lines)
        else:
            _entry(f"{indent}-", item, indent, lines)
            continue
        lines[at] = f"{indent}- {lines[at][len(indent) + 2 :]}"


def _block(head: str, text: str, indent: str, lines: list[str]) -> None:
    body = text.rstrip("\n")
    endings = len(text) - len(body)
    lines.append(f"{head} |{('-', '')[endings] if endings < 2 else '+'}")
    lines.extend(indent + line if line else "" for line in body.split("\n"))
    lines.extend("" for _ in range(endings - 1))


def _fits_block(text: str) -> bool:
    """A block shows its lines as they are: only where all of them can be shown, and none starts or ends in doubt."""
    return (
        not text.startswith((" ", "\n", "\t"))
        and not text.isspace()
        and text.replace("\n", "").isprintable()
        and " \n" not in text
        and not text.endswith(" ")
    )


def _scalar(value: Any) -> str:
    match value:
        case str():
            return value if _is_plain(value) else _quoted(value)
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case int():
            return str(value)
        case float():
            return repr(value)
        case dict():
            return "{}"
        case list():
            return "[]"
    return _quoted(str(value))


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.match(text)) and text[0] not in _PLAIN_START and text[-1] != " " and not _AMBIGUOUS.match(text)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\0": "\\0"}


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
