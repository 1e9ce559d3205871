"""A template in a file, as people keep it in git."""

from __future__ import annotations

from typing import Any

import msgspec

from wgtui.errors import TemplateError
from wgtui.resources.templates import TEMPLATE_KINDS, Template
from wgtui.templates.budget import Budget
from wgtui.templates.manifest.documents import documents
from wgtui.templates.manifest.reading import load
from wgtui.templates.places import located

_KINDS = {kind.kind: kind for kind in TEMPLATE_KINDS}


def template_in(text: str) -> Template:
    """The one template among the documents. Raises TemplateError with the line where it is no YAML."""
    found: list[Template] = []
    begin = 0
    for piece in documents(text):
        body = _loaded(text, piece, begin)
        begin += len(piece)
        if isinstance(body, dict) and body.get("kind") in _KINDS:
            found.append(template_of(body))
    if len(found) != 1:
        how_many = "no template is" if not found else f"{len(found)} templates are"
        raise TemplateError(f"{how_many} in the file", expected=f"one {' or '.join(_KINDS)}")
    return found[0]


def _loaded(text: str, piece: str, begin: int) -> Any:
    try:
        return load(piece, Budget())
    except TemplateError as error:
        if error.line:
            error.line += text.count("\n", 0, begin)
        raise located(error, text, begin) from None


def template_of(body: dict[str, Any]) -> Template:
    """Of a decoded object. Raises TemplateError naming the field."""
    kind = _KINDS.get(str(body.get("kind")))
    group, _, version = str(body.get("apiVersion")).rpartition("/")
    if kind is None or group != kind.group or version not in kind.versions:
        raise TemplateError(
            f"{body.get('apiVersion')} {body.get('kind')} is no template",
            expected=" or ".join(f"{one.group}/{one.versions[0]} {one.kind}" for one in TEMPLATE_KINDS),
        )
    try:
        found: Template = msgspec.convert(body, kind.struct)
    except msgspec.ValidationError as error:
        hint = "quotes: without them y, n, yes, no, on and off are booleans" if "got `bool`" in str(error) else ""
        raise TemplateError("the template cannot be read", str(error), expected=hint) from None
    return found
