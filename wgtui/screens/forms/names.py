"""What is wrong with names, paths and values that are typed into forms, told with the entry they were typed into."""

from __future__ import annotations

from collections.abc import Callable

from wgtui.errors import TemplateError, WgtuiError
from wgtui.resources.meta import ObjectRef
from wgtui.screens.forms.form import Problem
from wgtui.templates.budget import Budget
from wgtui.templates.manifest.reading import load
from wgtui.templates.names import is_label, is_subdomain
from wgtui.templates.paths import joined
from wgtui.templates.version_ranges import is_range


def no_namespace(id: str) -> Problem:
    return _unless(is_label, id, "a namespace", "lower-case letters, digits and - (up to 63)")


def no_name(id: str) -> Problem:
    return _unless(is_subdomain, id, "the name of an object", "lower-case letters, digits, - and .")


def no_reference(id: str) -> Problem:
    """To an object of a kind that has a namespace."""

    def fits(value: str) -> bool:
        namespace, _, name = value.rpartition("/")
        return is_subdomain(name) and (not namespace or is_label(namespace))

    return _unless(fits, id, "an object", "namespace/name")


def _unless(fits: Callable[[str], bool], id: str, what: str, expected: str) -> Problem:
    def problem(value: str) -> WgtuiError | None:
        if not value or fits(value):
            return None
        return TemplateError(f"{value[:80]!r} is not {what}", parameter=id, expected=expected)

    return problem


def no_version(id: str) -> Problem:
    """Of a chart."""
    return _unless(is_range, id, "a version", "such as 1.2.3, 1.x or >=1.2 <2")


def no_path(id: str) -> Problem:
    def problem(value: str) -> WgtuiError | None:
        try:
            if value.strip("./"):
                joined(value)
        except TemplateError as error:
            error.parameter = id
            return error
        return None

    return problem


def no_values(id: str) -> Problem:
    """Helm values are a map."""

    def problem(text: str) -> WgtuiError | None:
        try:
            values = load(text, Budget())
        except TemplateError as error:
            error.parameter = id
            return error
        if values is None or isinstance(values, dict):
            return None
        return TemplateError("these values are no map", parameter=id, expected="lines such as key: value")

    return problem


def reference(text: str, namespace: str) -> ObjectRef:
    """`namespace` is meant where none is typed."""
    typed, _, name = text.rpartition("/")
    return ObjectRef(typed or namespace, name)
