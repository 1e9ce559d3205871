"""A management cluster that has not been upgraded for long: it serves Cluster API as v1beta1 alone."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from wgtui.demo.conversion import NEW, OLD, convert
from wgtui.demo.kinds import MANAGEMENT_KINDS
from wgtui.demo.served import ServedKind
from wgtui.demo.world.draft import Json

_UPGRADED = {(kind.group, kind.kind): kind for kind in MANAGEMENT_KINDS if kind.versions == (NEW, OLD)}

OLDER_KINDS: tuple[ServedKind, ...] = tuple(
    replace(kind, versions=(OLD,)) if (kind.group, kind.kind) in _UPGRADED else kind for kind in MANAGEMENT_KINDS
)


def as_older(body: Json) -> Json:
    """The object as such a cluster holds it; the same one where its kind is as it was."""
    older = deepcopy(body)
    for reference in older["metadata"].get("ownerReferences", ()):
        kind = _kind_of(reference)
        reference["apiVersion"] = kind.api_version(OLD) if kind else reference["apiVersion"]
    kind = _kind_of(body)
    return convert(kind, older, OLD) if kind else older


def _kind_of(body: Json) -> ServedKind | None:
    return _UPGRADED.get((body["apiVersion"].partition("/")[0], body["kind"]))
