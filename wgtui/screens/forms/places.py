"""Which form is at which place."""

from __future__ import annotations

from wgtui.screens.forms.screen import FormScreen
from wgtui.screens.forms.template import template_form
from wgtui.screens.host import Host
from wgtui.screens.place import FORMS, Place


def form_at(place: Place, host: Host) -> FormScreen:
    assert place.page in FORMS
    return FormScreen(template_form(place), host)
