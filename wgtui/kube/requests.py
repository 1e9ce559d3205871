"""One request to an API server as a value, and whether it only reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
JSON_PATCH = "application/json-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"

_QUESTIONS = frozenset(
    {
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    }
)
"""Collections that keep nothing: a POST to them asks what the user may do."""

_DOORS = ("/exec", "/attach", "/portforward", "/proxy")
"""Subresources through which even a GET acts."""


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is below the server's address; `query` is not yet encoded."""

    path: str
    method: str = "GET"
    query: tuple[tuple[str, str], ...] = ()
    body: Any = field(default=None, repr=False)
    content_type: str = JSON
    accept: str = JSON

    @property
    def reads(self) -> bool:
        """Whether it leaves the server as it was; what is not known to read counts as writing."""
        if self.method in ("GET", "HEAD"):
            return not self.path.endswith(_DOORS) and not any(f"{door}/" in self.path for door in _DOORS)
        return self.method == "POST" and self.path in _QUESTIONS
