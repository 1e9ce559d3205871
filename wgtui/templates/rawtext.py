"""A rendered `raw` entry: its text and comments stay as they are, however many documents it holds."""

from __future__ import annotations

from wgtui.templates.budget import Budget
from wgtui.templates.credentials import IdentityRef
from wgtui.templates.manifest.annotating import annotated, with_identity
from wgtui.templates.manifest.documents import documents
from wgtui.templates.manifest.outline import outline
from wgtui.templates.manifest.reading import check
from wgtui.templates.names import check_name
from wgtui.templates.objectlist import CLUSTER


class RawText:
    """Raises TemplateError where the text is no YAML, or an object in it has a name it cannot have."""

    def __init__(self, text: str) -> None:
        check(text)
        self._documents = [(piece, outline(piece)) for piece in documents(text)]
        for _, found in self._documents:
            check_name(found.name)

    def annotate(self, key: str, value: str, budget: Budget) -> None:
        """The first object, the cluster itself, and those that have annotations."""
        for index, (piece, found) in enumerate(self._documents):
            budget.step()
            if found.is_object and (index == 0 or found.has_annotations or found.kind == CLUSTER):
                self._change(index, annotated(piece, found, key, value))

    def identify(self, identity: IdentityRef) -> None:
        for index, (piece, found) in enumerate(self._documents):
            if found.kind in identity.clusters:
                self._change(index, with_identity(piece, identity.value))

    def _change(self, index: int, text: str) -> None:
        self._documents[index] = (text, outline(text))

    def text(self, budget: Budget) -> str:
        budget.step()
        return "".join(piece for piece, _ in self._documents)
