"""Edit: a cluster made from a template, rendered anew with other values; what it leaves behind is deleted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.errors import TemplateError
from wgtui.github.changes import Based, Change
from wgtui.resources.meta import ObjectRef
from wgtui.templates.files import left_behind
from wgtui.templates.rendering import CREATED_FILES, Rendered
from wgtui.templates.request import ANNOTATION, CreateRequest, read


def asked_before(annotations: Mapping[str, str]) -> CreateRequest:
    """Raises TemplateError where the object does not say how it was made."""
    found = annotations.get(ANNOTATION)
    if not found:
        raise TemplateError("this was not made from a template", "edit its file instead, on e", source=ANNOTATION)
    return read(found)


def created_files(annotations: Mapping[str, str]) -> tuple[str, ...]:
    """What the object's template made; empty where it does not say."""
    try:
        found = json.loads(annotations.get(CREATED_FILES, "{}")).get("files", ())
    except (ValueError, AttributeError):
        return ()
    return tuple(path for path in found if isinstance(path, str)) if isinstance(found, list) else ()


def edited(
    rendered: Rendered, before: Iterable[str], read_files: Mapping[str, bytes], title: str = "", description: str = ""
) -> Proposal:
    """`before` are the paths made so far, `read_files` what is in the repository of the new ones."""
    ref = ObjectRef(rendered.place.namespace, rendered.place.asked_name)
    gone = tuple(Change(path, None) for path in left_behind(before, rendered.files))
    return Proposal(
        Verb.EDIT,
        (Subject("GitopsCluster", ref.namespace, ref.name),),
        title or f"Edit {ref}",
        description or f"This changes {ref}, made from the template {rendered.request.name}.",
        (*written(rendered.files, read_files, Based.ABSENT), *gone),
    )
