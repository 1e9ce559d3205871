"""Kustomizations that are asked for: those that come with a cluster, and the details that each of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wgtui.screens.forms.form import NO, YES, Entry, Section, Values
from wgtui.screens.forms.names import no_name, no_namespace, no_path, no_reference, reference
from wgtui.screens.forms.rows import numbered
from wgtui.templates.request import FLUX_NAMESPACE, Kustomization, KustomizationChoice
from wgtui.templates.wire import NameChoice

ROW = "kustomization"


def kustomizations_section(before: Sequence[Kustomization], typed: Values) -> Section:
    def row(id: str, at: int) -> Iterator[Entry]:
        known = before[at - 1] if at <= len(before) else Kustomization()
        yield Entry(id, "Kustomization", "its name; empty for none", known.metadata.name, problem=no_name(id))
        name = typed.get(id, known.metadata.name)
        if name:
            yield from details(id, known, of=f" of {name}")

    entries = tuple(numbered(ROW, len(before), typed, row))
    names = [typed.get(entry.id, entry.first) for entry in entries if entry.id.count("/") == 1]
    return Section("more Kustomizations", entries, ", ".join(filter(None, names)) or "none")


def details(id: str, before: Kustomization, sources: Sequence[str] = (), of: str = "") -> Iterator[Entry]:
    """Of one Kustomization, below an id; `of` tells it apart from others."""
    meta, spec = before.metadata, before.spec
    source = f"{spec.source_ref.namespace or FLUX_NAMESPACE}/{spec.source_ref.name or FLUX_NAMESPACE}"
    ids = {part: f"{id}/{part}" for part in ("source", "path", "namespace", "target", "create")}
    yield Entry(
        ids["source"],
        f"GitRepository{of}",
        "on its cluster, as namespace/name",
        source,
        known=tuple(sources),
        required=True,
        problem=no_reference(ids["source"]),
    )
    yield Entry(
        ids["path"],
        f"path{of}",
        "its folder in that repository",
        spec.path,
        placeholder="./apps",
        required=True,
        problem=no_path(ids["path"]),
    )
    yield Entry(
        ids["namespace"],
        f"namespace{of}",
        first=meta.namespace,
        placeholder=FLUX_NAMESPACE,
        problem=no_namespace(ids["namespace"]),
    )
    yield Entry(
        ids["target"],
        f"target namespace{of}",
        "where its objects go",
        spec.target_namespace,
        placeholder="as they say",
        problem=no_namespace(ids["target"]),
    )
    yield Entry(ids["create"], f"create namespace{of}", "the target", YES if spec.create_namespace else NO, (NO, YES))


def chosen_kustomizations(values: Values) -> tuple[Kustomization, ...]:
    ids = [id for id in values if id.startswith(f"{ROW}/") and id.count("/") == 1 and values[id]]
    return tuple(kustomization(id, values[id], values) for id in ids)


def kustomization(id: str, name: str, values: Values) -> Kustomization:
    """From the details below an id."""
    source = reference(values.get(f"{id}/source", ""), FLUX_NAMESPACE)
    spec = KustomizationChoice(
        values.get(f"{id}/path", ""),
        NameChoice(source.name, source.namespace),
        values.get(f"{id}/target", ""),
        values.get(f"{id}/create") == YES,
    )
    return Kustomization(NameChoice(name, values.get(f"{id}/namespace") or FLUX_NAMESPACE), spec)
