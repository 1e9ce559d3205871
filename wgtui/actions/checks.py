"""What is worth knowing before a pull request is opened: nothing here refuses, the user decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import yaml

from wgtui.actions.proposal import Proposal, read_mark
from wgtui.github.changes import Change
from wgtui.github.pulls import PullRequest
from wgtui.resources.kustomize import Kustomization
from wgtui.resources.meta import ObjectRef

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
    return (*_plain_secrets(changes), *_uncovered(changes, source, kustomizations), *_others(proposal, pulls))


def _plain_secrets(changes: Iterable[Change]) -> Iterator[Finding]:
    for change in changes:
        for name in _secrets_in(change.content or b""):
            yield Finding(f"{change.path}: Secret {name} would be readable by everybody who sees the repository", True)


def _secrets_in(content: bytes) -> Iterator[str]:
    """Names of Secrets with data that SOPS has not encrypted."""
    if b"Secret" not in content:
        return
    try:
        for body in yaml.load_all(content, Loader=_LOADER):
            if not isinstance(body, dict) or body.get("kind") != "Secret" or "sops" in body:
                continue
            if body.get("data") or body.get("stringData"):
                yield str((body.get("metadata") or {}).get("name", ""))
    except yaml.YAMLError:
        return


def _uncovered(
    changes: Iterable[Change], source: ObjectRef, kustomizations: Iterable[Kustomization]
) -> Iterator[Finding]:
    folders = [one.spec.path.removeprefix(".").strip("/") for one in kustomizations if _reads(one, source)]
    for change in changes:
        if not any(not folder or change.path.startswith(f"{folder}/") for folder in folders):
            yield Finding(f"{change.path}: nothing on the management cluster applies it; Flux on its own cluster may")


def _reads(kustomization: Kustomization, source: ObjectRef) -> bool:
    found = kustomization.source
    return found is not None and found.kind == "GitRepository" and found.ref == source


def _others(proposal: Proposal, pulls: Iterable[PullRequest]) -> Iterator[Finding]:
    wanted = set(proposal.subjects)
    for pull in pulls:
        about = read_mark(pull.body)
        if pull.is_open and about is not None and wanted & set(about[1]):
            yield Finding(f"#{pull.number} by {pull.author} is open and about the same: {pull.title}")
