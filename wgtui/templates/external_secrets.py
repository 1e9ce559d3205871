"""An ExternalSecret for a cluster: where a secret is kept is committed, what it says is not."""

from __future__ import annotations

from typing import Any

from wgtui.errors import TemplateError
from wgtui.templates.names import check_name, check_namespace
from wgtui.templates.wire import NameChoice, Wire

Json = dict[str, Any]
STORE_KINDS = ("SecretStore", "ClusterSecretStore")
REFRESH = "1h"


class StoreRef(Wire, frozen=True):
    name: str = ""
    kind: str = ""


class SecretTarget(Wire, frozen=True):
    """The Secret that the operator writes."""

    name: str = ""


class RemoteRef(Wire, frozen=True):
    key: str = ""
    property: str = ""


class SecretData(Wire, frozen=True):
    """`secret_key` in the Secret; empty is the property's own name."""

    secret_key: str = ""
    remote_ref: RemoteRef = RemoteRef()


class Extract(Wire, frozen=True):
    key: str = ""


class DataFrom(Wire, frozen=True):
    """Every property of one remote secret."""

    extract: Extract = Extract()


class ExternalSecretSpec(Wire, frozen=True):
    refresh_interval: str = ""
    secret_store_ref: StoreRef = StoreRef()
    target: SecretTarget = SecretTarget()
    data: tuple[SecretData, ...] = ()
    data_from: DataFrom | None = None


class ExternalSecret(Wire, frozen=True):
    metadata: NameChoice = NameChoice()
    spec: ExternalSecretSpec = ExternalSecretSpec()

    @property
    def file(self) -> str:
        """In the folder of its cluster."""
        return f"secrets/{self.metadata.name}-{self.metadata.namespace}-externalsecret.yaml"

    def check(self) -> None:
        """Raises TemplateError in the words of Weave GitOps."""
        name = self.metadata.name
        if not name:
            raise TemplateError("external secret name must be specified")
        if not self.metadata.namespace:
            raise TemplateError(f"external secret namespace must be specified in ExternalSecret {name}")
        check_name(name)
        check_namespace(self.metadata.namespace)
        for missing, what in self._missing():
            if missing:
                raise TemplateError(f"{what} must be specified in ExternalSecret {name}")
        if self.spec.secret_store_ref.kind not in STORE_KINDS:
            raise TemplateError(
                f"{self.spec.secret_store_ref.kind} is no kind of store", expected=" or ".join(STORE_KINDS)
            )

    def _missing(self) -> tuple[tuple[bool, str], ...]:
        spec, store = self.spec, self.spec.secret_store_ref
        refs = [one.remote_ref for one in spec.data]
        return (
            (store == StoreRef(), "external secret secretStoreRef"),
            (not store.name, "secretStoreRef name"),
            (not store.kind, "secretStoreRef kind"),
            (not spec.target.name, "target name"),
            (not spec.data and spec.data_from is None, "external secret data or dataFrom"),
            (any(not ref.key for ref in refs), "remoteRef key kind"),
            (any(not ref.property for ref in refs), "remoteRef property kind"),
            (spec.data_from is not None and not spec.data_from.extract.key, "extract key in dataFrom"),
        )

    def body(self, api_version: str) -> Json:
        """Raises TemplateError."""
        self.check()
        spec, store = self.spec, self.spec.secret_store_ref
        made: Json = {
            "refreshInterval": spec.refresh_interval or REFRESH,
            "secretStoreRef": {"kind": store.kind, "name": store.name},
            "target": {"creationPolicy": "Owner", "name": spec.target.name},
        }
        if spec.data_from is not None:
            made["dataFrom"] = [{"extract": {"key": spec.data_from.extract.key}}]
        else:
            made["data"] = [_data(one) for one in spec.data]
        metadata = {"name": self.metadata.name, "namespace": self.metadata.namespace}
        return {"apiVersion": api_version, "kind": "ExternalSecret", "metadata": metadata, "spec": made}


def _data(one: SecretData) -> Json:
    ref = one.remote_ref
    return {
        "secretKey": one.secret_key or ref.property,
        "remoteRef": {"key": ref.key, "property": ref.property},
    }
