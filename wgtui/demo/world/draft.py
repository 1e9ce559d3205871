"""What all objects of one subject share while they are written: names, times, identities. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

Json = dict[str, Any]

OBSERVED = 0
"""As an observedGeneration: what the object's generation turns out to be when it is written."""

NEGATIVE = frozenset(
    (
        "Deleting",
        "Paused",
        "Reconciling",
        "Remediating",
        "RollingOut",
        "ScalingDown",
        "ScalingUp",
        "Stalled",
        "Updating",
    )
)
"""Conditions that are well when they are False."""

BEHIND = -1
"""As an observedGeneration: the one before, so that the spec is newer than the status."""


class Placed(NamedTuple):
    """An object and the server it belongs to."""

    server: str
    body: Json


@lru_cache(10_000)
def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(10_000)
def token(length: int, *parts: object) -> str:
    """The same hexadecimal digits for the same parts, in every run."""
    return hashlib.shake_128("/".join(map(str, parts)).encode()).hexdigest((length + 1) // 2)[:length]


def digest(*parts: object) -> str:
    return "sha256:" + token(64, "digest", *parts)


def status_word(status: bool | None) -> str:
    return "Unknown" if status is None else str(status)


@dataclass(frozen=True, slots=True)
class Draft:
    """`since` is when the subject came into its present state; a condition that held before keeps its own time."""

    seed: int
    namespace: str
    created: datetime
    since: datetime
    life: int = 0
    """How often it has come into being: an object that comes again has a new uid."""
    labels: dict[str, str] = field(default_factory=dict)
    deleted: datetime | None = None
    settled: datetime | None = None
    """Since when what is well has been well, where that is longer ago than `since`."""
    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Kind and name → uid, of objects that were there before the world wrote them."""

    def uid(self, kind: str, name: str) -> str:
        known = self.known.get((kind, name))
        return known or _uuid(token(32, self.seed, self.life, kind, self.namespace, name))

    def token(self, length: int, *parts: object) -> str:
        return token(length, self.seed, self.life, self.namespace, *parts)

    def after(self, seconds: float) -> str:
        """A time in the life of the subject, counted from its creation."""
        return timestamp(min(self.created + timedelta(seconds=seconds), max(self.since, self.created)))

    def object(
        self,
        api_version: str,
        kind: str,
        name: str,
        *,
        labels: dict[str, str] | None = None,
        annotations: dict[str, str] | None = None,
        owner: Json | None = None,
        finalizers: Iterable[str] = (),
        namespaced: bool = True,
        **body: Any,
    ) -> Json:
        """The object; `body` is spec, status, data and so on, empty ones left out."""
        metadata: Json = {"name": name}
        if namespaced:
            metadata["namespace"] = self.namespace
        metadata |= {"uid": self.uid(kind, name), "creationTimestamp": timestamp(self.created)}
        metadata |= {"labels": self.labels | (labels or {}), "annotations": annotations or {}}
        metadata |= {"ownerReferences": [owner] if owner else [], "finalizers": list(finalizers)}
        if self.deleted and finalizers:
            metadata |= {"deletionTimestamp": timestamp(self.deleted), "deletionGracePeriodSeconds": 0}
        metadata = {key: value for key, value in metadata.items() if value not in ({}, [])}
        return {"apiVersion": api_version, "kind": kind, "metadata": metadata} | _present(body)

    def condition(self, type_: str, status: bool | None, reason: str, message: str = "") -> Json:
        """A metav1.Condition."""
        return {
            "type": type_,
            "status": status_word(status),
            "reason": reason,
            "message": message,
            "lastTransitionTime": self._time_of(type_, status),
            "observedGeneration": OBSERVED,
        }

    def old_condition(
        self, type_: str, status: bool | None = True, reason: str = "", message: str = "", severity: str = ""
    ) -> Json:
        """A condition as Cluster API's v1beta1 contract has it; only a bad one has a reason and a severity."""
        told = {"reason": reason, "message": message, "severity": severity if status is not True else ""}
        return {
            "type": type_,
            "status": status_word(status),
            "lastTransitionTime": self._time_of(type_, status),
        } | _present(told)

    def _time_of(self, type_: str, status: bool | None) -> str:
        well = status is (type_ not in NEGATIVE)
        return timestamp(self.settled if well and self.settled and self.settled < self.since else self.since)


@lru_cache(10_000)
def _uuid(digits: str) -> str:
    return str(UUID(digits, version=4))


def owner(body: Json, *, controller: bool = True) -> Json:
    """A reference to the object, for what belongs to it."""
    return {
        "apiVersion": body["apiVersion"],
        "kind": body["kind"],
        "name": body["metadata"]["name"],
        "uid": body["metadata"]["uid"],
        "controller": controller,
        "blockOwnerDeletion": True,
    }


def _present(body: Json) -> Json:
    return {key: value for key, value in body.items() if value is not None and value != ""}
