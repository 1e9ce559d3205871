"""Edit: a cluster made from a template, rendered anew with other values; what it leaves behind is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wgtui.actions.belonging import Created, claims, cleaned, kept, told
from wgtui.actions.origin import Checkout
from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.errors import TemplateError
from wgtui.github.changes import Based, Change
from wgtui.github.hosts import Hosts
from wgtui.resources.meta import ObjectRef
from wgtui.templates.files import left_behind
from wgtui.templates.rendering import Program, Rendered
from wgtui.templates.request import ANNOTATION, CreateRequest, read
from wgtui.templates.settings import Surroundings


def asked_before(annotations: Mapping[str, str]) -> CreateRequest:
    """Raises TemplateError where the object does not say how it was made."""
    found = annotations.get(ANNOTATION)
    if not found:
        raise TemplateError("this was not made from a template", "edit its file instead", source=ANNOTATION)
    return read(found)


def made_before(program: Program, before: CreateRequest, around: Surroundings) -> list[str]:
    """Profiles and applications included, which the object does not tell; none where the template has moved on."""
    try:
        return [file.path for file in program.render(before, around).files]
    except TemplateError:
        return []


async def there(hosts: Hosts, place: Checkout, rendered: Rendered) -> dict[str, bytes]:
    """What the repository has of the files that are rendered anew. Raises GitHubError."""
    return await hosts.files(place.repository, place.branch, sorted({file.path for file in rendered.files}))


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
