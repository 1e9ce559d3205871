"""What happened to objects, and when: as their conditions, status, events and managed fields tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from wgtui.fleet import conditions
from wgtui.fleet.revisions import short
from wgtui.resources.core import Event
from wgtui.resources.helm import HelmRelease
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectRef

LONGEST = 500
"""Moments of one timeline: the newest."""

FIELDS = 4
"""Changed fields that are named."""


class Moment(NamedTuple):
    """`is_bad` None: neither good nor bad. `source`: condition, status, event, fields, or seen (by this session)."""

    at: datetime
    kind: str
    ref: ObjectRef
    what: str
    says: str
    source: str
    is_bad: bool | None = None
    api_version: str = ""

    @property
    def same(self) -> tuple[Any, ...]:
        """Equal for what two sources tell of the same."""
        return self.at, self.kind, self.ref, self.what


def timeline(*told: Iterable[Moment]) -> tuple[Moment, ...]:
    """The newest first, each once, no more than LONGEST."""
    found: dict[tuple[Any, ...], Moment] = {}
    for moments in told:
        for moment in moments:
            found.setdefault(moment.same, moment)
    return tuple(sorted(found.values(), key=lambda one: one.at, reverse=True)[:LONGEST])


def of_object(kind: Kind[Any], found: Any) -> Iterator[Moment]:
    """As far as the store keeps it: its beginning and end, conditions, revisions."""
    metadata = found.metadata
    if metadata.creation_timestamp is not None:
        yield Moment(metadata.creation_timestamp, kind.kind, metadata.ref, "created", "", "status")
    if metadata.deletion_timestamp is not None:
        waits = ", ".join(metadata.finalizers)
        says = f"waits for {waits}" if waits else ""
        yield Moment(metadata.deletion_timestamp, kind.kind, metadata.ref, "deletion began", says, "status", True)
    for condition in conditions.said_by(found):
        if condition.last_transition_time is not None:
            yield turned(kind, metadata.ref, condition, condition.last_transition_time, "condition")
    yield from _revisions(kind, found)


def turned(kind: Kind[Any], ref: ObjectRef, condition: Condition, at: datetime, source: str) -> Moment:
    """`Ready False BuildFailed`."""
    what = " ".join(filter(None, (condition.type, condition.status.value, condition.reason)))
    good = conditions.good(condition)
    is_bad = None if condition.status is conditions.UNKNOWN else not good
    return Moment(at, kind.kind, ref, what, short(conditions.flattened(condition.message)), source, is_bad)


def _revisions(kind: Kind[Any], found: Any) -> Iterator[Moment]:
    ref, status = found.metadata.ref, getattr(found, "status", None)
    artifact = getattr(status, "artifact", None)
    if artifact is not None and artifact.last_update_time is not None:
        yield Moment(artifact.last_update_time, kind.kind, ref, "fetched", short(artifact.revision), "status", False)
    if isinstance(found, HelmRelease):
        for one in found.status.history:
            if one.last_deployed is not None:
                says = f"{one.chart_name} {one.chart_version}: {one.status}"
                what = f"release v{one.version}"
                yield Moment(one.last_deployed, kind.kind, ref, what, says, "status", one.status == "failed")


def of_events(events: Iterable[Event]) -> Iterator[Moment]:
    for event in events:
        if event.last_seen is None:
            continue
        about = event.involved_object
        ref = ObjectRef(about.namespace, about.name)
        times = f" x{event.times}" if event.times > 1 else ""
        is_bad = True if event.type == "Warning" else None
        words = short(conditions.flattened(event.message))
        what = f"{event.reason}{times}"
        yield Moment(event.last_seen, about.kind, ref, what, words, "event", is_bad, about.api_version)


def of_whole(whole: Mapping[str, Any], kind: Kind[Any]) -> Iterator[Moment]:
    """Who last changed which fields, and what a Kustomization has applied: only the whole object tells."""
    metadata = whole.get("metadata") or {}
    ref = ObjectRef(str(metadata.get("namespace") or ""), str(metadata.get("name") or ""))
    for entry in _listed(metadata.get("managedFields")):
        at = _moment(entry.get("time"))
        if at is not None:
            who = str(entry.get("manager") or "somebody")
            part = f" {entry['subresource']}" if entry.get("subresource") else ""
            did = "applied" if entry.get("operation") == "Apply" else "changed"
            yield Moment(at, kind.kind, ref, f"{who} {did}{part}", _named(entry.get("fieldsV1")), "fields")
    status = whole.get("status")
    for one in _listed(status.get("history") if isinstance(status, Mapping) else None):
        at = _moment(one.get("lastReconciled"))
        if at is not None:
            revision = (one.get("metadata") or {}).get("revision") if isinstance(one.get("metadata"), Mapping) else ""
            result = str(one.get("lastReconciledStatus") or "")
            times = f"{one.get('totalReconciliations', 1)} times"
            says = " ".join(filter(None, (short(str(revision or one.get("digest") or "")), times)))
            yield Moment(at, kind.kind, ref, f"reconciled {result}".strip(), says, "status", result.endswith("Failed"))


def _listed(found: Any) -> list[Mapping[str, Any]]:
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, Sequence) else []


def _moment(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return None if found is None else (found if found.tzinfo else found.replace(tzinfo=UTC))


def _named(fields: Any) -> str:
    """`spec.suspend, metadata.annotations and 3 more`."""
    paths = sorted(_paths(fields, ())) if isinstance(fields, Mapping) else []
    more = f" and {len(paths) - FIELDS} more" if len(paths) > FIELDS else ""
    return ", ".join(paths[:FIELDS]) + more


def _paths(fields: Mapping[str, Any], above: tuple[str, ...]) -> set[str]:
    """Fields two names deep: below, a list of conditions alone would be a screenful."""
    found: set[str] = set()
    for name, below in fields.items():
        if not name.startswith("f:"):
            continue
        path = (*above, name[2:])
        inner = _paths(below, path) if isinstance(below, Mapping) and len(path) < 2 else set()
        found |= inner or {".".join(path)}
    return found
