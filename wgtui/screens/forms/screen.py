"""One form on screen: its fields on the left, the files that come of them beside it, at every key."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Input

from wgtui.errors import ConfigError, TemplateError, WgtuiError
from wgtui.fleet.status import Tone
from wgtui.keys import Where, bindings
from wgtui.screens.forms.controls import Control, OneOf, TypedLine, WrittenText, chooser
from wgtui.screens.forms.drafts import Draft, Kept, kept
from wgtui.screens.forms.fields import Field
from wgtui.screens.forms.fields_pane import FieldsPane
from wgtui.screens.forms.files_pane import FilesPane
from wgtui.screens.forms.form import Form, Values, filled, problems, secret_ids
from wgtui.screens.frame import crumb_parts, hint_parts
from wgtui.screens.host import Host
from wgtui.screens.line import Line, Part
from wgtui.screens.notice import Notice
from wgtui.screens.review import ReviewScreen
from wgtui.stylesheets import stylesheet

CONTROLS = "TypedLine, OneOf, WrittenText, Fold"


class FormScreen(Screen[None]):
    """Nothing typed is lost: each value is on the disk as soon as its preview is shown."""

    CSS_PATH = str(stylesheet("form"))
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.FORM)]

    def __init__(self, form: Form, host: Host) -> None:
        super().__init__()
        self._form = form
        self._host = host
        self._draft = Draft()
        self._store: Kept[Draft] | None = None
        self._changed = asyncio.Event()
        self._wanted: Hashable = None
        self._learned = asyncio.Event()
        self._learned.set()
        ascii_only = host.config.ascii
        self._where = Line(gap=" ", ascii_only=ascii_only)
        self._fields = FieldsPane(id="fields")
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
        self._where.show(crumb_parts(self._form.crumbs))
        self._notice.say("reading what is there…")
        self._begin()

    def refresh_bindings(self) -> None:
        super().refresh_bindings()
        # A colon or a question mark is something to type here.
        own = [key for key in self._host.keys if key.where is Where.FORM]
        self._hints.show(hint_parts(own, self.active_bindings.values()))

    @work(group="form", exclusive=True)
    async def _begin(self) -> None:
        session = await self._host.opened()
        try:
            await self._form.begin(session)
        except WgtuiError as error:
            words = str(error) if isinstance(error, TemplateError) else error.detail
            self._notice.say(*filter(None, (error.title, words)))
            return
        self._store = kept(self._host.drafts, Draft, session.context, session.client.login.server, *self._form.identity)
        self._draft = await asyncio.to_thread(self._store.read)
        await self._ask()
        self._notice.say()
        self._say(None if self._draft.is_empty else Part("your draft, as you left it", Tone.ACCENT))
        self._fields.begin()
        self._changed.set()
        await self._follow_typing()

    def _learn_what_is_wanted(self, values: Values) -> None:
        wanted = self._form.wants(values)
        if wanted != self._wanted:
            self._wanted = wanted
            self._learned.clear()
            self._learn(values)

    @work(group="learning", exclusive=True)
    async def _learn(self, values: Values) -> None:
        if self._wanted is not None:
            with suppress(WgtuiError):
                await self._form.learn(await self._host.opened(), values)
            self._changed.set()
        self._learned.set()

    # What is asked for

    async def _ask(self) -> None:
        """Sections and entries come and go with what was typed."""
        sections = self._form.sections(self._draft.values)
        values = filled(sections, self._draft.values)
        await self._fields.ask(sections, values, ascii_only=self._host.config.ascii)

    @on(Field.Edited)
    def _edited(self, message: Field.Edited) -> None:
        message.stop()
        self._changed.set()

    def _take(self) -> None:
        """Whatever is on its way: a key that ends the typing may come before its messages."""
        self._draft = Draft(self._fields.taken(self._draft.values), self._draft.operation)

    async def _follow_typing(self) -> None:
        """What is typed while a preview is worked out is in the next one; each is kept on disk as it is shown."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._take()
            await self._ask()
            sections = self._form.sections(self._draft.values)
            values = filled(sections, self._draft.values)
            self._learn_what_is_wanted(values)
            try:
                files = await asyncio.to_thread(self._form.files, values)
            except WgtuiError as error:
                # What is wrong with a field is told in the words of the field.
                self._files.complain(next(iter(problems(sections, values)), error))
            else:
                self._files.complain(None)
                self._files.show(files)
            await self._keep()

    async def _keep(self) -> None:
        if self._store is None:
            return
        try:
            if self._draft.is_empty:
                await asyncio.to_thread(self._store.remove)
            else:
                await asyncio.to_thread(self._store.write, self._draft.without(self._secrets))
        except OSError as error:
            self._say(Part(f"the draft is not kept: {error.strerror}", Tone.WARN))

    @property
    def _secrets(self) -> frozenset[str]:
        return secret_ids(self._form.sections(self._draft.values))

    def _say(self, part: Part | None) -> None:
        self._status.show([part] if part else [])

    # Keys

    @property
    def _control(self) -> Control | None:
        focused = self.focused
        return focused if isinstance(focused, TypedLine | OneOf | WrittenText) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        match action:
            case "choose":
                return self._control is not None and bool(self._control.choices)
            case "write":
                return isinstance(self._control, WrittenText)
        return True

    def on_resize(self) -> None:
        self.call_after_refresh(self._fields.show_focused)

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()

    @on(Input.Submitted)
    def action_down(self) -> None:
        self.focus_next(CONTROLS)

    def action_up(self) -> None:
        self.focus_previous(CONTROLS)

    async def action_choose(self) -> None:
        control = self._control
        if control is not None:
            dialog = chooser(control, ascii_only=self._host.config.ascii)
            await self.app.push_screen(dialog, lambda value: None if value is None else control.take(value))

    @work(group="write", exclusive=True)
    async def action_write(self) -> None:
        control = self._control
        if control is None:
            return
        before, name = control.value, f"{control.entry.label.replace(' ', '-')}.yaml"

        async def keep(text: str) -> None:
            control.take(text)

        try:
            written = await self._host.edited(before, name, keep)
        except ConfigError as error:
            self.app.notify(error.detail, title=error.title, severity="error", markup=False)
        else:
            control.take(before if written is None else written)

    def action_file(self, files: int) -> None:
        self._files.turn(files)

    def action_page(self, pages: int) -> None:
        self._files.page(pages)

    async def action_close(self) -> None:
        """Nothing typed is lost."""
        if self._store is not None:
            self._take()
        if self._store is not None and not self._draft.is_empty:
            await self._keep()
            secret = self._secrets & self._draft.values.keys()
            self.app.notify("but for what is secret" if secret else "", title="draft kept", markup=False)
        self.app.pop_screen()

    @work(group="reviewing", exclusive=True)
    async def action_review(self) -> None:
        if self._store is None:
            return
        await self._learned.wait()
        self._take()
        draft, store = self._draft, self._store
        sections = self._form.sections(draft.values)
        values = filled(sections, draft.values)
        wrong = problems(sections, values)
        if wrong:
            self._point_at(wrong[0])
            return
        try:
            await asyncio.to_thread(self._form.files, values)
            job = self._form.job(values, draft, store.remove)
        except WgtuiError as error:
            self._point_at(error)
            return
        await self._keep()
        await self.app.push_screen(ReviewScreen(job, self._host), self._reviewed)

    def _point_at(self, error: WgtuiError) -> None:
        self._files.complain(error)
        self._fields.point_at(getattr(error, "parameter", ""))
        self.app.notify(str(error), title="not ready yet", severity="warning", markup=False)

    def _reviewed(self, opened: bool | None) -> None:
        """Where none was opened the form is as it was."""
        if opened:
            self.app.pop_screen()
