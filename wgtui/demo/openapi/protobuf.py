"""An OpenAPI v2 document in the protobuf form that kubectl asks for: the few messages and fields it has a use for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

CONTENT_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

_BYTES = 2
"""The wire type of texts and messages; nothing else is written but booleans, as variable integers."""


def encode_document(document: Json) -> bytes:
    info = document["info"]
    return b"".join(
        (
            _text(1, document["swagger"]),
            _message(2, _text(1, info["title"]) + _text(2, info["version"])),
            _message(8, _named(2, {path: _path_item(item) for path, item in document["paths"].items()})),
            _message(9, _named(1, {name: _schema(schema) for name, schema in document["definitions"].items()})),
        )
    )


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _message(field, text.encode()) if text else b""


def _named(field: int, entries: Mapping[str, bytes]) -> bytes:
    """Maps are lists of pairs of a name and a message."""
    return b"".join(_message(field, _text(1, name) + _message(2, value)) for name, value in entries.items())


def _any(value: Any) -> bytes:
    """A value of any kind travels as YAML, of which JSON is a part."""
    return _text(2, json.dumps(value))


def _extensions(field: int, node: Json) -> bytes:
    return _named(field, {name: _any(value) for name, value in node.items() if name.startswith("x-")})


_METHODS = {"get": 2, "put": 3, "post": 4, "delete": 5, "options": 6, "head": 7, "patch": 8}


def _path_item(item: Json) -> bytes:
    return b"".join(_message(_METHODS[method], _operation(operation)) for method, operation in item.items())


def _operation(operation: Json) -> bytes:
    parameters = b"".join(_message(8, _query_parameter(each)) for each in operation["parameters"])
    answered = _message(9, _message(1, _text(1, "200") + _message(2, _message(1, _text(1, "OK")))))
    return _text(5, operation["operationId"]) + parameters + answered + _extensions(13, operation)


def _query_parameter(parameter: Json) -> bytes:
    content = _text(2, "query") + _text(4, parameter["name"]) + _text(6, parameter["type"])
    return _message(1, _message(2, _message(3, content)))


def _schema(schema: Json) -> bytes:
    return b"".join(_schema_parts(schema))


def _schema_parts(schema: Json) -> Iterator[bytes]:
    yield _text(2, schema.get("format", ""))
    yield _text(4, schema.get("description", ""))
    for name in schema.get("required", ()):
        yield _text(19, name)
    for choice in schema.get("enum", ()):
        yield _message(20, _any(choice))
    others = schema.get("additionalProperties")
    if isinstance(others, Mapping):
        yield _message(21, _message(1, _schema(others)))
    if "type" in schema:
        yield _message(22, _text(1, schema["type"]))
    if "items" in schema:
        yield _message(23, _message(1, _schema(schema["items"])))
    properties = schema.get("properties")
    if properties:
        yield _message(25, _named(1, {name: _schema(child) for name, child in properties.items()}))
    yield _extensions(31, schema)
