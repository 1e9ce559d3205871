"""Edit: a cluster made from a template, rendered anew with other values; what it leaves behind is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wgtui.actions.belonging import Created, claims, cleaned, kept, told
from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.errors import TemplateError
from wgtui.github.changes import Based, Change
from wgtui.resources.meta import ObjectRef
from wgtui.templates.files import left_behind
from wgtui.templates.rendering import Rendered
from wgtui.templates.request import ANNOTATION, CreateRequest, read


def asked_before(annotations: Mapping[str, str]) -> CreateRequest:
    """Raises TemplateError where the object does not say how it was made."""
    found = annotations.get(ANNOTATION)
    if not found:
        raise TemplateError("this was not made from a template", "edit its file instead, on e", source=ANNOTATION)
    return read(found)


def edited(
    rendered: Rendered,
    before: Iterable[str],
    read_files: Mapping[str, bytes],
    title: str = "",
    description: str = "",
    *,
    others: Created | None = None,
) -> Proposal:
    """`before` are the paths made so far, `read_files` what is in the repository of the new ones.

    What is not made any more goes, unless it is among the files that `others` made.
    """
    ref = ObjectRef(rendered.place.namespace, rendered.place.asked_name)
    behind = left_behind(map(cleaned, before), rendered.files)
    keeps = kept(behind, claims(rendered.place.layout, others or {}, (ref,)))
    gone = tuple(Change(path, None) for path in behind if path not in keeps)
    return Proposal(
        Verb.EDIT,
        (Subject("GitopsCluster", ref.namespace, ref.name),),
        title or f"Edit {ref}",
        told(description or f"This changes {ref}, made from the template {rendered.request.name}.", keeps),
        (*written(rendered.files, read_files, Based.ABSENT), *gone),
    )
