"""What the keys of Flux do: which objects are meant, what is asked first, and the acts themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from wgtui.fleet.suspension import Suspension
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.source import EXTERNAL_ARTIFACT, HELM_CHART
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.session import Session, leaf_ref

if TYPE_CHECKING:  # What acts needs the client, whose imports wait for the first paint.
    from wgtui.actions.outcome import Outcome, Tell
    from wgtui.actions.reconcile import Sources
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


async def changed(
    session: Session, place: Place, change: FluxChange, clock: Callable[[], datetime], tell: Tell, together: Sources
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
    return await reconcile(client, target, clock, wish, tell, together=together)


def client_of(session: Session, cluster: str) -> Client | None:
    """None while the leaf is not open."""
    if not cluster:
        return session.client
    watching = session.leaves.watching(leaf_ref(cluster))
    return watching.client if watching else None
