"""What the user may not do with what is looked at: its key is greyed out and says why, before it is tried."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from wgtui.errors import KubeError
from wgtui.keys import KEYS
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import named
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.session import Session, leaf_ref

if TYPE_CHECKING:
    from wgtui.kube.access import Access


class Need(NamedTuple):
    """`cluster` empty: on the management cluster."""

    verb: str
    kind: Kind[Any]
    namespace: str
    cluster: str


_NEEDING = tuple((key.id, key.verb, named(key.on)) for key in KEYS if key.verb)


def needs_of(place: Place | None) -> dict[str, Need]:
    """By the id of the key that needs it."""
    if place is None or place.ref is None or place.page == "journey":
        return {}
    own, namespace = kind_of(place), place.ref.namespace
    return {id: Need(verb, on or own, namespace, place.cluster) for id, verb, on in _NEEDING}


class Rights:
    """What the servers answered. What was not asked yet, or cannot be asked, counts as allowed: the act will tell."""

    def __init__(self) -> None:
        self._reasons: dict[Need, str] = {}

    def why_not(self, need: Need) -> str:
        """Empty where it is allowed."""
        return self._reasons.get(need, "")

    def unknown(self, needs: Iterable[Need]) -> list[Need]:
        return [need for need in needs if need not in self._reasons]

    async def ask(self, session: Session, need: Need) -> None:
        access = _access(session, need.cluster)
        self._reasons[need] = await _reason(access, need) if access is not None else ""


def _access(session: Session, cluster: str) -> Access | None:
    """None while the leaf is not open."""
    watching = session.leaves.watching(leaf_ref(cluster)) if cluster else session.watching
    return watching.access if watching else None


async def _reason(access: Access, need: Need) -> str:
    """Asked for all namespaces first: for most users one answer serves every row."""
    try:
        verdict = await access.allowed(need.verb, need.kind)
        if not verdict.allowed and need.namespace:
            verdict = await access.allowed(need.verb, need.kind, need.namespace)
    except KubeError:
        return ""
    return verdict.reason
