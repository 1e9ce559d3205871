"""Versions of charts as Helm takes them: one of them, or a range."""

from __future__ import annotations

from wgtui.errors import TemplateError
from wgtui.templates.gotemplate.values import CallError
from wgtui.templates.sprig.versions import allows, parsed

_SOME = parsed("1.0.0")


def is_range(text: str) -> bool:
    """What Flux substitutes may become one."""
    if "${" in text:
        return True
    try:
        allows(text, _SOME)
    except CallError:
        return False
    return True


def check_range(text: str, chart: str, parameter: str = "") -> None:
    """Empty is the newest. Raises TemplateError."""
    if text and not is_range(text):
        expected = "such as 1.2.3, 1.x or >=1.2 <2"
        raise TemplateError(f"{text!r} is no version of {chart}", parameter=parameter, expected=expected)
