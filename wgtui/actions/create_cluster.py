"""Create: what a template makes, as a pull request."""

from __future__ import annotations

from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.github.changes import Based
from wgtui.resources.meta import ObjectRef
from wgtui.templates.paths import is_shared
from wgtui.templates.rendering import Rendered


def created(rendered: Rendered, title: str = "", description: str = "") -> Proposal:
    """None of the files may be there yet, but for those that clusters share."""
    place, template = rendered.place, rendered.request.name
    name = place.asked_name or template
    shared = [file for file in rendered.files if is_shared(file.path, place.layout.clusters)]
    own = [file for file in rendered.files if file not in shared]
    return Proposal(
        Verb.CREATE,
        (Subject("GitopsCluster", place.namespace, name),),
        title or f"Create {ObjectRef(place.namespace, name)}",
        description or f"This creates {ObjectRef(place.namespace, name)} from the template {template}.",
        (*written(own), *written(shared, base=Based.ANYTHING)),
    )
