"""What the keys of Flux do: which objects are meant, what is asked first, and the acts themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from wgtui.errors import KubeError
from wgtui.fleet.blast import effects, reach, reverting, summed, told
from wgtui.fleet.suspension import Suspension
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.inventory import entries_of
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.source import EXTERNAL_ARTIFACT, HELM_CHART
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.session import Session, leaf_ref

if TYPE_CHECKING:  # What acts needs the client, whose imports wait for the first paint.
    from wgtui.actions.outcome import Outcome, Tell
    from wgtui.kube.client import Client

RECONCILE, WITH_SOURCE, SUSPEND, RESUME = "reconcile", "reconcile-source", "suspend", "resume"

_KINDS = tuple(kind for kind in (*APPLICATION_KINDS, *SOURCE_KINDS) if kind != EXTERNAL_ARTIFACT)


@dataclass(frozen=True, slots=True)
class FluxChange:
    """`wishes` are those of `wishing`, of a reconcile; `reason` and `until` are of a suspend."""

    verb: str
    wishes: frozenset[str] = frozenset()
    reason: str = ""
    until: datetime | None = None


class ChangeFlux(Message):
    """Do this to these objects."""

    def __init__(self, change: FluxChange, places: Sequence[Place]) -> None:
        super().__init__()
        self.change = change
        self.places = places


def is_flux(place: Place | None) -> bool:
    """Whether Flux reconciles what the place shows."""
    return place is not None and place.page in ("application", "source") and kind_of(place) in _KINDS


def is_suspended(session: Session, place: Place) -> bool:
    store = session.fleet.store(place.cluster)
    found = store.get(kind_of(place), place.ref) if store is not None and place.ref is not None else None
    return bool(found is not None and found.spec.suspend)


def offered(places: Sequence[Place]) -> list[str]:
    """What can be wished for when these are reconciled."""
    kinds = {kind_of(place) for place in places}
    wishes = ["source"] if kinds & {*APPLICATION_KINDS, HELM_CHART} else []
    return [*wishes, *(["force", "reset"] if HELM_RELEASE in kinds else [])]


def named(places: Sequence[Place]) -> str:
    """`Kustomization shop/cart`, or `3 objects`."""
    return f"{places[0].kind} {places[0].ref}" if len(places) == 1 else f"{len(places)} objects"


async def consequences(session: Session, places: Sequence[Place]) -> list[str]:
    """Of suspending them: what they do to others, the sum of it, what pruning would take, and who may undo it."""
    lines: list[str] = []
    for place in places:
        store = session.fleet.store(place.cluster)
        if store is not None and place.ref is not None:
            lines += told(effects(store, kind_of(place), place.ref))
    if not lines:
        lines.append("nothing that is read here depends on it")
    else:
        lines += _sums(session, places)
    prunes = [await _pruning(session, place) for place in places[:PRUNES]]
    return [*lines, *dict.fromkeys(filter(None, (*prunes, *(_reverting(session, place) for place in places))))]


PRUNES = 4
"""Objects whose inventory is counted: each is read whole."""


def _sums(session: Session, places: Sequence[Place]) -> Iterator[str]:
    for cluster in dict.fromkeys(place.cluster for place in places):
        store = session.fleet.store(cluster)
        if store is not None:
            meant = [(kind_of(one), one.ref) for one in places if one.cluster == cluster and one.ref is not None]
            yield summed(reach(store, *meant))


async def _pruning(session: Session, place: Place) -> str:
    """Of a Kustomization that prunes, how much goes with it; empty where that cannot be told."""
    client = client_of(session, place.cluster)
    if client is None or place.ref is None or kind_of(place) != KUSTOMIZATION:
        return ""
    try:
        whole = await client.get_raw(KUSTOMIZATION, place.ref)
    except KubeError:
        return ""
    listed = entries_of(whole) or ()
    if not (whole.get("spec") or {}).get("prune") or not listed:
        return ""
    objects = "the object" if len(listed) == 1 else f"the {len(listed)} objects"
    return f"{place.kind} {place.ref} prunes: were it deleted, {objects} it has applied would go too"


def _reverting(session: Session, place: Place) -> str:
    store = session.fleet.store(place.cluster)
    found = store.get(kind_of(place), place.ref) if store is not None and place.ref is not None else None
    return reverting(found.metadata.labels) if found is not None else ""


async def changed(
    session: Session, place: Place, change: FluxChange, clock: Callable[[], datetime], tell: Tell
) -> Outcome:
    """Each object is asked once, and followed to what came of it."""
    from wgtui.actions.flux import Target
    from wgtui.actions.outcome import Outcome, Result
    from wgtui.actions.reconcile import Wish, reconcile
    from wgtui.actions.suspend import resume, suspend
    from wgtui.actions.whoami import whoami

    assert place.ref is not None
    target = Target(kind_of(place), place.ref)
    client = client_of(session, place.cluster)
    if client is None:
        return Outcome(Result.REFUSED, str(target), f"the cluster {place.cluster} is out of reach")
    match change.verb:
        case "suspend":
            note = Suspension(await whoami(client), change.reason, clock(), change.until)
            return await suspend(client, target, note)
        case "resume":
            return await resume(client, target, clock, tell)
    wish = Wish("source" in change.wishes, "force" in change.wishes, "reset" in change.wishes)
    return await reconcile(client, target, clock, wish, tell)


def client_of(session: Session, cluster: str) -> Client | None:
    """None while the leaf is not open."""
    if not cluster:
        return session.client
    watching = session.leaves.watching(leaf_ref(cluster))
    return watching.client if watching else None
