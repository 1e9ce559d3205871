"""Which form is at which place."""

from __future__ import annotations

from wgtui.resources.templates import TEMPLATE_KINDS
from wgtui.screens.forms.application import ApplicationForm
from wgtui.screens.forms.connection import ConnectionForm
from wgtui.screens.forms.editing import EditForm
from wgtui.screens.forms.form import Form
from wgtui.screens.forms.release import ReleaseForm
from wgtui.screens.forms.screen import FormScreen
from wgtui.screens.forms.template import TemplateForm
from wgtui.screens.host import Host
from wgtui.screens.place import Place


def form_at(place: Place, host: Host) -> FormScreen:
    """Of a place whose page is one of FORMS."""
    return FormScreen(_form(place), host)


def _form(place: Place) -> Form:
    if place.page == "add":
        return ApplicationForm(place.ref)
    if place.page == "connect":
        return ConnectionForm()
    assert place.ref is not None, "every other form is about an object"
    if place.page == "edit":
        return EditForm(place.kind, place.ref)
    if place.page == "release":
        return ReleaseForm(place.ref, place.cluster)
    return TemplateForm(next(kind for kind in TEMPLATE_KINDS if kind.kind == place.kind), place.ref)
