"""The section of Kustomizations that come with a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wgtui.errors import TemplateError, WgtuiError
from wgtui.screens.forms.form import NO, YES, Entry, Problem, Section, Values
from wgtui.screens.forms.profiles import no_name, no_namespace
from wgtui.screens.forms.rows import numbered
from wgtui.templates.paths import joined
from wgtui.templates.request import FLUX_NAMESPACE, Kustomization, KustomizationChoice
from wgtui.templates.wire import NameChoice

ROW = "kustomization"


def kustomizations_section(before: Sequence[Kustomization], typed: Values) -> Section:
    entries = tuple(
        numbered(ROW, len(before), typed, lambda id, at: _of(id, [*before[at - 1 : at], Kustomization()][0], typed))
    )
    names = [typed.get(entry.id, entry.first) for entry in entries if entry.id.count("/") == 1]
    return Section("more Kustomizations", entries, ", ".join(filter(None, names)) or "none")


def _of(id: str, before: Kustomization, typed: Values) -> Iterator[Entry]:
    meta, spec = before.metadata, before.spec
    yield Entry(id, "Kustomization", "its name; empty for none", meta.name, problem=no_name(id))
    name = typed.get(id, meta.name)
    if not name:
        return
    yield Entry(f"{id}/path", f"path of {name}", "its folder", spec.path, placeholder="./apps", required=True,
                problem=no_path(f"{id}/path"))  # fmt: skip
    yield Entry(f"{id}/namespace", f"namespace of {name}", first=meta.namespace, placeholder=FLUX_NAMESPACE,
                problem=no_namespace(f"{id}/namespace"))  # fmt: skip
    yield Entry(f"{id}/source", f"GitRepository of {name}", "on the cluster, as namespace/name",
                f"{spec.source_ref.namespace or FLUX_NAMESPACE}/{spec.source_ref.name or FLUX_NAMESPACE}",
                required=True)  # fmt: skip
    yield Entry(f"{id}/target", f"target namespace of {name}", first=spec.target_namespace, placeholder="as written",
                problem=no_namespace(f"{id}/target"))  # fmt: skip
    yield Entry(f"{id}/create", "create that namespace", first=YES if spec.create_namespace else NO, options=(NO, YES))


def chosen_kustomizations(values: Values) -> tuple[Kustomization, ...]:
    ids = [id for id in values if id.startswith(f"{ROW}/") and id.count("/") == 1 and values[id]]
    return tuple(kustomization(id, values[id], values) for id in ids)


def kustomization(id: str, name: str, values: Values) -> Kustomization:
    """From the entries below an id."""
    namespace, _, source = values.get(f"{id}/source", "").rpartition("/")
    spec = KustomizationChoice(
        values.get(f"{id}/path", ""),
        NameChoice(source, namespace or FLUX_NAMESPACE),
        values.get(f"{id}/target", ""),
        values.get(f"{id}/create") == YES,
    )
    return Kustomization(NameChoice(name, values.get(f"{id}/namespace") or FLUX_NAMESPACE), spec)


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
