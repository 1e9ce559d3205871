"""One object under another version of its kind: Cluster API's versions differ, all others in name alone."""

from __future__ import annotations

from wgtui.demo.answers import Json
from wgtui.demo.capi_versions import from_v1beta1, to_v1beta1
from wgtui.demo.schema.facts import KEYED_CONDITIONS
from wgtui.demo.served import ServedKind

NEW, OLD = "v1beta2", "v1beta1"
_OTHER_PROVIDERS = ("AWS", "EKS", "Nodeadm")


def convert(kind: ServedKind, body: Json, version: str) -> Json:
    """From the stored version to `version`; the body is changed in place."""
    _between(kind, body, kind.stored_version, version)
    return body


def to_stored(kind: ServedKind, body: Json, version: str) -> Json:
    """From `version` to the stored one; the body is changed in place."""
    _between(kind, body, version, kind.stored_version)
    return body


def _between(kind: ServedKind, body: Json, before: str, after: str) -> None:
    if before == after:
        return
    body["apiVersion"] = kind.api_version(after)
    if kind.group not in KEYED_CONDITIONS or kind.kind.startswith(_OTHER_PROVIDERS):
        return
    if (before, after) == (NEW, OLD):
        to_v1beta1(kind.kind, body)
    elif (before, after) == (OLD, NEW):
        from_v1beta1(kind.kind, body)
