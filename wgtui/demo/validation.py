"""What an object must be before it is stored: its name, its type, and rules of its kind."""

from __future__ import annotations

import re

from wgtui.demo.answers import Cause, Json, bad_request, invalid
from wgtui.demo.call import Call
from wgtui.demo.served import ServedKind

_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_SUBDOMAIN_MESSAGE = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)


def check_identity(call: Call, body: Json) -> None:
    """Type, namespace and name against the path; raises Refusal (400)."""
    expected = call.kind.api_version(call.path.version)
    if body.get("kind") != call.kind.kind or body.get("apiVersion") != expected:
        given = f"{body.get('apiVersion')}, Kind={body.get('kind')}"
        wanted = f"{expected}, Kind={call.kind.kind}"
        raise bad_request(f"the API version in the data ({given}) does not match the expected API version ({wanted})")
    metadata = body.get("metadata")
    if not isinstance(metadata, dict):
        raise bad_request("metadata: Required value")
    if metadata.get("namespace", call.namespace) != call.namespace:
        raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    if call.path.name and metadata.get("name", call.path.name) != call.path.name:
        raise bad_request(
            f"the name of the object ({metadata['name']}) does not match the name on the URL ({call.path.name})"
        )


def validate(kind: ServedKind, body: Json) -> None:
    """Raises Refusal (422) with every cause."""
    causes = [*_name_causes(body["metadata"]), *_rule_causes(kind, body)]
    if causes:
        raise invalid(kind.group, kind.kind, body["metadata"].get("name", ""), causes)


def _name_causes(metadata: Json) -> list[Cause]:
    name = metadata.get("name", "")
    if not name:
        return [
            Cause("FieldValueRequired", "Required value: name or generateName is required", "metadata.name"),
        ]
    if len(name) > 253 or not _SUBDOMAIN.fullmatch(name):
        message = f'Invalid value: "{name}": {_SUBDOMAIN_MESSAGE}'
        return [Cause("FieldValueInvalid", message, "metadata.name")]
    return []


def _rule_causes(kind: ServedKind, body: Json) -> list[Cause]:
    if kind.resource != "gitopsclusters.gitops.weave.works":
        return []
    spec = body.get("spec") or {}
    secret, cluster = "secretRef" in spec, "capiClusterRef" in spec
    if not secret and not cluster:
        return [Cause("FieldValueInvalid", "Invalid value: must provide a secretRef or capiClusterRef", "spec")]
    if secret and cluster:
        return [Cause("FieldValueInvalid", "Invalid value: cannot provide both capiClusterRef and secretRef", "spec")]
    return []
