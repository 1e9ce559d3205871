"""Clusters and applications in any number, besides those with a story: drawn from models that the world makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from wgtui.demo.storage import Storage
from wgtui.demo.stored import decode
from wgtui.demo.world.draft import Json, timestamp
from wgtui.demo.world.models import Family, Model, application_families, cluster_families, source_model
from wgtui.demo.world.stencil import Drawn, Subject

PER_NAMESPACE = 100

SITES = ("retail", "plant", "branch", "depot", "lab")
SERVICES = ("orders", "billing", "search", "profile", "gateway", "reports", "mailer")

TROUBLED_FOR = 4
"""Turns after which one that left its usual state is well again."""


@dataclass(frozen=True)
class Herd:
    """`count` subjects; what each is follows from its number alone."""

    count: int
    families: tuple[Family, ...]
    namespaces: str
    names: tuple[str, ...]
    first: int
    """The number of its first subject: no two subjects of a crowd share one."""
    start: datetime

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.count))

    def subject(self, index: int, since: str = "") -> Subject:
        mixed = _mixed(index)
        created, became = (
            timedelta(days=30 + mixed % 370, seconds=mixed % 86399),
            timedelta(seconds=600 + mixed % 80000),
        )
        if self.model(index).young:
            created, became = timedelta(seconds=400 + mixed % 600), timedelta(seconds=30 + mixed % 300)
        return Subject(
            f"{self.namespaces}-{index // PER_NAMESPACE:03}",
            f"{self.names[index % len(self.names)]}-{index:05}",
            self.first + index,
            timestamp(self.start - created),
            since or timestamp(self.start - became),
        )

    def family(self, index: int) -> Family:
        return self.families[index % len(self.families)]

    def model(self, index: int) -> Model:
        place = _mixed(index) // 7 % 1000
        models = self.family(index).models
        for model in models:
            place -= model.share
            if place < 0:
                return model
        return models[0]

    def usual(self, chance: int) -> int:
        """The index of one in the usual state, chosen by a number; nearly all are in it."""
        index = chance % self.count
        while self.model(index) is not self.family(index).models[0]:
            index = (index + 1) % self.count
        return index


def _mixed(index: int) -> int:
    """A number that looks like chance and is always the same."""
    return (index + 1) * 2654435761 % 2**32


class Crowd:
    """`clusters` and `applications` are how many of each; `url` is where the clusters' API servers are."""

    def __init__(
        self, storage: Storage, start: datetime, seed: int, *, clusters: int, applications: int, url: str
    ) -> None:
        self._storage = storage
        self._start = start
        self._turn = 0
        self._seed = seed
        herds = []
        if clusters > 0:
            families = cluster_families(storage.kinds, seed, url)
            herds.append(Herd(clusters, families, "fleet", SITES, 1, start))
        if applications > 0:
            families = application_families(storage.kinds, seed)
            herds.append(Herd(applications, families, "team", SERVICES, 2**32, start))
        self._herds = tuple(herds)

    def __len__(self) -> int:
        return sum(herd.count for herd in self._herds)

    def build(self) -> None:
        """Fill the storage; nothing is told to anybody, as all of it has long been there."""
        drawn: dict[str, list[Drawn]] = {}
        version = self._storage.version
        for subject, model in self._everybody():
            for stencil in model.stencils:
                version += 1
                drawn.setdefault(stencil.resource, []).append(Drawn(stencil, subject, version))
        for resource, objects in drawn.items():
            self._storage.fill(resource, objects)

    def turn(self, now: datetime) -> Iterator[tuple[Json, Json]]:
        """In each herd one leaves its usual state and one that did so is well again: objects before and after."""
        self._turn += 1
        for herd in self._herds:
            for turn, troubled in ((self._turn, True), (self._turn - TROUBLED_FOR, False)):
                if turn > 0:
                    yield from self._moved(herd, herd.usual(_mixed(turn * 7919)), troubled, timestamp(now))

    def _moved(self, herd: Herd, index: int, troubled: bool, since: str) -> Iterator[tuple[Json, Json]]:
        usual, trouble = herd.model(index), herd.family(index).trouble
        subject = herd.subject(index, since)
        for well, bad in zip(usual.stencils, trouble.stencils, strict=True):
            if well.text != bad.text:
                before, after = (well, bad) if troubled else (bad, well)
                yield decode(before.draw(subject, 0)), decode(after.draw(subject, 0))

    def _everybody(self) -> Iterator[tuple[Subject, Model]]:
        for herd in self._herds:
            for index in herd:
                yield herd.subject(index), herd.model(index)
            if herd.namespaces == "team":
                yield from self._sources(herd)

    def _sources(self, herd: Herd) -> Iterator[tuple[Subject, Model]]:
        """Each team has a repository of applications and one of charts."""
        models = [source_model(self._storage.kinds, self._seed, name) for name in ("apps", "charts")]
        for team in range(-(-herd.count // PER_NAMESPACE)):
            for model in models:
                subject = herd.subject(team * PER_NAMESPACE)
                yield subject._replace(number=subject.number + 2**40), model
