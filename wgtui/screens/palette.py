"""Everything that can be gone to by name: lists, kinds, clusters, applications, contexts, namespaces, actions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any

from textual.binding import ActiveBinding
from textual.message import Message

from wgtui.errors import WgtuiError
from wgtui.fleet.pulls import PULL_REQUEST
from wgtui.keys import KEYS
from wgtui.resources.capi import CLUSTER
from wgtui.resources.core import NAMESPACE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.resources.templates import TEMPLATE_KINDS
from wgtui.screens.asking import Act, SwitchContext, SwitchNamespace
from wgtui.screens.chooser import Choice
from wgtui.screens.help import WhyNot
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.making import everything
from wgtui.screens.object_place import place_of_cluster, place_of_pull
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.store.store import Health

Destination = Choice[Message | Place]
"""A place to go to, or whatever else is to be asked of the application."""

_SOUGHT: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER, *APPLICATION_KINDS)
"""Read while the palette is open, if nothing else needs them."""

AT_ONCE = 1000
"""Clusters and applications that can be chosen from the first letter on, however fast it is typed."""

SLICE = 500
"""Entries between two turns of the loop."""

FRAME = 0.1
"""Seconds between two looks whether they are read."""

_KINDS = (("applications", APPLICATION_KINDS), ("sources", SOURCE_KINDS), ("templates", TEMPLATE_KINDS))
_WHY_NOT = {Health.DENIED: "denied", Health.ABSENT: "not served"}

_LISTS = (
    ("clusters", "fleet cl"),
    ("applications", "apps"),
    ("sources", "src"),
    ("templates", "tpl"),
    ("pulls", "pull requests prs"),
)
_SHORT = {
    "GitopsCluster": "gc",
    "Kustomization": "ks",
    "HelmRelease": "hr",
    "GitRepository": "gitrepo",
    "OCIRepository": "ocirepo",
    "HelmRepository": "helmrepo",
}


def destinations(host: Host, active: Iterable[ActiveBinding], why_not: WhyNot) -> list[Destination]:
    """What is known at once; `asked` brings the rest."""
    found: list[Destination] = [Choice(name, Place(name), "list", words=words) for name, words in _LISTS]
    session = host.session
    if session is not None:
        denied = "read-only" if session.client.read_only else ""
        found += [Choice(one.text, one.value, "new", one.detail, denied) for one in everything()]
        found += _kinds(session)
        found.append(Choice("all namespaces", SwitchNamespace(""), "namespace", words="ns"))
        found += _actions(active, why_not)
        found += islice(_objects(session), AT_ONCE)
    return found


def _kinds(session: Session) -> Iterator[Destination]:
    for page, kinds in _KINDS:
        for kind in kinds:
            yield _kind(page, kind, _WHY_NOT.get(session.fleet.management.freshness(kind).health, ""))


def _kind(page: str, kind: Kind[Any], denied: str) -> Destination:
    words = f"{kind.kind} {_SHORT.get(kind.kind, '')}"
    return Choice(kind.plural, Place(page, filter=f"kind={kind.kind}"), "kind", denied=denied, words=words)


def _objects(session: Session) -> Iterator[Destination]:
    """Their refs are taken first: the stores may change while they are looked through."""
    for ref in _clusters(session):
        place = place_of_cluster(ref, capi_ref(session.fleet.management, ref))
        yield Choice(ref.name, place, "cluster", ref.namespace)
    yield from _pulls(session)
    held = [
        (leaf.name, kind, list(leaf.objects(kind))) for leaf in session.fleet.stores() for kind in APPLICATION_KINDS
    ]
    for leaf, kind, refs in held:
        for ref in refs:
            place = Place("application", ref, kind.kind, leaf)
            yield Choice(ref.name, place, kind.kind, " ".join((leaf, ref.namespace)).strip(), words="application")


def _pulls(session: Session) -> Iterator[Destination]:
    """Those that somebody has looked at, or that the list of clusters knows of."""
    for known in list(session.fleet.management.objects(PULL_REQUEST).values()):
        if not known.earlier:
            title = f"#{known.pull.number} {known.pull.title}"
            yield Choice(title, place_of_pull(known.pull.number), "pull request", known.pull.author)


def _clusters(session: Session) -> list[ObjectRef]:
    """One entry for a GitopsCluster and the Cluster it stands for."""
    store = session.fleet.management
    joined = {capi_ref(store, ref) for ref in store.objects(GITOPS_CLUSTER)}
    return sorted({*store.objects(GITOPS_CLUSTER), *(store.objects(CLUSTER).keys() - joined)})


def _actions(active: Iterable[ActiveBinding], why_not: WhyNot) -> Iterator[Destination]:
    alive = {one.binding.id for one in active}
    for key in KEYS:
        if key.id in alive and key.id != "palette":
            words = f"{key.label} {key.id}"
            yield Choice(key.about, Act(key.action), "action", key.shown, denied=why_not(key.id), words=words)


async def asked(host: Host) -> AsyncGenerator[list[Destination], None]:
    """What takes a moment: every cluster and application, the contexts of the kubeconfig, all namespaces."""
    session = await host.opened()
    with ExitStack() as leases:
        for kind in _SOUGHT:
            leases.enter_context(session.watching.hold(kind))
        yield [*await _known_objects(session), *await contexts(host)]
        if _is_reading(session):
            async for _ in session.fleet.changes(*_SOUGHT):
                if not _is_reading(session):
                    break
                await asyncio.sleep(FRAME)
            yield await _known_objects(session)
        yield [*await namespaces(session), *await denied_kinds(session)]


def _is_reading(session: Session) -> bool:
    healths = {session.fleet.management.freshness(kind).health for kind in _SOUGHT}
    return bool(healths & {Health.LOADING, Health.RELEASED})


async def _known_objects(session: Session) -> list[Destination]:
    found: list[Destination] = []
    for one in _objects(session):
        found.append(one)
        if len(found) % SLICE == 0:
            await asyncio.sleep(0)
    return found


async def denied_kinds(session: Session) -> list[Destination]:
    """The kinds that may be read in no namespace at all."""
    found: list[Destination] = []
    for page, kinds in _KINDS:
        for kind in kinds:
            try:
                if await session.watching.access.namespaces(kind) == ():
                    found.append(_kind(page, kind, "denied"))
            except WgtuiError:
                return found
    return found


async def contexts(host: Host) -> list[Destination]:
    if host.config.demo:
        return []
    from wgtui.kube.kubeconfig import contexts as read

    try:
        names, _ = await asyncio.to_thread(read, host.config.kubeconfig)
    except WgtuiError:
        return []
    return [Choice(name, SwitchContext(name), "context", words="ctx") for name in names]


async def namespaces(session: Session) -> list[Destination]:
    """All of them, or those of what is known where they may not be listed."""
    try:
        names = {one.metadata.name for one in await session.client.list(NAMESPACE)}
    except WgtuiError:
        names = {ref.namespace for kind in _SOUGHT for ref in session.fleet.management.objects(kind)}
    return [Choice(name, SwitchNamespace(name), "namespace", words="ns") for name in sorted(names)]
