"""From what is known of an application to the documented model of `wgtui describe application -o json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from wgtui.fleet.applications import application_summary
from wgtui.fleet.dependencies import Dependency
from wgtui.fleet.inventory import Piece
from wgtui.fleet.tracing import Step
from wgtui.headless import application_models as models
from wgtui.headless import items
from wgtui.headless.gaps import Gap
from wgtui.views.described_application import DescribedApplication


def tree(described: DescribedApplication, gaps: Iterable[Gap], context: str, now: datetime) -> models.ApplicationTree:
    pieces = described.pieces
    return models.ApplicationTree(
        context=context,
        incomplete=items.gaps(gaps),
        application=items.application(application_summary(described.application, described.cluster), now),
        chain=[_step(step) for step in described.steps],
        needs=_dependencies(described.needs),
        needed_by=_dependencies(described.needed_by),
        inventory=None if pieces is None else _pieces(pieces),
        note=described.note,
    )


def _step(step: Step) -> models.ChainStep:
    return models.ChainStep(
        how=step.how,
        kind=step.name,
        namespace=step.ref.namespace,
        name=step.ref.name,
        status=items.word(step.verdict.status),
        reason=step.verdict.reason,
        message=step.verdict.message,
        revision=step.revision,
        changed=step.changed,
    )


def _dependencies(tree: Sequence[Dependency]) -> list[models.DependencyNode]:
    return [
        models.DependencyNode(
            kind=one.kind.kind,
            namespace=one.ref.namespace,
            name=one.ref.name,
            status=items.word(one.verdict.status),
            reason=one.verdict.reason,
            message=one.verdict.message,
            circle=one.circle,
            children=_dependencies(one.children),
        )
        for one in tree
    ]


def _pieces(pieces: Sequence[Piece]) -> list[models.InventoryNode]:
    return [
        models.InventoryNode(
            group=piece.key.group,
            kind=piece.key.kind,
            namespace=piece.key.ref.namespace,
            name=piece.key.ref.name,
            status=items.word(piece.verdict.status),
            reason=piece.verdict.reason,
            message=piece.verdict.message,
            created=piece.created,
            children=_pieces(piece.children),
        )
        for piece in pieces
    ]
