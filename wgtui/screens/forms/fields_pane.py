"""All the sections of a form, below each other: what has the keyboard is in sight."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll

from wgtui.screens.forms.fields import Field, SectionBox
from wgtui.screens.forms.form import Section, Values


class FieldsPane(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Arrows go from field to field, not through the text."""

    async def ask(self, sections: Sequence[Section], values: Values, *, ascii_only: bool) -> None:
        """Entries come and go with what was typed; sections stay."""
        boxes = {box.title: box for box in self.query(SectionBox)}
        if not boxes:
            await self.mount_all(SectionBox(section, values, ascii_only=ascii_only) for section in sections)
            return
        for section in sections:
            await boxes[section.title].show(section, values)

    def taken(self, typed: Values) -> dict[str, str]:
        """What is typed by now, on top of what was: entries that are not there now keep their values."""
        found = dict(typed)
        for field in self.query(Field):
            found.pop(field.entry.id, None)
            if field.is_touched:
                found[field.entry.id] = field.value
        return found

    def begin(self) -> None:
        self.screen.set_focus(self.query(Field).first().control)

    def point_at(self, id: str) -> None:
        """At the entry of this id, where there is one: unfolded, judged, with the keyboard."""
        for box in self.query(SectionBox):
            field = box.fields.get(id)
            if field is not None:
                box.unfold()
                field.judge()
                self.screen.set_focus(field.control)

    def show_focused(self) -> None:
        """However small the terminal has become."""
        if self.screen.focused is not None:
            self.screen.focused.scroll_visible(animate=False)
