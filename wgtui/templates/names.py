"""Names of objects, checked in the words of Kubernetes."""

from __future__ import annotations

import re

from wgtui.errors import TemplateError

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_IS_LABEL = re.compile(_LABEL)
_IS_SUBDOMAIN = re.compile(_SUBDOMAIN)
_SUBDOMAIN_RULE = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    f"end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{_SUBDOMAIN}')"
)
_LABEL_RULE = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    f"an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{_LABEL}')"
)


def is_label(text: str) -> bool:
    """As namespaces are named."""
    return len(text) <= 63 and _IS_LABEL.fullmatch(text) is not None


def is_subdomain(text: str) -> bool:
    """As most objects are named."""
    return len(text) <= 253 and _IS_SUBDOMAIN.fullmatch(text) is not None


def check_name(name: object) -> None:
    """A rendered object's; without one there is nothing to check. Raises TemplateError."""
    if name and not (isinstance(name, str) and is_subdomain(name)):
        raise TemplateError(f'invalid value for metadata.name: "{name}", {_SUBDOMAIN_RULE}')


def check_namespace(name: str, parameter: str = "") -> None:
    """Raises TemplateError."""
    if name and not is_label(name):
        raise TemplateError(f"invalid namespace: {name}, {_LABEL_RULE}", parameter=parameter)
