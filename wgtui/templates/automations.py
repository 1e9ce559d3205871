"""What is added to a cluster that is there, in its folder: applications, secrets that others keep, policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wgtui.errors import TemplateError
from wgtui.resources.meta import ObjectRef
from wgtui.templates import flux
from wgtui.templates.budget import Budget
from wgtui.templates.external_secrets import ExternalSecret
from wgtui.templates.files import Group, RenderedFile, united
from wgtui.templates.flux import Chart, FluxVersions
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import dump
from wgtui.templates.names import check_name, check_namespace
from wgtui.templates.paths import Layout, inside, joined
from wgtui.templates.policy_configs import PolicyConfig
from wgtui.templates.request import FLUX_NAMESPACE, Kustomization
from wgtui.templates.sops_secrets import file_of, sealed
from wgtui.templates.version_ranges import check_range

_LAYOUT = Layout()
_VERSIONS = FluxVersions()


@dataclass(frozen=True, slots=True)
class HelmReleaseChoice:
    """`values` is YAML; what is empty is left to the chart. Without a `namespace` it is Flux's own."""

    name: str
    chart: str
    repository: ObjectRef
    namespace: str = ""
    version: str = ""
    values: str = ""
    target_namespace: str = ""

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.namespace or FLUX_NAMESPACE, self.name)


@dataclass(frozen=True, slots=True)
class SopsSecret:
    """The text of a manifest that SOPS has encrypted, as it is: a signature is over the order of its values.

    `folder` is that of the Kustomization that decrypts it.
    """

    text: str
    folder: str = ""

    @property
    def ref(self) -> ObjectRef:
        """Raises TemplateError."""
        metadata = sealed(self.text, Budget())["metadata"]
        return ObjectRef(metadata["namespace"], metadata["name"])


@dataclass(frozen=True, slots=True)
class Target:
    """The cluster an application is for. The management cluster's folder is not below a namespace."""

    name: str
    namespace: str = ""
    is_management: bool = False

    def folder(self, layout: Layout) -> str:
        """Raises TemplateError."""
        if not self.name:
            raise TemplateError("cluster name must be specified")
        return layout.folder("" if self.is_management else self.namespace or "default", self.name)


Automation = Kustomization | HelmReleaseChoice | ExternalSecret | PolicyConfig | SopsSecret


def automation(
    choice: Automation,
    target: Target,
    layout: Layout = _LAYOUT,
    versions: FluxVersions = _VERSIONS,
    file_path: str = "",
) -> list[RenderedFile]:
    """`file_path` puts everything into one file of that path. Raises TemplateError."""
    folder, budget = target.folder(layout), Budget()
    match choice:
        case Kustomization():
            files = list(kustomization_files(choice, folder, versions, budget))
        case HelmReleaseChoice():
            files = [_helm_release_file(choice, folder, versions, budget)]
        case ExternalSecret() | PolicyConfig():
            files = [beside_file(choice, folder, versions, budget)]
        case SopsSecret():
            files = [sops_file(choice.text, choice.folder or joined(folder, "sops"), budget)]
    if not file_path:
        return files
    path = inside(file_path)
    return united((RenderedFile(path, file.text, file.group) for file in files), "---\n")


def beside_file(
    choice: ExternalSecret | PolicyConfig, folder: str, versions: FluxVersions, budget: Budget
) -> RenderedFile:
    """Raises TemplateError."""
    body = choice.body(versions.external_secret) if isinstance(choice, ExternalSecret) else choice.body()
    return _file(joined(folder, choice.file), body, budget)


def sops_file(text: str, folder: str, budget: Budget) -> RenderedFile:
    """Of a manifest that SOPS has encrypted. Raises TemplateError."""
    path = file_of(sealed(text, budget), folder)
    return RenderedFile(path, text.removesuffix("\n") + "\n", Group.KUSTOMIZATIONS)


def kustomization_files(
    choice: Kustomization, folder: str, versions: FluxVersions, budget: Budget
) -> Iterator[RenderedFile]:
    """The Kustomization and, where asked for, its namespace. Raises TemplateError."""
    _check(choice)
    spec, ref = choice.spec, choice.ref
    source = ObjectRef(spec.source_ref.namespace, spec.source_ref.name)
    if spec.create_namespace and spec.target_namespace:
        path = joined(folder, f"{spec.target_namespace}-namespace.yaml")
        yield _file(path, flux.namespace(spec.target_namespace), budget)
    body = flux.kustomization(
        versions,
        ref,
        spec.path,
        source,
        target_namespace=spec.target_namespace,
        annotations=choice.metadata.annotations,
    )
    yield _file(joined(folder, f"{ref.name}-{ref.namespace}-kustomization.yaml"), body, budget)


def _check(choice: Kustomization) -> None:
    name = choice.metadata.name
    if not name:
        raise TemplateError("kustomization name must be specified")
    if not choice.spec.source_ref.name:
        raise TemplateError(f"sourceRef name must be specified in Kustomization {name}")
    check_name(name)
    for namespace in (choice.metadata.namespace, choice.spec.source_ref.namespace, choice.spec.target_namespace):
        check_namespace(namespace)


def _helm_release_file(choice: HelmReleaseChoice, folder: str, versions: FluxVersions, budget: Budget) -> RenderedFile:
    ref = choice.ref
    for missing, text in (
        (not choice.name, "helmrelease name must be specified"),
        (not choice.chart, f"chart name must be specified in HelmRelease {choice.name}"),
        (
            not choice.repository.name,
            f"sourceRef name must be specified in chart {choice.chart} in HelmRelease {choice.name}",
        ),
    ):
        if missing:
            raise TemplateError(text)
    check_name(choice.name)
    check_namespace(ref.namespace)
    check_range(choice.version, choice.chart)
    body = flux.helm_release(
        versions,
        ref,
        Chart(choice.chart, choice.version, choice.repository),
        values_of(choice.values, f"HelmRelease {choice.name}", budget),
        interval="10m0s",
        target_namespace=choice.target_namespace or ref.namespace,
    )
    return _file(joined(folder, f"{ref.name}-{ref.namespace}-helmrelease.yaml"), body, budget)


def values_of(text: str, what: str, budget: Budget) -> dict[str, Any]:
    """Helm values from YAML. Raises TemplateError."""
    values = load(text, budget)
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise TemplateError(f"the values of {what} are no map", expected="key: value")
    return values


def _file(path: str, body: dict[str, Any], budget: Budget) -> RenderedFile:
    return RenderedFile(path, dump(body, budget), Group.KUSTOMIZATIONS)
