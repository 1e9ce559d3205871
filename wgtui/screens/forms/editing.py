"""The form of what a template made: filled with what it was made from, and rendered anew."""

from __future__ import annotations

from collections.abc import Callable

from wgtui.actions.belonging import created_by_clusters, created_files
from wgtui.actions.edit_cluster import asked_before, edited, made_before, there
from wgtui.actions.origin import fleet_checkout
from wgtui.actions.proposal import Proposal
from wgtui.errors import Absent, NotFound, TemplateError
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.registry import named
from wgtui.resources.templates import TEMPLATE_KINDS, Template
from wgtui.screens.forms.drafts import Draft
from wgtui.screens.forms.form import Values
from wgtui.screens.forms.template import TemplateForm
from wgtui.screens.forms.wishes import DESCRIPTION, TITLE, wishes
from wgtui.screens.review import Job
from wgtui.screens.session import Session
from wgtui.templates.parameters import Parameter
from wgtui.templates.request import CreateRequest, decoded


class EditForm(TemplateForm):
    """Of what a template made, filled with what it was made from."""

    def __init__(self, kind: str, ref: ObjectRef) -> None:
        super().__init__(TEMPLATE_KINDS[0], ObjectRef("", ""))
        self._made = named(kind)
        self._made_ref = ref
        self._made_files: tuple[str, ...] = ()

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Edit", str(self._made_ref))

    @property
    def identity(self) -> tuple[str, ...]:
        return ("edit", self._made.kind if self._made else "", *self._made_ref)

    def title(self, typed: Values) -> str:  # noqa: ARG002
        return f"Edit {self._made_ref}"

    def about(self, parameter: Parameter) -> str:
        return parameter.description if parameter.editable else "another one makes another, and this one goes"

    async def begin(self, session: Session) -> None:
        assert self._made is not None
        body = await session.client.get_raw(self._made, self._made_ref)
        annotations = body["metadata"].get("annotations") or {}
        self.asked, self._made_files = asked_before(annotations), created_files(annotations)
        for choice in self.asked.values:
            # What cannot be read is told at once, not while somebody types.
            decoded(choice.values, f"profile {choice.name}")
        template = await _template_of(session, self.asked)
        self._kind, self._ref = template
        await super().begin(session)

    def job(self, values: Values, draft: Draft, opened: Callable[[], None]) -> Job:
        rendered = self.rendered(values)

        async def propose(session: Session) -> Proposal:
            place = await fleet_checkout(session.client, session.hosts)
            others = await created_by_clusters(session.client)
            others.pop(self._made_ref, None)
            made = [*self._made_files, *made_before(self.program, self.asked, self.around)]
            found = await there(session.hosts, place, rendered)
            return edited(rendered, made, found, values[TITLE], values[DESCRIPTION], others=others)

        return Job("Edit", propose, wishes(values, draft.operation), opened)


async def _template_of(session: Session, asked: CreateRequest) -> tuple[Kind[Template], ObjectRef]:
    """By what is remembered of it: older annotations tell neither kind nor namespace. Raises TemplateError."""
    for kind in TEMPLATE_KINDS:
        if asked.template_kind not in ("", kind.kind):
            continue
        try:
            found = [one.metadata.ref for one in await session.client.list(kind, asked.namespace)]
        except (Absent, NotFound):
            continue
        for ref in found:
            if ref.name == asked.name:
                return kind, ref
    name = f"{asked.namespace}/{asked.name}" if asked.namespace else asked.name
    raise TemplateError(f"the template {name} is not there any more", "edit its file instead, on ^e")
