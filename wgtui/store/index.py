"""Objects of one kind by something they say about themselves: owner, cluster, source, namespace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wgtui.resources.capi import CLUSTER_NAME_LABEL
from wgtui.resources.meta import KubeObject, ObjectRef

KeysOf = Callable[[KubeObject], Iterable[Any]]

_SMALL = 8


def owner_uids(found: KubeObject) -> Iterable[str]:
    return [owner.uid for owner in found.metadata.owner_references]


def namespaces(found: KubeObject) -> Iterable[str]:
    return (found.metadata.namespace,)


def clusters(found: KubeObject) -> Iterable[ObjectRef]:
    """By the label cluster.x-k8s.io/cluster-name: the cluster is in the object's namespace."""
    name = found.metadata.labels.get(CLUSTER_NAME_LABEL)
    return (ObjectRef(found.metadata.namespace, name),) if name else ()


def sources(found: KubeObject) -> Iterable[Any]:
    """The SourceRef of kinds that have one: Kustomization, HelmRelease, HelmChart."""
    source = getattr(found, "source", None)
    return (source,) if source is not None else ()


class Index:
    """Buckets of refs. A small bucket is a tuple: most owners have one dependent, and a set of one takes 216 bytes."""

    def __init__(self, keys_of: KeysOf, objects: Mapping[ObjectRef, KubeObject]) -> None:
        self._keys_of = keys_of
        self._buckets: dict[Any, tuple[ObjectRef, ...] | dict[ObjectRef, None]] = {}
        for ref, found in objects.items():
            self._add(ref, found)

    def refs(self, key: Any) -> Iterable[ObjectRef]:
        return self._buckets.get(key, ())

    def replace(self, ref: ObjectRef, before: KubeObject | None, after: KubeObject | None) -> None:
        if before is not None:
            self._discard(ref, before)
        if after is not None:
            self._add(ref, after)

    def _add(self, ref: ObjectRef, found: KubeObject) -> None:
        for key in self._keys_of(found):
            bucket = self._buckets.get(key)
            if bucket is None:
                self._buckets[key] = (ref,)
            elif isinstance(bucket, dict):
                bucket[ref] = None
            elif ref not in bucket:
                bucket = (*bucket, ref)
                self._buckets[key] = bucket if len(bucket) <= _SMALL else dict.fromkeys(bucket)

    def _discard(self, ref: ObjectRef, found: KubeObject) -> None:
        for key in self._keys_of(found):
            bucket = self._buckets.get(key, ())
            if isinstance(bucket, dict):
                bucket.pop(ref, None)
            elif ref in bucket:
                bucket = self._buckets[key] = tuple(other for other in bucket if other != ref)
            if not bucket:
                self._buckets.pop(key, None)
