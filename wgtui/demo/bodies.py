"""Bodies of requests, JSON or YAML, and what is said of those that cannot be read."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml
from aiohttp import web

from wgtui.demo import protobuf
from wgtui.demo.answers import Json, Refusal, bad_request, unsupported_media
from wgtui.demo.sending import JSON, YAML
from wgtui.demo.stored import decode

_ACCEPTED = (JSON, YAML, protobuf.CONTENT_TYPE)
_ARRAY = (
    r"json: cannot unmarshal array into Go value of type struct { "
    r'APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }'
)


class _Loader(yaml.CSafeLoader):
    """YAML as JSON has it: dates stay text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


async def read_body(request: web.Request, kind: str, *, named: bool = True) -> Json:
    """One whole object, which must name its kind if `named`: custom kinds must; raises Refusal (415, 400)."""
    media = request.content_type
    text = await request.read()
    if media == YAML:
        return from_yaml(text, kind, named=named)
    if media == protobuf.CONTENT_TYPE:
        try:
            return protobuf.decode(text)
        except protobuf.NotUnderstood as error:
            raise unsupported_media((JSON, YAML)) from error
    if media not in (JSON, "application/octet-stream"):
        raise unsupported_media(_ACCEPTED)
    return from_json(text, kind, named=named)


def from_json(text: bytes, kind: str, *, named: bool = True) -> Json:
    """Raises Refusal (400) in the words of the real decoder."""
    try:
        body = decode(text)
    except msgspec.DecodeError as error:
        why = f"couldn't get version/kind; json parse error: {json_error(text, error)} ({_shown(text)})"
        raise _unrecognized(kind, why) from error
    if not isinstance(body, dict):
        raise _unrecognized(kind, f"couldn't get version/kind; json parse error: {_ARRAY} ({_shown(text)})")
    if named and not body.get("kind"):
        shown = text.decode("utf-8", "replace")[:200]
        raise _unrecognized(kind, f"Object 'Kind' is missing in '{shown}' ({shown})")
    return body


def from_yaml(text: bytes, kind: str, *, named: bool = True) -> Json:
    """Of a whole object; raises Refusal (400)."""
    try:
        body = load_yaml(text)
    except yaml.YAMLError as error:
        raise yaml_error(error) from error
    if not isinstance(body, dict) or (named and not body.get("kind")):
        raise _unrecognized(kind, "Object 'Kind' is missing")
    return body


def load_yaml(text: bytes) -> Any:
    """Raises yaml.YAMLError."""
    return yaml.load(text, _Loader)


def json_error(text: bytes, error: msgspec.DecodeError) -> str:
    if "truncated" in str(error) or not text.strip():
        return "unexpected end of JSON input"
    first = text.lstrip()[:1].decode("utf-8", "replace")
    return f"invalid character '{first}' looking for beginning of value"


def _unrecognized(kind: str, why: str) -> Refusal:
    return bad_request(f"the object provided is unrecognized (must be of type {kind}): {why}")


def _shown(text: bytes) -> str:
    """Short texts as they are, others as hexadecimal digits."""
    return text.decode("utf-8", "replace") if len(text) < 2 else text[:100].hex()


def yaml_error(error: yaml.YAMLError) -> Refusal:
    """400 in the words of the real decoder."""
    why = str(error).partition("\n")[0]
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        why = f"line {error.problem_mark.line + 1}: {error.problem}"
    return bad_request(f"error decoding YAML: error converting YAML to JSON: yaml: {why}")
