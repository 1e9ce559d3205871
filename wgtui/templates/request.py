"""What somebody asked to be made from a template: what is rendered, and what the object remembers to be edited."""

from __future__ import annotations

import base64
import binascii

import msgspec

from wgtui.errors import TemplateError
from wgtui.resources.meta import ObjectRef
from wgtui.templates.external_secrets import ExternalSecret
from wgtui.templates.policy_configs import PolicyConfig
from wgtui.templates.wire import NameChoice, Wire

ANNOTATION = "templates.weave.works/create-request"
FLUX_NAMESPACE = "flux-system"
_FOR_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class Credential(Wire, frozen=True):
    """An identity of the infrastructure provider."""

    group: str = ""
    version: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""


class ProfileChoice(Wire, frozen=True):
    """A chart to install; `values` is YAML in base64. What is empty comes from the template."""

    name: str = ""
    version: str = ""
    values: str = ""
    layer: str = ""
    namespace: str = ""

    @classmethod
    def of(
        cls, name: str, *, version: str = "", values: str = "", layer: str = "", namespace: str = ""
    ) -> ProfileChoice:
        return cls(name, version, encoded(values), layer, namespace)

    @property
    def values_text(self) -> str:
        return decoded(self.values, f"profile {self.name}")


class KustomizationChoice(Wire, frozen=True):
    path: str = ""
    source_ref: NameChoice = NameChoice()
    target_namespace: str = ""
    create_namespace: bool = False


class Kustomization(Wire, frozen=True):
    """One more application for the cluster, from a folder of a git repository."""

    metadata: NameChoice = NameChoice()
    spec: KustomizationChoice = KustomizationChoice()

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.metadata.namespace or FLUX_NAMESPACE, self.metadata.name)


class CreateRequest(Wire, frozen=True):
    """`name`, `namespace` and `template_kind` say which template; `title` and the like are the pull request's."""

    repository_url: str = ""
    head_branch: str = ""
    base_branch: str = ""
    title: str = ""
    description: str = ""
    name: str = ""
    parameter_values: dict[str, str] = {}
    commit_message: str = ""
    credentials: Credential | None = None
    values: tuple[ProfileChoice, ...] = ()
    cluster_namespace: str = ""
    kustomizations: tuple[Kustomization, ...] = ()
    namespace: str = ""
    template_kind: str = ""
    external_secrets: tuple[ExternalSecret, ...] = ()
    policy_configs: tuple[PolicyConfig, ...] = ()
    sops_secrets: tuple[str, ...] = ()
    """Encrypted manifests."""

    def text(self) -> str:
        """As the annotation holds it."""
        return msgspec.json.encode(self, order="deterministic").decode().translate(_FOR_HTML)


def read(annotation: str) -> CreateRequest:
    """Of an annotation, older forms of it too. Raises TemplateError."""
    try:
        found = msgspec.json.decode(annotation, type=dict[str, msgspec.Raw])
        for old, new in (("template_name", "name"), ("template_namespace", "namespace")):
            if old in found:
                found.setdefault(new, found[old])
        return msgspec.json.decode(msgspec.json.encode(found), type=CreateRequest)
    except msgspec.MsgspecError as error:
        raise TemplateError(
            "what is remembered of how this was made cannot be read", str(error), source=ANNOTATION
        ) from None


def encoded(text: str) -> str:
    return base64.b64encode(text.encode(errors="replace")).decode()


def decoded(text: str, what: str) -> str:
    """Raises TemplateError."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        raise TemplateError(f"the values of {what} are no base64", expected="YAML in base64") from None
