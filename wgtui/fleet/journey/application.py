"""The last stations of an application: there, and ready; or gone."""

from __future__ import annotations

from typing import Any

from wgtui.fleet.applications import application_verdict, changed, revision
from wgtui.fleet.journey.stations import State, Station
from wgtui.fleet.revisions import short
from wgtui.fleet.status import Status

CREATED, READY, DELETING, GONE = "created", "ready", "deleting", "gone"

_STATES = {Status.READY: State.DONE, Status.FAILED: State.FAILED, Status.SUSPENDED: State.WAITING}


def application_stations(kind: str, found: Any) -> list[Station]:
    """`found` is a Kustomization or a HelmRelease, None where it is not there yet."""
    if found is None:
        return [Station(CREATED, f"{kind} created", State.RUNNING), Station(READY, "ready", State.LATER)]
    says = application_verdict(found)
    done = says.status is Status.READY
    words = f"at {revision(found)}" if done and revision(found) else short(says.message) or says.status.word
    since = changed(found.status.conditions) if done else None
    return [
        Station(CREATED, f"{kind} created", State.DONE, "", found.metadata.creation_timestamp),
        Station(READY, "ready", _STATES.get(says.status, State.RUNNING), words, since),
    ]


def leaving_application(kind: str, found: Any) -> list[Station]:
    title = f"{kind} gone"
    if found is None:
        return [Station(DELETING, "deletion begun", State.DONE), Station(GONE, title, State.DONE)]
    begun = found.metadata.deletion_timestamp
    if begun is None:
        later = Station(GONE, title, State.LATER)
        return [Station(DELETING, "deletion begun", State.RUNNING, "it is still there"), later]
    waits = ", ".join(found.metadata.finalizers)
    gone = Station(GONE, title, State.RUNNING, f"waits for {waits}" if waits else "")
    return [Station(DELETING, "deletion begun", State.DONE, "", begun), gone]
