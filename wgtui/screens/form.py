"""The form of a template: what is typed on the left, the files that come of it beside it, at every key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input

from wgtui.errors import TemplateError, WgtuiError
from wgtui.fleet.status import Tone
from wgtui.keys import Where, bindings
from wgtui.resources.templates import TEMPLATE_KINDS, Template
from wgtui.screens.drafts import Draft, DraftFile, draft_file, is_secret
from wgtui.screens.files_pane import FilesPane
from wgtui.screens.form_fields import Field
from wgtui.screens.frame import crumb_parts, hint_parts
from wgtui.screens.host import Host
from wgtui.screens.line import Line, Part
from wgtui.screens.notice import Notice
from wgtui.screens.place import Place
from wgtui.screens.review import Job, ReviewScreen
from wgtui.screens.session import Session
from wgtui.stylesheets import stylesheet
from wgtui.templates.gotemplate.context import Setting
from wgtui.templates.parameters import CLUSTER_NAME, NAMESPACE, RESOURCE_NAME, Parameter, problems
from wgtui.templates.profiles import Profile
from wgtui.templates.rendering import Program, Rendered
from wgtui.templates.request import CreateRequest, ProfileChoice
from wgtui.templates.settings import Surroundings

if TYPE_CHECKING:
    from wgtui.actions.proposal import Proposal

NO, YES = "no", "yes"
TITLE, AS_DRAFT = "pull request title", "open as draft"
"""Names of fields that are no parameters: those have no spaces."""


def _profile(name: str) -> str:
    return f"profile {name}"


def _version(name: str) -> str:
    return f"version of {name}"


class _Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Arrows go from field to field: what has the keyboard is scrolled into sight."""


