"""Templates as the list shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from wgtui.fleet.applications import row_uid
from wgtui.resources.meta import ObjectRef
from wgtui.resources.templates import TYPE_LABEL, Template

PROVIDERS: dict[str, str] = {
    "AWSCluster": "aws",
    "AWSManagedCluster": "aws",
    "AWSManagedControlPlane": "aws",
    "AzureCluster": "azure",
    "AzureManagedCluster": "azure",
    "DOCluster": "digitalocean",
    "DockerCluster": "docker",
    "GCPCluster": "gcp",
    "OpenStackCluster": "openstack",
    "PacketCluster": "packet",
    "VSphereCluster": "vsphere",
}
"""Of infrastructure, by the kind of a template's first resource that is one."""

_KIND = re.compile(r"^\s*(?:-\s+)?kind:\s*[\"']?(\w+)", re.MULTILINE)


class TemplateSummary(Struct, frozen=True, gc=False):
    """`provider` and `type` are empty where the template says nothing of them."""

    uid: str
    kind: str
    ref: ObjectRef
    provider: str
    type: str
    description: str
    labels: dict[str, str]
    stale: bool = False


def template_summary(template: Template, stale: bool = False) -> TemplateSummary:
    metadata = template.metadata
    return TemplateSummary(
        uid=row_uid(metadata.uid, ""),
        kind=type(template).__name__,
        ref=metadata.ref,
        provider=next((PROVIDERS[kind] for kind in _kinds(template) if kind in PROVIDERS), ""),
        type=metadata.labels.get(TYPE_LABEL, ""),
        description=template.spec.description,
        labels=metadata.labels,
        stale=stale,
    )


def _kinds(template: Template) -> Iterator[str]:
    """Of its resources, in order: plain objects, lists of them, and texts that only look like YAML."""
    for entry in template.spec.resourcetemplates:
        yield from _kinds_in(entry)


def _kinds_in(entry: dict[str, Any]) -> Iterator[str]:
    if isinstance(kind := entry.get("kind"), str):
        yield kind
    for content in entry.get("content") or ():
        if isinstance(content, dict):
            yield str(content.get("kind", ""))
    if isinstance(raw := entry.get("raw"), str):
        yield from _KIND.findall(raw)
