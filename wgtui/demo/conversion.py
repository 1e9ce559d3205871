"""One object under another version of its kind."""

from __future__ import annotations

from wgtui.demo.answers import Json
from wgtui.demo.served import ServedKind


def convert(kind: ServedKind, body: Json, version: str) -> Json:
    """From the stored version to `version`; the body is changed in place."""
    if version != kind.stored_version:
        body["apiVersion"] = kind.api_version(version)
    return body


def to_stored(kind: ServedKind, body: Json, version: str) -> Json:
    """From `version` to the stored one; the body is changed in place."""
    if version != kind.stored_version:
        body["apiVersion"] = kind.api_version()
    return body
