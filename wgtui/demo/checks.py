"""Options of writing requests: which values they take, and what is said of others."""

from __future__ import annotations

from typing import Any

from wgtui.demo.answers import Cause, Refusal, invalid
from wgtui.demo.call import Call

VALIDATIONS = ("", "Ignore", "Strict", "Warn")
PROPAGATIONS = ("Foreground", "Background", "Orphan")


def check_options(call: Call, applying: bool = False) -> None:
    """dryRun, fieldValidation, force and fieldManager of the query; raises Refusal (422)."""
    query = call.query
    causes = []
    if query.get("dryRun", "All") not in ("", "All"):
        causes.append(_unsupported("dryRun", f'["{query["dryRun"]}"]', '"All"'))
    if query.get("fieldValidation", "") not in VALIDATIONS:
        choices = ", ".join(f'"{choice}"' for choice in VALIDATIONS)
        causes.append(_unsupported("fieldValidation", f'"{query["fieldValidation"]}"', choices))
    if "force" in query and not applying:
        causes.append(Cause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"))
    if applying and not query.get("fieldManager"):
        causes.append(Cause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager"))
    if causes:
        raise options_invalid(call.verb, causes)


def check_deletion(dry_run: Any, propagation: Any) -> None:
    """Whatever a client sent in their place; raises Refusal (422)."""
    causes = []
    if dry_run not in ([], ["All"]):
        causes.append(_unsupported("dryRun", str(dry_run).replace("'", '"'), '"All"'))
    if propagation not in ("", *PROPAGATIONS):
        choices = ", ".join(f'"{choice}"' for choice in (*PROPAGATIONS, "nil"))
        causes.append(_unsupported("propagationPolicy", f'"{propagation}"', choices))
    if causes:
        raise options_invalid("delete", causes)


def options_invalid(verb: str, causes: list[Cause]) -> Refusal:
    return invalid("meta.k8s.io", f"{verb.title()}Options", "", causes)


def _unsupported(field: str, value: str, choices: str) -> Cause:
    return Cause("FieldValueNotSupported", f"Unsupported value: {value}: supported values: {choices}", field)
