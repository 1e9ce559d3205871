"""Create: what a template makes, as a pull request."""

from __future__ import annotations

from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.fleet.intents import intents, objects_in
from wgtui.fleet.pulls import Intent
from wgtui.github.changes import Based
from wgtui.github.touched import Touch, TouchedFile
from wgtui.resources.meta import ObjectRef
from wgtui.templates.paths import is_shared
from wgtui.templates.rendering import Rendered


def created(rendered: Rendered, title: str = "", description: str = "") -> Proposal:
    """None of the files may be there yet, but for those that clusters share."""
    place, template = rendered.place, rendered.request.name
    name = place.asked_name or template
    shared = [file for file in rendered.files if is_shared(file.path, place.layout.clusters)]
    own = [file for file in rendered.files if file not in shared]
    found = _made(rendered)
    return Proposal(
        Verb.ADD if found and all(one.verb is Verb.ADD for one in found) else Verb.CREATE,
        tuple(one.subject for one in found) or (Subject(_kind(rendered), place.namespace, name),),
        title or f"Create {ObjectRef(place.namespace, name)}",
        description or f"This creates {ObjectRef(place.namespace, name)} from the template {template}.",
        (*written(own), *written(shared, base=Based.ANYTHING)),
    )


def _made(rendered: Rendered) -> tuple[Intent, ...]:
    """Clusters, or applications; neither where a template makes something else, a namespace for a team."""
    return intents(TouchedFile(file.path, Touch.ADDED, file.text) for file in rendered.files)


def _kind(rendered: Rendered) -> str:
    """Of the first object; a cluster where that cannot be told."""
    found = (one.kind for file in rendered.files for one in objects_in(file.text))
    return next(found, "GitopsCluster")
