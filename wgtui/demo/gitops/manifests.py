"""Objects as they stand in a repository, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

from wgtui.demo.world.draft import Json

PRUNE = "kustomize.toolkit.fluxcd.io/prune"
DISABLED = "disabled"

_OF_THE_SERVER = (
    *("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "ownerReferences"),
    *("deletionTimestamp", "deletionGracePeriodSeconds", "finalizers"),
)


class Place(NamedTuple):
    """An object, whatever version its manifest is written in."""

    group: str
    kind: str
    namespace: str
    name: str

    @property
    def entry(self) -> str:
        """As an inventory names it."""
        return f"{self.namespace}_{self.name.replace(':', '__')}_{self.group}_{self.kind}"


class BadManifest(Exception):
    """In the words of kustomize."""


def place_of(body: Json) -> Place:
    metadata = body["metadata"]
    group = body["apiVersion"].rpartition("/")[0]
    return Place(group, body["kind"], metadata.get("namespace", ""), metadata["name"])


def manifest(body: Json, *, prune: bool = True) -> Json:
    """What a person would have written to get this object."""
    metadata = {key: value for key, value in body["metadata"].items() if key not in _OF_THE_SERVER}
    labels = {key: value for key, value in metadata.get("labels", {}).items() if "toolkit.fluxcd.io/" not in key}
    annotations = dict(metadata.get("annotations", {})) | ({} if prune else {PRUNE: DISABLED})
    metadata = {key: value for key, value in metadata.items() if key not in ("labels", "annotations")}
    metadata |= {key: value for key, value in (("labels", labels), ("annotations", annotations)) if value}
    rest = {key: value for key, value in body.items() if key not in ("metadata", "status")}
    return {"apiVersion": rest.pop("apiVersion"), "kind": rest.pop("kind"), "metadata": metadata, **rest}


def written(bodies: list[Json]) -> bytes:
    """As one file."""
    texts = (yaml.dump(body, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True) for body in bodies)
    return "---\n".join(texts).encode()


def documents(files: Mapping[str, bytes]) -> Iterator[Json]:
    """Every object of these files. Raises BadManifest."""
    for path in sorted(files):
        if not path.endswith((".yaml", ".yml")):
            continue
        try:
            found = list(yaml.load_all(files[path], Loader=yaml.CSafeLoader))
        except yaml.YAMLError as error:
            raise BadManifest(f"kustomize build failed: {path}: {' '.join(str(error).split())}") from None
        for body in found:
            if body is None:
                continue
            if not isinstance(body, dict) or not body.get("kind") or not (body.get("metadata") or {}).get("name"):
                raise BadManifest(f"kustomize build failed: {path}: missing metadata.name in object")
            yield body
