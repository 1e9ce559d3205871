"""As whom CAPA acts for a cluster, and who may use that."""

from __future__ import annotations

from datetime import datetime

from wgtui.fleet.aws_identity import Step, Use
from wgtui.fleet.status import Tone
from wgtui.resources.infrastructure import AllowedNamespaces
from wgtui.resources.references import LabelSelector
from wgtui.views.aws_console import Console
from wgtui.views.cells import NOTHING, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Table


def identity_cell(use: Use) -> Cell:
    """Which it is, and whether the cluster may use it and all that it is taken on from."""
    if not use.chain:
        return NOTHING
    first = use.chain[0]
    refused = next((step for step in use.chain if step.allowed is False), None)
    name = f"{first.kind}/{first.name}"
    if refused is not None:
        whose = "" if refused is first else f" {refused.kind}/{refused.name}:"
        return text_cell(f"{name}: not allowed:{whose} {refused.why}", Tone.BAD)
    return text_cell(name if use.allowed else f"{name}: not known whether it is allowed")


def allowed_text(allowed: AllowedNamespaces | None) -> str:
    """`every namespace`, `team-a, team-b`, `namespaces with env=prod`, `none`."""
    if allowed is None:
        return "none"
    selector = allowed.selector or LabelSelector()
    if allowed.list is None and selector.empty:
        return "every namespace"
    told = [", ".join(allowed.list)] if allowed.list else []
    if not selector.empty:
        told.append(f"namespaces with {_selector_text(selector)}")
    return " and ".join(told) or "none"


def _selector_text(selector: LabelSelector) -> str:
    equal = [f"{name}={value}" for name, value in sorted((selector.match_labels or {}).items())]
    more = [
        " ".join(part for part in (one.key, one.operator, ",".join(one.values or ())) if part)
        for one in selector.match_expressions or ()
    ]
    return ", ".join([*equal, *more])


def _allowed(row: Step, _: datetime) -> Cell:
    match row.allowed:
        case True:
            return Cell("allowed", Tone.GOOD)
        case False:
            return Cell("not allowed", Tone.BAD)
    return Cell("not known", Tone.MUTED)


def acts_as(step: Step) -> str:
    """The role it takes on, the Secret with its keys, or the controller's own login."""
    if step.found is None:
        return ""
    spec = step.found.spec
    if spec.role_arn:
        return spec.role_arn
    if spec.secret_ref:
        return f"the keys in Secret {spec.secret_ref}"
    return "the controller itself"


_IDENTITIES: tuple[Column[Step], ...] = (
    text_column("identity", "IDENTITY", lambda row: f"{row.kind}/{row.name}", 28, 0, grow=2, max_width=64),
    Column("allowed", "THIS CLUSTER", _allowed, lambda row: str(row.allowed), 12, 0),
    text_column("why", "WHY", lambda row: row.why, 16, 2, grow=2, max_width=48),
    text_column(
        "may",
        "MAY BE USED BY",
        lambda row: allowed_text(row.found.spec.allowed_namespaces) if row.found else "",
        16,
        3,
        grow=2,
        max_width=48,
    ),
    text_column("acts", "ACTS AS", acts_as, 16, 1, grow=4),
)


def identities(use: Use, console: Console, stale: bool) -> Table[Step]:
    return Table(
        "Identity",
        _IDENTITIES,
        use.chain,
        lambda row: (row.kind, row.name),
        empty="not known yet",
        stale=stale,
        link=lambda row: console.role(row.found.spec.role_arn) if row.found else "",
    )
