"""What a pull request that somebody else opened is about, by the files it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wgtui.fleet.pulls import CLUSTER_KINDS, Intent
from wgtui.github.marks import Subject, Verb, read_mark
from wgtui.github.pulls import PullRequest
from wgtui.github.touched import Touch, TouchedFile
from wgtui.resources.registry import APPLICATION_KINDS
from wgtui.templates.paths import Layout

LONGEST = 200_000
"""Characters of a file that is looked into."""

_APPLICATIONS = tuple(kind.kind for kind in APPLICATION_KINDS)


class _Named(NamedTuple):
    path: str
    subject: Subject


def marked(pull: PullRequest) -> tuple[Intent, ...]:
    """Of one that wgtui opened; empty of others."""
    found = read_mark(pull.body)
    return tuple(Intent(found[0], subject) for subject in found[1]) if found else ()


def meant(pull: PullRequest, files: Iterable[TouchedFile], watched: Iterable[str] | None) -> tuple[Intent, ...]:
    """By its mark; of what is made the files say more, where they say anything."""
    told = marked(pull)
    if told and told[0].verb is not Verb.CREATE:
        return told
    return intents(files, None if told else watched) or told


def intents(files: Iterable[TouchedFile], watched: Iterable[str] | None = None) -> tuple[Intent, ...]:
    """Clusters first, and applications where no cluster comes or goes.

    `watched` are the folders that Flux reads on the management cluster; a cluster outside of them is none of this
    fleet. None: nobody knows them.
    """
    files = [file for file in files if file.path.endswith((".yaml", ".yml"))]
    there = [_Named(file.path, one) for file in files if file.touch is Touch.ADDED for one in objects_in(file.text)]
    gone = [_Named(file.path, one) for file in files if file.touch is Touch.REMOVED for one in objects_in(file.text)]
    folders = None if watched is None else tuple(watched)
    clusters = _moves(there, gone, CLUSTER_KINDS, folders)
    if clusters:
        return clusters
    return _moves(there, gone, _APPLICATIONS, None) or tuple(_by_place(files, Layout()))


def _moves(
    there: list[_Named], gone: list[_Named], kinds: tuple[str, ...], watched: tuple[str, ...] | None
) -> tuple[Intent, ...]:
    """What is in both has only moved to another file. Of a Cluster and its GitopsCluster the latter is told."""
    added, removed = ({one.subject for one in side if _counts(one, kinds, watched)} for side in (there, gone))
    verb = Verb.CREATE if kinds is CLUSTER_KINDS else Verb.ADD
    found = [Intent(Verb.EDIT if one in removed else verb, one) for one in added]
    found += [Intent(Verb.DELETE, one) for one in removed - added]
    leading = {one.ref for one in found if one.subject.kind == "GitopsCluster"}
    chosen = (one for one in found if one.subject.kind != "Cluster" or one.ref not in leading)
    return tuple(sorted(chosen, key=lambda one: (one.subject.namespace, one.subject.name, one.subject.kind)))


def _counts(one: _Named, kinds: tuple[str, ...], watched: tuple[str, ...] | None) -> bool:
    return one.subject.kind in kinds and (watched is None or any(is_below(one.path, each) for each in watched))


def is_below(path: str, folder: str) -> bool:
    """`folder` as Flux writes it: `./clusters/prod`; empty or `./` is the whole repository."""
    below = folder.removeprefix(".").strip("/")
    return not below or path.startswith(f"{below}/")


_VERBS = {Touch.ADDED: Verb.CREATE, Touch.CHANGED: Verb.EDIT, Touch.REMOVED: Verb.DELETE}


def _by_place(files: Iterable[TouchedFile], layout: Layout) -> Iterator[Intent]:
    """By where the files of a cluster are, of those whose content does not say more."""
    found: dict[Subject, Verb] = {}
    for file in files:
        named = _named_by(file.path, layout) if not file.text else None
        if named is not None:
            found[named] = _VERBS[file.touch]
        elif (owner := beside(file.path, layout)) is not None:
            found.setdefault(owner, Verb.EDIT)
    yield from (Intent(verb, subject) for subject, verb in found.items())


def _named_by(path: str, layout: Layout) -> Subject | None:
    """The cluster whose manifest this is."""
    below = path.removeprefix(f"{layout.manifests}/")
    namespace, _, name = below.rpartition(".")[0].partition("/")
    return Subject("GitopsCluster", namespace, name) if below != path and name and "/" not in name else None


def beside(path: str, layout: Layout) -> Subject | None:
    """The cluster in whose folder this is; the management cluster's own folders are no cluster's."""
    parts = path.removeprefix(f"{layout.clusters}/").split("/")
    own = layout.manifests.removeprefix(f"{layout.clusters}/").partition("/")[0]
    is_cluster = path.startswith(f"{layout.clusters}/") and len(parts) > 2 and parts[0] not in (own, "bases")
    return Subject("GitopsCluster", parts[0], parts[1]) if is_cluster else None


def objects_in(text: str) -> Iterator[Subject]:
    """Every object with a name in a file of manifests; one that cannot be read says nothing."""
    if not text or len(text) > LONGEST:
        return
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for body in yaml.load_all(text, Loader=loader):
            metadata = body.get("metadata") if isinstance(body, dict) else None
            if isinstance(metadata, dict) and isinstance(metadata.get("name"), str):
                yield Subject(str(body.get("kind")), str(metadata.get("namespace") or "default"), metadata["name"])
    except (yaml.YAMLError, ValueError, RecursionError):
        return
