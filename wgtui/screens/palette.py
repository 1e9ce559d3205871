"""Everything that can be gone to by name: lists, kinds, clusters, applications, contexts, namespaces, actions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

from textual.binding import ActiveBinding
from textual.message import Message

from wgtui.errors import WgtuiError
from wgtui.keys import KEYS
from wgtui.resources.capi import CLUSTER
from wgtui.resources.core import NAMESPACE
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS
from wgtui.screens.asking import Act, Go, SwitchContext, SwitchNamespace
from wgtui.screens.chooser import Choice
from wgtui.screens.help import WhyNot
from wgtui.screens.host import Host
from wgtui.screens.place import Place
from wgtui.screens.session import Session
from wgtui.store.store import Health

Destination = Choice[Message]

_KINDS = (("applications", APPLICATION_KINDS), ("sources", SOURCE_KINDS))
_WHY_NOT = {Health.DENIED: "denied", Health.ABSENT: "not served"}

_LISTS = (("clusters", "fleet cl"), ("applications", "apps"), ("sources", "src"))
_SHORT = {
    "GitopsCluster": "gc",
    "Kustomization": "ks",
    "HelmRelease": "hr",
    "GitRepository": "gitrepo",
    "OCIRepository": "ocirepo",
    "HelmRepository": "helmrepo",
}


def destinations(host: Host, active: Iterable[ActiveBinding], why_not: WhyNot) -> list[Destination]:
    """What is known at once; `asked` takes longer."""
    found: list[Destination] = [Choice(name, Go(Place(name)), "list", words=words) for name, words in _LISTS]
    session = host.session
    if session is not None:
        found += _kinds(session)
        found += _objects(session)
        found += [Choice(name, SwitchNamespace(name), "namespace", words="ns") for name in known_namespaces(session)]
        found.append(Choice("all namespaces", SwitchNamespace(""), "namespace", words="ns"))
    return [*found, *_actions(active, why_not)]


def _kinds(session: Session) -> Iterator[Destination]:
    for page, kinds in _KINDS:
        for kind in kinds:
            yield _kind(page, kind, _WHY_NOT.get(session.fleet.management.freshness(kind).health, ""))


def _kind(page: str, kind: Kind[Any], denied: str) -> Destination:
    words = f"{kind.kind} {_SHORT.get(kind.kind, '')}"
    return Choice(kind.plural, Go(Place(page, filter=f"kind={kind.kind}")), "kind", denied=denied, words=words)


def _objects(session: Session) -> Iterator[Destination]:
    store = session.fleet.management
    for ref in sorted({*store.objects(GITOPS_CLUSTER), *store.objects(CLUSTER)}):
        yield Choice(ref.name, Go(Place("cluster", ref)), "cluster", detail=ref.namespace)
    for leaf in session.fleet.stores():
        for kind in APPLICATION_KINDS:
            for ref in leaf.objects(kind):
                place = Place("application", ref, kind.kind, leaf.name)
                yield Choice(ref.name, Go(place), "application", detail=" ".join((leaf.name, ref.namespace)).strip())


def known_namespaces(session: Session) -> list[str]:
    """Those of the objects that are on screen or were a moment ago."""
    store = session.fleet.management
    kinds: tuple[Kind[Any], ...] = (GITOPS_CLUSTER, CLUSTER, *APPLICATION_KINDS, *SOURCE_KINDS)
    return sorted({ref.namespace for kind in kinds for ref in store.objects(kind)})


def _actions(active: Iterable[ActiveBinding], why_not: WhyNot) -> Iterator[Destination]:
    alive = {one.binding.id for one in active}
    for key in KEYS:
        if key.id in alive and key.id != "palette":
            words = f"{key.label} {key.id}"
            yield Choice(key.about, Act(key.action), "action", key.shown, denied=why_not(key.id), words=words)


async def asked(host: Host) -> list[Destination]:
    """What takes a moment to know: the contexts of the kubeconfig, and all namespaces."""
    return [*await denied_kinds(host), *await contexts(host), *await namespaces(host)]


async def denied_kinds(host: Host) -> list[Destination]:
    """The kinds that may be read in no namespace at all."""
    session = await host.opened()
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


async def namespaces(host: Host) -> list[Destination]:
    session = await host.opened()
    try:
        found = await session.client.list(NAMESPACE)
    except WgtuiError:
        return []
    known = set(known_namespaces(session))
    names = sorted(one.metadata.name for one in found)
    return [Choice(name, SwitchNamespace(name), "namespace", words="ns") for name in names if name not in known]
