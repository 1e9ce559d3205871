"""What is worth knowing before a pull request is opened: nothing here refuses, the user decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from wgtui.actions.proposal import Proposal, read_mark
from wgtui.github.changes import Change
from wgtui.github.pulls import PullRequest
from wgtui.resources.kustomize import Kustomization
from wgtui.resources.meta import ObjectRef
from wgtui.templates.sops_secrets import is_encrypted

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Finding:
    """`grave` wants a confirmation of its own."""

    words: str
    grave: bool = False


def findings(
    proposal: Proposal,
    source: ObjectRef,
    kustomizations: Iterable[Kustomization],
    pulls: Iterable[PullRequest],
) -> tuple[Finding, ...]:
    """`source` is the GitRepository that Flux reads the changed branch by."""
    changes = [change for change in proposal.changes if isinstance(change, Change) and change.content is not None]
    # What was found by the Kustomization that applies it is applied by that one, on whatever cluster.
    special = _encrypted(changes) if proposal.origin else _uncovered(changes, source, kustomizations)
    return (*_plain_secrets(changes), *special, *_others(proposal, pulls))


def _plain_secrets(changes: Iterable[Change]) -> Iterator[Finding]:
    for change in changes:
        for name in _secrets_in(change.content or b""):
            yield Finding(f"{change.path}: Secret {name} would be readable by everybody who sees the repository", True)


def _encrypted(changes: Iterable[Change]) -> Iterator[Finding]:
    for change in changes:
        if any(isinstance(body.get("sops"), dict) for body in bodies(change.content or b"", b"sops")):
            words = f"{change.path} is encrypted with SOPS, which refuses a file that was changed without it"
            yield Finding(words, True)


def _secrets_in(content: bytes) -> Iterator[str]:
    """Names of Secrets with data that SOPS has not encrypted."""
    for body in bodies(content, b"Secret"):
        if body.get("kind") == "Secret" and not is_encrypted(body) and (body.get("data") or body.get("stringData")):
            yield str((body.get("metadata") or {}).get("name", ""))


def bodies(content: bytes, word: bytes) -> Iterator[dict[Any, Any]]:
    """The objects of a file that has this word; of one that is no YAML those before the mistake."""
    if word not in content:
        return
    try:
        for body in _objects(yaml.load_all(content, Loader=_LOADER)):
            if isinstance(body, dict):
                yield body
    except yaml.YAMLError:
        return


def _objects(bodies: Iterable[Any]) -> Iterator[Any]:
    """Also those that stand in a List."""
    for body in bodies:
        if isinstance(body, dict) and isinstance(body.get("items"), list) and str(body.get("kind")).endswith("List"):
            yield from body["items"]
        else:
            yield body


def _uncovered(
    changes: Iterable[Change], source: ObjectRef, kustomizations: Iterable[Kustomization]
) -> Iterator[Finding]:
    reading = tuple(kustomizations)
    for change in changes:
        if reader(change.path, source, reading) is None:
            yield Finding(f"{change.path}: nothing on the management cluster applies it; Flux on its own cluster may")


def reader(path: str, source: ObjectRef, kustomizations: Iterable[Kustomization]) -> Kustomization | None:
    """The Kustomization that applies a file of this source; the one with the longest folder where there are several."""
    found = [one for one in kustomizations if _reads(one, source) and _is_below(path, _folder(one))]
    return max(found, key=lambda one: len(_folder(one)), default=None)


def _folder(kustomization: Kustomization) -> str:
    return kustomization.spec.path.removeprefix(".").strip("/")


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _reads(kustomization: Kustomization, source: ObjectRef) -> bool:
    found = kustomization.source
    return found is not None and found.kind == "GitRepository" and found.ref == source


def _others(proposal: Proposal, pulls: Iterable[PullRequest]) -> Iterator[Finding]:
    for pull in pulls:
        if about_the_same(proposal, pull):
            yield Finding(f"#{pull.number} by {pull.author} is open and about the same: {pull.title}")


def about_the_same(proposal: Proposal, pull: PullRequest) -> bool:
    """By its mark, which only those bear that wgtui has opened."""
    about = read_mark(pull.body)
    return pull.is_open and about is not None and not set(proposal.subjects).isdisjoint(about[1])


def touching(pull: PullRequest, paths: Sequence[str]) -> Iterator[Finding]:
    """`paths` are those that both change."""
    if paths:
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Finding(f"#{pull.number} by {pull.author} is open and changes {paths[0]}{more} too: {pull.title}")
