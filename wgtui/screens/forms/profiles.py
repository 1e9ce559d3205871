"""The section of profiles: which charts come with a cluster, in which version, where to, with which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wgtui.screens.forms.form import NO, YES, Entry, Section, Values
from wgtui.screens.forms.names import no_name, no_namespace, no_values, no_version
from wgtui.screens.forms.rows import numbered
from wgtui.templates.charts import Charts
from wgtui.templates.profiles import Profile
from wgtui.templates.request import ProfileChoice

OTHER = "other profile"
"""A chart of the repository that the template does not name."""


def profiles_section(
    known: Mapping[str, Profile], before: Iterable[ProfileChoice], charts: Charts, typed: Values
) -> Section:
    """`before` is what was chosen when the cluster was made."""
    chosen = {choice.name: choice for choice in before}
    entries = [entry for profile in known.values() for entry in _of(profile, chosen, charts, typed)]
    others = [choice for name, choice in chosen.items() if name not in known]
    entries += numbered(OTHER, len(others), typed, lambda id, at: _other(id, others[at - 1 : at], charts, typed))
    names = [name for name, profile in known.items() if _is_used(profile, chosen, typed)]
    rows = (entry for entry in entries if entry.label == OTHER)
    names += filter(None, (typed.get(row.id, row.first) for row in rows))
    return Section("profiles", tuple(entries), ", ".join(names) or (f"none of {len(known)}" if known else "none"))


def _is_used(profile: Profile, chosen: Mapping[str, ProfileChoice], typed: Values) -> bool:
    first = YES if profile.name in chosen else NO
    return profile.required or typed.get(f"profile/{profile.name}", first) == YES


def _of(profile: Profile, chosen: Mapping[str, ProfileChoice], charts: Charts, typed: Values) -> Iterator[Entry]:
    """Those the template requires come with it: their version can be chosen all the same."""
    name, choice = profile.name, chosen.get(profile.name, ProfileChoice())
    first = YES if profile.required or name in chosen else NO
    about = ", ".join(filter(None, ("always installed" if profile.required else "", profile.layer)))
    yield Entry(f"profile/{name}", f"profile {name}", about, first, (YES,) if profile.required else (NO, YES))
    if not _is_used(profile, chosen, typed):
        return
    yield from _details(f"profile/{name}", name, choice, charts, profile.version, profile.namespace)
    if profile.editable:
        values = choice.values_text if choice.values else profile.values
        yield Entry(f"profile/{name}/values", f"values of {name}", "YAML", values, is_text=True)


def _other(id: str, before: list[ProfileChoice], charts: Charts, typed: Values) -> Iterator[Entry]:
    choice = before[0] if before else ProfileChoice()
    about = "another chart of the repository" if charts.by_name else "another chart of the repository, by its name"
    yield Entry(id, OTHER, about, choice.name, known=tuple(charts.by_name), problem=no_name(id))
    name = typed.get(id, choice.name)
    if not name:
        return
    yield from _details(id, name, choice, charts)
    values = f"{id}/values"
    yield Entry(values, f"values of {name}", "YAML", choice.values_text, is_text=True, problem=no_values(values))


def _details(
    id: str, name: str, choice: ProfileChoice, charts: Charts, version: str = "", namespace: str = ""
) -> Iterator[Entry]:
    """`version` and `namespace` are the template's own."""
    known = charts.versions(name)
    newest = version or "the newest"
    version_id = f"{id}/version"
    yield Entry(
        version_id,
        f"version of {name}",
        first=choice.version,
        known=known,
        placeholder=newest,
        problem=no_version(version_id),
    )
    target = f"{id}/namespace"
    yield Entry(
        target,
        f"namespace of {name}",
        first=choice.namespace,
        placeholder=namespace or "that of Flux",
        problem=no_namespace(target),
    )


def chosen_profiles(known: Mapping[str, Profile], values: Values) -> tuple[ProfileChoice, ...]:
    """What differs from the template is told; the rest it says itself."""
    found = [_choice(name, f"profile/{name}", known[name], values) for name in known]
    ids = [id for id in values if id.startswith(f"{OTHER}/") and id.count("/") == 1 and values[id]]
    found += [_choice(values[id], id, None, values) for id in ids]
    return tuple(choice for choice in found if choice is not None)


def _choice(name: str, id: str, profile: Profile | None, values: Values) -> ProfileChoice | None:
    if profile is not None and values.get(id) != YES:
        return None
    version, namespace = values.get(f"{id}/version", ""), values.get(f"{id}/namespace", "")
    text = values.get(f"{id}/values", "")
    if profile is not None and text == profile.values:
        text = ""
    if profile is not None and profile.required and not (version or namespace or text):
        return None
    return ProfileChoice.of(name, version=version, namespace=namespace, values=text)
