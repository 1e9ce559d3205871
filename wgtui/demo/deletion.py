"""Deletion: finalizers, dependents by ownerReferences, the contents of a namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgtui.demo.answers import Json
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored, timestamp

if TYPE_CHECKING:
    from wgtui.demo.storage import Storage

FOREGROUND = "foregroundDeletion"
ORPHAN = "orphan"
_COLLECTORS = {"Foreground": FOREGROUND, "Orphan": ORPHAN}


def delete(storage: Storage, kind: ServedKind, found: Stored, propagation: str = "Background") -> Stored | None:
    """Delete now, or mark for deletion. Returns the object as marked, None where it went at once.

    What the garbage collector of a real cluster does soon after is done before this returns.
    """
    body = found.parsed()
    metadata = body["metadata"]
    finalizers = list(metadata.get("finalizers", ()))
    collectors = _COLLECTORS.get(propagation)
    if collectors and collectors not in finalizers:
        finalizers.append(collectors)
    if not finalizers and kind.resource != "namespaces":
        _erase(storage, kind, found)
        return None
    if "deletionTimestamp" not in metadata:
        found = _mark(storage, kind, found, body, finalizers)
        if propagation == "Orphan":
            _orphan_all(storage, metadata["uid"])
        elif propagation == "Foreground":
            _delete_dependents(storage, metadata["uid"], propagation)
        if kind.resource == "namespaces":
            _empty_namespace(storage, found.name)
    finish(storage, kind, storage.find(kind.resource, found.namespace, found.name))
    return found


def finish(storage: Storage, kind: ServedKind, found: Stored | None) -> None:
    """Erase an object that is marked for deletion and has nothing left to wait for."""
    if found is None or b'"deletionTimestamp"' not in found.body:
        return
    metadata = found.parsed()["metadata"]
    if "deletionTimestamp" not in metadata or (kind.resource == "namespaces" and _has_contents(storage, found.name)):
        return
    finalizers = set(metadata.get("finalizers", ())) - {ORPHAN}
    if FOREGROUND in finalizers and not _blocking(storage, metadata["uid"]):
        finalizers.discard(FOREGROUND)
    if not finalizers:
        _erase(storage, kind, found)


def _mark(storage: Storage, kind: ServedKind, found: Stored, body: Json, finalizers: list[str]) -> Stored:
    metadata = body["metadata"]
    metadata["deletionTimestamp"] = timestamp(storage.now())
    metadata["deletionGracePeriodSeconds"] = 0
    if finalizers:
        metadata["finalizers"] = finalizers
    if "generation" in metadata:
        metadata["generation"] += 1
    if kind.resource == "namespaces":
        del metadata["deletionGracePeriodSeconds"]
        body["status"] = {"phase": "Terminating"}
    return storage.write(kind, found, body)


def _erase(storage: Storage, kind: ServedKind, found: Stored) -> None:
    metadata = found.parsed()["metadata"]
    storage.erase(kind, found)
    _delete_dependents(storage, metadata["uid"])
    for reference in metadata.get("ownerReferences", ()):
        _finish_owner(storage, found.namespace, reference)
    if found.namespace:
        namespaces = storage.kinds["namespaces"]
        finish(storage, namespaces, storage.find("namespaces", "", found.namespace))


def _finish_owner(storage: Storage, namespace: str, reference: Json) -> None:
    """An owner deleted in the foreground goes after its last dependent."""
    try:
        kind = storage.kinds.of_object(reference["apiVersion"], reference["kind"])
    except KeyError:
        return
    owner = storage.find(kind.resource, namespace if kind.namespaced else "", reference["name"])
    finish(storage, kind, owner)


def _dependents(storage: Storage, uid: str) -> list[tuple[ServedKind, Stored]]:
    found = []
    for resource, key in storage.owners.dependents(uid, storage.collections()):
        collection = storage.collection(resource)
        stored = collection.get(key)
        if stored is not None:
            found.append((collection.kind, stored))
    return found


def _blocking(storage: Storage, uid: str) -> bool:
    return any(
        reference.get("uid") == uid and reference.get("blockOwnerDeletion")
        for _, dependent in _dependents(storage, uid)
        for reference in dependent.parsed()["metadata"].get("ownerReferences", ())
    )


def _delete_dependents(storage: Storage, uid: str, propagation: str = "Background") -> None:
    for kind, dependent in _dependents(storage, uid):
        references = dependent.parsed()["metadata"]["ownerReferences"]
        if any(reference["uid"] != uid and _stands(storage, dependent, reference) for reference in references):
            _disown(storage, kind, dependent, uid)
        else:
            delete(storage, kind, dependent, propagation)


def _stands(storage: Storage, dependent: Stored, reference: Json) -> bool:
    try:
        kind = storage.kinds.of_object(reference["apiVersion"], reference["kind"])
    except KeyError:
        return False
    owner = storage.find(kind.resource, dependent.namespace if kind.namespaced else "", reference["name"])
    return owner is not None and owner.parsed()["metadata"]["uid"] == reference["uid"]


def _orphan_all(storage: Storage, uid: str) -> None:
    for kind, dependent in _dependents(storage, uid):
        _disown(storage, kind, dependent, uid)


def _disown(storage: Storage, kind: ServedKind, dependent: Stored, uid: str) -> None:
    body = dependent.parsed()
    references = [reference for reference in body["metadata"]["ownerReferences"] if reference["uid"] != uid]
    body["metadata"]["ownerReferences"] = references
    if not references:
        del body["metadata"]["ownerReferences"]
    storage.write(kind, dependent, body)


def _has_contents(storage: Storage, namespace: str) -> bool:
    return any(collection.kind.namespaced and collection.ordered(namespace) for collection in storage.collections())


def _empty_namespace(storage: Storage, namespace: str) -> None:
    for collection in storage.collections():
        if collection.kind.namespaced:
            for found in list(collection.ordered(namespace)):
                if collection.get(found.key) is found:
                    delete(storage, collection.kind, found)