class FormScreen(Screen[None]):
    CSS_PATH = str(stylesheet("form"))
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.FORM)]

    def __init__(self, place: Place, host: Host) -> None:
        super().__init__()
        assert place.ref is not None
        self._ref = place.ref
        self._kind = next(kind for kind in TEMPLATE_KINDS if kind.kind == place.kind)
        self._host = host
        self._program: Program | None = None
        self._around = Surroundings()
        self._parameters: tuple[Parameter, ...] = ()
        self._store: DraftFile | None = None
        self._draft = Draft()
        self._changed = asyncio.Event()
        ascii_only = host.config.ascii
        self._where = Line(gap=" ", ascii_only=ascii_only)
        self._fields = _Fields(id="fields")
        self._files = FilesPane(ascii_only=ascii_only)
        self._notice = Notice(ascii_only=ascii_only)
        self._status = Line(ascii_only=ascii_only)
        self._hints = Line(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        yield self._where
        with Container(id="body"):
            yield self._fields
            yield self._files
            yield self._notice
        yield from (self._status, self._hints)

    def on_mount(self) -> None:
        self._where.show(crumb_parts(("Templates", str(self._ref), "new")))
        self._notice.say("reading the template…")
        self._begin()

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        # A colon or a question mark is something to type here.
        own = [key for key in self._host.keys if key.where is Where.FORM]
        self._hints.show(hint_parts(own, self.active_bindings.values()))

    @work(group="form", exclusive=True)
    async def _begin(self) -> None:
        from wgtui.actions.surroundings import surroundings

        session = await self._host.opened()
        try:
            template: Template = await session.client.get(self._kind, self._ref)
            self._around = await surroundings(session.client)
            self._program = await asyncio.to_thread(lambda: Program(template, setting=Setting()))
        except WgtuiError as error:
            self._notice.say(
                *filter(None, (error.title, str(error) if isinstance(error, TemplateError) else error.detail))
            )
            return
        self._store = draft_file(session.context, self._kind.kind, *self._ref)
        kept = await asyncio.to_thread(self._store.read)
        self._draft = kept
        self._parameters = tuple(map(_named, self._program.parameters))
        await self._fields.mount_all([*self._parameter_fields(session), *self._other_fields()])
        self._notice.say()
        self._say(Part("your draft, as you left it", Tone.ACCENT) if not kept.is_empty else None)
        self.set_focus(self.query(Field).first().control)
        self._changed.set()
        await self._follow_typing()

    def _parameter_fields(self, session: Session) -> Iterator[Field]:
        for one in self._parameters:
            first = session.namespace if one.name == NAMESPACE else ""
            value = self._draft.values.get(one.name, first)
            options = one.options
            if options:
                value = value or one.default
                options = options if value in options else (value, *options)
            yield Field(
                one.name,
                one.description,
                value,
                options=options,
                placeholder=one.default,
                required=one.required and not one.default,
                problem=one.problem,
                ascii_only=self._host.config.ascii,
            )

    def _other_fields(self) -> Iterator[Field]:
        assert self._program is not None
        ascii_only = self._host.config.ascii
        for name, profile in self._program.profiles.known.items():
            yield from self._profile_fields(name, profile)
        yield Field(TITLE, "", self._draft.title, placeholder="Create …", ascii_only=ascii_only)
        as_draft = YES if self._draft.as_draft else NO
        yield Field(AS_DRAFT, "not to be merged yet", as_draft, options=(NO, YES), ascii_only=ascii_only)

    def _profile_fields(self, name: str, profile: Profile) -> Iterator[Field]:
        """Those the template requires come with it: their version can be chosen all the same."""
        ascii_only, chosen = self._host.config.ascii, self._draft.profiles.get(name)
        options = (YES,) if profile.required else (NO, YES)
        ticked = YES if profile.required or chosen is not None else NO
        about = "always installed" if profile.required else ""
        yield Field(_profile(name), about, ticked, options=options, ascii_only=ascii_only)
        yield Field(_version(name), "", chosen or "", placeholder=profile.version, ascii_only=ascii_only)

    # Typing

    def _taken(self) -> Draft:
        values = {field.of: field.value for field in self.query(Field)}
        known = self._program.profiles.known if self._program else {}
        versions = {name: values.get(_version(name), "") for name in known}
        profiles = {
            name: version
            for name, version in versions.items()
            if values.get(_profile(name)) == YES and (version or not known[name].required)
        }
        parameters = {one.name: values[one.name] for one in self._parameters if values[one.name]}
        return Draft(parameters, profiles, values[TITLE], values[AS_DRAFT] == YES, self._draft.operation)

    def _rendered_from(self, draft: Draft) -> Rendered:
        assert self._program is not None
        asked = CreateRequest(parameter_values=draft.values, values=_choices(draft))
        return self._program.render(asked, self._around)

    @on(Field.Edited)
    def _edited(self) -> None:
        self._changed.set()

    async def _follow_typing(self) -> None:
        """What is typed while a preview is worked out is in the next one; each is kept on disk as it is shown."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            draft = self._draft = self._taken()
            await self._look_up(draft)
            try:
                rendered = await asyncio.to_thread(self._rendered_from, draft)
            except TemplateError as error:
                self._files.complain(error)
            else:
                self._files.complain(None)
                self._files.show(rendered.files)
            await self._keep(draft)

    async def _look_up(self, draft: Draft) -> None:
        """The newest versions of charts, once something is to be installed whose version nobody named."""
        from wgtui.actions.charts import with_charts

        assert self._program is not None
        session = await self._host.opened()
        known = self._program.profiles.known
        self._around = await with_charts(session.client, self._around, known, _choices(draft))

    async def _keep(self, draft: Draft) -> None:
        if self._store is None or draft.is_empty:
            return
        try:
            await asyncio.to_thread(self._store.write, draft)
        except OSError as error:
            self._say(Part(f"the draft is not kept: {error.strerror}", Tone.WARN))

    def _say(self, part: Part | None) -> None:
        self._status.show([part] if part else [])

    # Keys

    @on(Input.Submitted)
    def action_down(self) -> None:
        self.focus_next("Input, OneOf")

    def action_up(self) -> None:
        self.focus_previous("Input, OneOf")

    def action_file(self, files: int) -> None:
        self._files.turn(files)

    def action_page(self, pages: int) -> None:
        self._files.page(pages)

    async def action_close(self) -> None:
        """Nothing typed is lost."""
        if self._program is not None and self.query(Field):
            draft = self._taken()
            await self._keep(draft)
            if not draft.is_empty:
                secret = any(is_secret(name) for name in draft.values)
                self.app.notify("" if not secret else "but for what is secret", title="draft kept", markup=False)
        self.app.pop_screen()

    async def action_review(self) -> None:
        if self._program is None or not self.query(Field):
            return
        draft = self._draft = self._taken()
        wrong = problems(self._parameters, draft.values)
        if wrong:
            self._point_at(wrong[0])
            return
        try:
            rendered = await asyncio.to_thread(self._rendered_from, draft)
        except TemplateError as error:
            self._point_at(error)
            return
        await self._keep(draft)
        await self.app.push_screen(ReviewScreen(self._job(rendered, draft), self._host), self._reviewed)

    def _job(self, rendered: Rendered, draft: Draft) -> Job:
        from wgtui.actions.create_cluster import created
        from wgtui.actions.proposal import Wishes

        async def proposal(_: Session) -> Proposal:
            return created(rendered, draft.title)

        return Job("Create", proposal, Wishes(draft.as_draft, operation=draft.operation))

    def _point_at(self, error: TemplateError) -> None:
        self._files.complain(error)
        for field in self.query(Field):
            if field.of == error.parameter:
                field.judge()
                self.set_focus(field.control)
        self.app.notify(str(error), title="not ready yet", severity="warning", markup=False)

    def _reviewed(self, opened: bool | None) -> None:
        """The draft has served; where none was opened it stays as it is."""
        if opened:
            if self._store is not None:
                self._store.remove()
            self.app.pop_screen()


def _choices(draft: Draft) -> tuple[ProfileChoice, ...]:
    return tuple(ProfileChoice.of(name, version=version) for name, version in draft.profiles.items())


def _named(parameter: Parameter) -> Parameter:
    """What is made has a name, whether or not the template says so."""
    return replace(parameter, required=True) if parameter.name in (CLUSTER_NAME, RESOURCE_NAME) else parameter
