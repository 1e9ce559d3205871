"""The pull requests of the fleet's repository, followed while somebody looks, and kept in the store."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace as altered

from wgtui.actions.origin import Checkout, fleet_checkout
from wgtui.errors import WgtuiError
from wgtui.fleet.intents import marked, meant
from wgtui.fleet.pulls import PULL_REQUEST, KnownPull, pull_ref
from wgtui.github.errors import Refused, RepositoryMissing
from wgtui.github.hosts import Hosts
from wgtui.github.pulls import PullRequest
from wgtui.kube.client import Client
from wgtui.resources.changes import Synced, WatchKey
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectMeta
from wgtui.store.store import Health, Store
from wgtui.watching.lease import Lease

RETRY = timedelta(seconds=30)
"""Until GitHub is asked again after it could not be."""

PATIENT = timedelta(minutes=5)
"""The same where a list only mentions pull requests."""

SETTLING_IN = 1.0
"""Seconds that a list has for its first paint before its pull requests are asked for."""

FILES_AT_ONCE = 20
"""Pull requests of others that are looked into between two looks at all of them."""

_KEY = WatchKey(PULL_REQUEST)


class FollowedPulls:
    """`run` owns it. Nothing is asked unless somebody holds it, nor by those who hold it only if it costs nothing.

    `error` is why GitHub could not be asked last time; what was seen before stays.
    """

    def __init__(self, client: Client, hosts: Hosts, store: Store) -> None:
        self._client = client
        self._hosts = hosts
        self._store = store
        self._known: dict[int, KnownPull] = {}
        self._checkout: Checkout | None = None
        self._holders = self._passing = 0
        self._closely: list[int] = []
        self._wondered: set[tuple[int, str]] = set()
        self._looks_back = self._looked_back = False
        self._wake = asyncio.Event()
        self._is_unwelcome = False
        """Held by those who would ask only if it cost nothing, and it would."""
        self.error: WgtuiError | None = None
        self.asked = False
        """Whether GitHub has ever answered."""

    @property
    def is_asking(self) -> bool:
        """Whether more may soon be known of pull requests: of one that is not known yet, too."""
        if self.error is not None or self._is_unwelcome or not (self._holders or self._hosts.has_login()):
            return False
        unread = any(map(self._is_unread, self._known.values()))
        return unread or not self.asked or self._looks_back != self._looked_back

    def hold(self, *, in_passing: bool = False) -> Lease:
        """`in_passing`: only where a token is known without asking any program for it."""
        self._holders += not in_passing
        self._passing += in_passing
        self.look()
        return Lease(lambda: self._leave(in_passing))

    def hold_closely(self, number: int) -> Lease:
        """Each check of this one is read too."""
        self._closely.append(number)
        self.look()
        return Lease(lambda: self._closely.remove(number))

    def look(self) -> None:
        """Asks now rather than when it is time."""
        self._wake.set()

    def again(self) -> None:
        """Where the repository is may have changed too."""
        self._checkout = None
        self.look()

    def track(self, pull: PullRequest) -> None:
        """One that was just opened."""
        if pull.number not in self._known and self._checkout is not None:
            self._known[pull.number] = self._new(pull, self._checkout)
            self._tell()
        self.look()

    def wonder(self, number: int, revision: str) -> None:
        """Whether this revision holds what the pull request was merged as: the answer comes by the store."""
        if (number, revision) not in self._wondered:
            self._wondered.add((number, revision))
            self.look()

    def look_back(self) -> None:
        """At what was merged or closed lately, once."""
        if not self._looks_back:
            self._looks_back = True
            self.look()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if not self._holders and not (self._passing and self._hosts.has_login()):
                continue
            if not self._holders and not self.asked:
                await asyncio.sleep(SETTLING_IN)
            pause = await self._once()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause.total_seconds()):
                    await self._wake.wait()
            self._wake.set()

    async def _once(self) -> timedelta:
        """How long the next look can wait."""
        try:
            await self._look()
        except WgtuiError as error:
            self.error = error
            self._tell()
            pause = RETRY if self._holders else PATIENT
            return max(pause, timedelta(seconds=getattr(error, "wait", 0.0)))
        from wgtui.github.following import Cadence

        self.error = None
        self._tell()
        return Cadence().next([known.pull for known in self._known.values()], datetime.now(UTC))

    async def _look(self) -> None:
        """Raises ConfigError, KubeError, GitHubError."""
        if self._checkout is None:
            self._checkout = await fleet_checkout(self._client, self._hosts)
        place = self._checkout
        self._is_unwelcome = not self._holders and not self._hosts.has_login(place.repository.host)
        if self._is_unwelcome:
            return
        for pull in await self._hosts.open_pulls(place.repository):
            if pull.number not in self._known:
                self._known[pull.number] = self._new(pull, place)
        await self._refresh(place, [known.pull for known in self._known.values() if known.pull.is_open])
        if self._looks_back and not self._looked_back:
            await self._look_back(place)
            self._looked_back = True
        self.asked = True
        self._tell()
        await self._read_checks()
        await self._compare(place)
        await self._read_files()

    async def _refresh(self, place: Checkout, pulls: list[PullRequest]) -> None:
        if not pulls:
            return
        for seen in (await self._hosts.refreshed(place.repository.host, pulls)).values():
            if seen is None:
                continue
            known = self._known[seen.number]
            pushed = seen.is_open and seen.head_sha != known.pull.head_sha
            self._known[seen.number] = altered(known, pull=seen, files=None if pushed else known.files)

    async def _look_back(self, place: Checkout) -> None:
        found = [one for one in await self._hosts.settled_pulls(place.repository) if one.number not in self._known]
        for pull in found:
            self._known[pull.number] = altered(self._new(pull, place), earlier=True)
        # Which commit one was merged as only the other API tells.
        await self._refresh(place, [pull for pull in found if pull.merged is not None])

    async def _read_checks(self) -> None:
        for number in sorted(set(self._closely) & self._known.keys()):
            known = self._known[number]
            if known.pull.is_open or known.checks is None:
                self._known[number] = altered(known, checks=await self._hosts.checks(known.pull))
                self._tell()

    async def _read_files(self) -> None:
        """One at a time: somebody may want to open a pull request meanwhile."""
        unread = [known for known in self._known.values() if self._is_unread(known)]
        for known in sorted(unread, key=self._urgency)[:FILES_AT_ONCE]:
            try:
                files = await self._hosts.touched(known.pull)
            except (Refused, RepositoryMissing):
                files = ()
            found = await asyncio.to_thread(meant, known.pull, files, self._watched(known))
            number = known.pull.number
            self._known[number] = altered(self._known[number], files=files, intents=found)
            self._tell()

    def _is_unread(self, known: KnownPull) -> bool:
        """Of those that bear a mark the files matter only to who looks closely."""
        return known.files is None and (not known.intents or known.pull.number in self._closely)

    def _urgency(self, known: KnownPull) -> tuple[bool, int]:
        return known.pull.number not in self._closely, -known.pull.number

    async def _compare(self, place: Checkout) -> None:
        """What a commit holds never changes: it is asked once."""
        for number, revision in sorted(self._wondered):
            known = self._known.get(number)
            commit = known.pull.merge_commit if known is not None else ""
            if known is not None and commit and revision not in known.held:
                try:
                    held = await self._hosts.holds(place.repository, revision, commit)
                except (Refused, RepositoryMissing):
                    # Of another repository, or of a branch that was written anew.
                    held = False
                self._known[number] = altered(known, held={**known.held, revision: held})
                self._tell()

    def _new(self, pull: PullRequest, place: Checkout) -> KnownPull:
        return KnownPull(ObjectMeta(name=pull_ref(pull.number).name), pull, place.source, marked(pull))

    def _watched(self, known: KnownPull) -> list[str] | None:
        """The folders that the management cluster applies; None while nobody reads its Kustomizations."""
        if self._store.freshness(KUSTOMIZATION).health is not Health.LIVE:
            return None
        reading = self._store.objects(KUSTOMIZATION).values()
        return [one.spec.path for one in reading if one.source is not None and one.source.ref == known.source]

    def _tell(self) -> None:
        self._store.apply(_KEY, Synced(tuple(self._known.values()), ""), time.monotonic())

    def _leave(self, in_passing: bool) -> None:
        self._holders -= not in_passing
        self._passing -= in_passing
