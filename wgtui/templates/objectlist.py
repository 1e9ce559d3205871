"""The rendered objects of one entry of `content`."""

from __future__ import annotations

from dataclasses import dataclass

from wgtui.templates.budget import Budget
from wgtui.templates.objects import Document

CLUSTER = "GitopsCluster"
"""What gets edited, and so has to remember how it was made."""


@dataclass(slots=True)
class ObjectList:
    documents: list[Document]

    def annotate(self, key: str, value: str, budget: Budget) -> None:
        """The first object, the cluster itself, and those that had annotations without ours."""
        for index, document in enumerate(self.documents):
            if index == 0 or document.had_annotations or document.value("kind", budget) == CLUSTER:
                found = document.annotations
                document.metadata["annotations"] = {**(found or {}), key: value}

    def text(self, budget: Budget) -> str:
        return "\n---\n".join(document.text(budget) for document in self.documents)
