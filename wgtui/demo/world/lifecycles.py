"""How a cluster comes up and goes down, step by step: its machines as letters (see Stage)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wgtui.demo.world.blueprint import Blueprint, Bootstrap, ClusterState, Flavour, Infrastructure
from wgtui.demo.world.delivery import Application, Health, actor_key
from wgtui.demo.world.leaves import on_leaf
from wgtui.demo.world.stories import KEEP, NEXT, Step, then, together

PACE = 6.0
"""Seconds from one stage of a machine to its next; minutes in reality."""

COMING = "pcbr"
LEAVING = "dt_"


def staggered(track: str, size: int) -> list[str]:
    """`size` machines on the same track, each a step behind the one before: ppp cpp bcp rbc rrb rrr."""
    last = len(track) - 1
    return ["".join(track[max(0, min(last, time - index))] for index in range(size)) for time in range(last + size)]


def one_by_one(track: str, size: int) -> list[str]:
    """A machine begins when the one before has come: p c b r rp rc rb rr …"""
    return [track[-1] * index + letter for index in range(size) for letter in track]


def replaced(letters: str, *pairs: tuple[int, int]) -> Iterator[str]:
    """For each (coming, going): a machine comes in the one slot, and when it is there, the other one's goes."""
    for coming, going in pairs:
        for slot, track in ((coming, COMING), (going, LEAVING)):
            for letter in track:
                letters = letters[:slot] + letter + letters[slot + 1 :]
                yield letters


def coming_up(blueprint: Blueprint) -> Iterator[Step]:
    """From a Cluster without any machine to a ready one with Flux on it; its infrastructure is still to be made."""
    if blueprint.flavour is Flavour.EKS:
        yield then(PACE, infrastructure=Infrastructure.CREATING, control_plane="p")
        yield then(2 * PACE, infrastructure=Infrastructure.READY, control_plane="c")
        yield then(3 * PACE, control_plane="r")
    else:
        yield then(PACE, infrastructure=Infrastructure.CREATING, workers=_pools(blueprint, "p"))
        yield then(2 * PACE, infrastructure=Infrastructure.READY, control_plane="p")
        yield from together(PACE, control_plane=["c", "b", "r"])
    yield from growing(blueprint)


def growing(blueprint: Blueprint) -> Iterator[Step]:
    """From an initialized control plane to a whole cluster with Flux on it."""
    rest = one_by_one(COMING, blueprint.control_plane)[len(COMING) :]
    tracks: dict[str, Sequence[object]] = {
        "control_plane": [] if blueprint.flavour is Flavour.EKS else rest,
        "workers": _together(blueprint, COMING),
        "connected": [True],
    }
    yield from together(PACE / 2, **tracks)
    yield from bootstrapping(blueprint)


def bootstrapping(blueprint: Blueprint) -> Iterator[Step]:
    """The bootstrap Job runs; then what Flux delivers arrives, one application after the other."""
    yield then(PACE, bootstrap=Bootstrap.RUNNING, bootstrap_run=NEXT)
    arriving = [
        actor_key(each.what.server, each.what.ref)
        for each in on_leaf(blueprint.name)
        if isinstance(each.what, Application)
    ]
    yield from (then(0, who, health=Health.PROGRESSING) for who in arriving)
    yield then(3 * PACE, bootstrap=Bootstrap.DONE)
    yield from (then(PACE / 2, who, health=Health.READY) for who in arriving)


def going_down(blueprint: Blueprint) -> Iterator[Step]:
    """Deleted as Cluster API does it: workers, control plane, infrastructure, and at last the Cluster."""
    size = 1 if blueprint.flavour is Flavour.EKS else blueprint.control_plane
    yield from leaving(_pools(blueprint, "r"), "r" * size)


def leaving(pools: tuple[str, ...], control_plane: str) -> Iterator[Step]:
    """As `going_down`, of the machines that are there now, as letters."""
    workers = _side_by_side([_emptied(letters) for letters in pools] or [[""]])
    yield then(PACE, deleting=True, workers=workers[0])
    yield from together(PACE, workers=workers[1:])
    yield from together(PACE, control_plane=_emptied(control_plane), connected=[KEEP, False])
    yield then(PACE, infrastructure=Infrastructure.DELETING)
    yield then(2 * PACE, exists=False)


def resized(state: ClusterState, blueprint: Blueprint) -> Iterator[Step]:
    """Machines come to pools that are to have more, and leave those that are to have fewer."""
    tracks = [_resized(letters, pool.replicas) for letters, pool in zip(state.workers, blueprint.pools, strict=True)]
    control_plane = state.control_plane
    managed = blueprint.flavour is Flavour.EKS
    frames = [control_plane] if managed else _resized(control_plane, blueprint.control_plane)
    yield from together(PACE, workers=_side_by_side(tracks) or [()], control_plane=frames)


def _resized(letters: str, wanted: int) -> list[str]:
    there = [slot for slot, letter in enumerate(letters) if letter != "_"]
    missing = wanted - len(there)
    if missing >= 0:
        return [letters + letter * missing for letter in COMING] if missing else [letters]
    going = {*there[wanted:]}
    frames = ("".join(new if slot in going else old for slot, old in enumerate(letters)) for new in LEAVING)
    return [frame.rstrip("_") for frame in frames]


def upgraded(state: ClusterState, before: str, version: str, *, managed: bool) -> Iterator[Step]:
    """Another version: the control plane first, then the workers, a new machine for each that goes.

    `managed`: the control plane has no machines.
    """
    control_plane = [state.control_plane] if managed else _anew(state.control_plane)
    workers = [_anew(letters) for letters in state.workers]
    yield then(
        PACE / 2,
        version=version,
        rolling_from=before,
        template=NEXT,
        workers=tuple(track[0] for track in workers),
        control_plane=control_plane[0],
    )
    yield from together(PACE / 3, control_plane=control_plane[1:])
    yield from together(PACE / 3, workers=_side_by_side(workers)[1:])


def _anew(letters: str) -> list[str]:
    there = [slot for slot, letter in enumerate(letters) if letter != "_"]
    old = letters.replace("r", "o")
    free = old.find("_") if "_" in old else len(old)
    old = old if "_" in old else f"{old}_"
    coming = [free, *there]
    return [old, *replaced(old, *zip(coming, there, strict=False))]


def _side_by_side(tracks: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """All pools at each time; what is through with its track stays at its end."""
    longest = max(map(len, tracks), default=0)
    return [tuple(track[min(time, len(track) - 1)] for track in tracks) for time in range(longest)]


def _emptied(letters: str) -> list[str]:
    """Each machine that is there drains, terminates and is gone; where there is none there stays none."""
    return [
        "".join("_" if was == "_" else letter for was, letter in zip(letters, frame, strict=True))
        for frame in staggered(LEAVING, len(letters))
    ]


def asked_for(blueprint: Blueprint) -> Step:
    """The Cluster is there again, and nothing of it yet."""
    return then(
        3 * PACE,
        exists=True,
        infrastructure=Infrastructure.PENDING,
        control_plane="",
        workers=_pools(blueprint, ""),
        connected=None,
        bootstrap=Bootstrap.WAITING,
        deleting=False,
    )


def _pools(blueprint: Blueprint, letter: str) -> tuple[str, ...]:
    return tuple(letter * pool.replicas for pool in blueprint.pools)


def _together(blueprint: Blueprint, track: str) -> list[tuple[str, ...]]:
    """All pools on the same track; each ends when its last machine has come or gone."""
    return _side_by_side([staggered(track, pool.replicas) for pool in blueprint.pools])
