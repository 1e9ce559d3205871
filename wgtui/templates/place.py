"""Which cluster is rendered, and so where its files go."""

from __future__ import annotations

from dataclasses import dataclass

from wgtui.errors import TemplateError
from wgtui.templates.language import Values
from wgtui.templates.names import check_namespace
from wgtui.templates.parameters import CLUSTER_NAME, NAMESPACE, RESOURCE_NAME
from wgtui.templates.paths import Layout, joined


@dataclass(frozen=True, slots=True)
class Place:
    """`asked_name` may be empty: a template whose entries all have paths needs none."""

    layout: Layout
    namespace: str
    asked_name: str

    @property
    def name(self) -> str:
        """Raises TemplateError."""
        if not self.asked_name:
            raise TemplateError(
                f"unable to find '{CLUSTER_NAME}' or '{RESOURCE_NAME}' parameter in supplied values",
                parameter=CLUSTER_NAME,
                expected="a name",
            )
        return self.asked_name

    @property
    def manifest(self) -> str:
        return self.layout.manifest(self.namespace, self.name)

    @property
    def folder(self) -> str:
        return self.layout.folder(self.namespace, self.name)

    def file(self, name: str) -> str:
        """In the cluster's folder."""
        return joined(self.folder, name)


def place_of(values: Values, layout: Layout, default_namespace: str) -> Place:
    """Raises TemplateError for a namespace that cannot be one."""
    namespace = values.get(NAMESPACE) or default_namespace
    check_namespace(namespace, NAMESPACE)
    return Place(layout, namespace, values.get(RESOURCE_NAME) or values.get(CLUSTER_NAME) or "")
