"""Whose a file of the repository is: what one cluster made and others have as well is not deleted with the one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wgtui.errors import Absent, Forbidden, TemplateError
from wgtui.kube.client import Client
from wgtui.resources.annotated import Annotated
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.templates.paths import Layout, inside, is_below, is_shared
from wgtui.templates.rendering import CREATED_FILES

Created = Mapping[ObjectRef, Collection[str]]
"""By cluster: the files that it says its template made."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Of the clusters that stay."""

    layout: Layout
    created: Created

    def of_others(self, path: str) -> str:
        """Who has the file too, in words; empty where nobody else has."""
        if is_shared(path, self.layout.clusters):
            return "all clusters have it"
        for ref, created in self.created.items():
            folder = own_folder(ref, self.layout)
            own = path == self.layout.manifest(*ref) or (folder and is_below(path, folder))
            if own or path in created:
                return f"{ref} has it too"
        return ""

    def inside(self, folder: str) -> tuple[str, ...]:
        """What stays of a folder that is deleted: files there that other clusters made."""
        return tuple(sorted({path for made in self.created.values() for path in made if is_below(path, folder)}))


def created_files(annotations: Mapping[str, str]) -> tuple[str, ...]:
    """What the object's template made; empty where it does not say."""
    try:
        found = json.loads(annotations.get(CREATED_FILES, "{}")).get("files", ())
    except (ValueError, AttributeError):
        return ()
    return tuple(path for path in found if isinstance(path, str)) if isinstance(found, list) else ()


def claims(layout: Layout, created: Created, leaving: Collection[ObjectRef]) -> Claims:
    staying = {ref: {cleaned(path) for path in made} for ref, made in created.items() if ref not in leaving}
    return Claims(layout, staying)


def own_folder(cluster: ObjectRef, layout: Layout) -> str:
    """Empty where a cluster is called so that its folder would be one of the management cluster, or of all."""
    folder, management = layout.folder(*cluster), layout.manifests.rpartition("/")[0]
    reserved = folder == management or is_below(folder, management) or is_below(layout.manifests, folder)
    return "" if reserved or is_below(folder, layout.bases) else folder


def kept(paths: Iterable[str], known: Claims) -> dict[str, str]:
    """Those that others have too, and who."""
    return {path: words for path in paths if (words := known.of_others(path))}


def told(description: str, keeps: Mapping[str, str]) -> str:
    """The description of a pull request, with what it leaves."""
    lines = [f"{path} is kept: {who}" for path, who in keeps.items()]
    return "\n\n".join([description, "\n".join(lines)]) if lines else description


def cleaned(path: str) -> str:
    """As the repository names it; what is no path stays as it is, and is refused where it is used."""
    try:
        return inside(path)
    except TemplateError:
        return path


async def created_by_clusters(client: Client) -> dict[ObjectRef, tuple[str, ...]]:
    """Of every cluster: the first object a template makes says which files, and that may be either kind.

    Raises KubeError where GitopsClusters cannot be read.
    """
    found: dict[ObjectRef, tuple[str, ...]] = {}
    for kind in (GITOPS_CLUSTER, CLUSTER):
        for one in await _annotated(client, kind):
            ref = one.metadata.ref
            if kind == GITOPS_CLUSTER or ref in found:
                found[ref] = (*found.get(ref, ()), *created_files(one.metadata.annotations))
    return found


async def _annotated(client: Client, kind: Kind[Any]) -> list[Annotated]:
    try:
        return await client.list(replace(kind, struct=Annotated))
    except (Absent, Forbidden):
        if kind == GITOPS_CLUSTER:
            raise
        return []
