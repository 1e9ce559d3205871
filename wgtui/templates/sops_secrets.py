"""A Secret that SOPS has encrypted, for a cluster: what is not encrypted is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from wgtui.errors import TemplateError
from wgtui.templates.budget import Budget
from wgtui.templates.manifest.reading import load
from wgtui.templates.names import check_name, check_namespace
from wgtui.templates.paths import joined

Json = dict[str, Any]
ENCRYPTED_KEYS: Final = ("data", "stringData")
_ENCRYPTED = re.compile(r"ENC\[AES256_GCM,data:[A-Za-z0-9+/=]*,iv:[A-Za-z0-9+/=]+,tag:[A-Za-z0-9+/=]+,type:\w+\]")
_RECIPIENTS = ("age", "pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "key_groups")


def is_encrypted(body: Mapping[str, Any]) -> bool:
    """Whether every value of a Secret is, for somebody, and signed against changes."""
    sops = body.get("sops")
    if not isinstance(sops, dict) or not sops.get("mac") or not any(sops.get(one) for one in _RECIPIENTS):
        return False
    sections = [body.get(key) or {} for key in ENCRYPTED_KEYS]
    return all(isinstance(section, dict) and all(map(_is_sealed, section.values())) for section in sections)


def _is_sealed(value: object) -> bool:
    # An empty text stays empty: there is nothing to hide.
    return isinstance(value, str) and (not value or _ENCRYPTED.fullmatch(value) is not None)


def checked(body: Json) -> None:
    """That it is a Secret at all. Raises TemplateError in the words of Weave GitOps."""
    metadata = body.get("metadata") or {}
    for missing, title in (
        (not body.get("apiVersion"), "missing apiVersion field"),
        (not body.get("kind"), "missing kind field"),
        (not metadata.get("name"), "missing secret name"),
        (not metadata.get("namespace"), "missing secret namespace"),
        (
            not any(body.get(key) for key in ENCRYPTED_KEYS),
            "key/value pairs must be set in either data or stringData",
        ),
        (
            all(body.get(key) for key in ENCRYPTED_KEYS),
            "expected only one of data or stringData fields, but found both",
        ),
    ):
        if missing:
            raise TemplateError(title)
    if (body["apiVersion"], body["kind"]) != ("v1", "Secret"):
        raise TemplateError(f"{body['apiVersion']} {body['kind']} is no Secret", expected="v1 Secret")
    check_name(metadata["name"])
    check_namespace(metadata["namespace"])


def sealed(text: str, budget: Budget) -> Json:
    """The one manifest of the text. Raises TemplateError where it is no Secret, or anybody could read it."""
    body = secret_in(text, budget)
    if not is_encrypted(body):
        raise TemplateError(
            f"Secret {body['metadata']['name']} is not encrypted",
            expected="what sops --encrypt --encrypted-regex '^(data|stringData)$' makes of it",
        )
    return body


def secret_in(text: str, budget: Budget) -> Json:
    """Encrypted or not. Raises TemplateError."""
    body = load(text, budget)
    if not isinstance(body, dict):
        raise TemplateError("the text holds no Secret", expected="one manifest: apiVersion, kind, metadata, stringData")
    checked(body)
    return body


def file_of(body: Json, folder: str) -> str:
    metadata = body["metadata"]
    return joined(folder, f"{metadata['name']}-{metadata['namespace']}-sops-secret.yaml")
