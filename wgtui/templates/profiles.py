"""Profiles: charts that come with a cluster, as HelmReleases that wait for each other by layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from wgtui.errors import TemplateError
from wgtui.resources.meta import ObjectRef
from wgtui.resources.templates import Template, TemplateChart
from wgtui.templates.budget import Budget
from wgtui.templates.flux import Chart, FluxVersions, helm_release
from wgtui.templates.manifest.writing import dump, sorted_keys
from wgtui.templates.request import FLUX_NAMESPACE, ProfileChoice
from wgtui.templates.version_ranges import check_range

Json = dict[str, Any]

ANNOTATIONS = "capi.weave.works/profile-"
LAYER_LABEL = "weave.works/applied-layer"


class _LegacyProfile(msgspec.Struct, frozen=True):
    """As JSON in a numbered annotation."""

    name: str = ""
    version: str = ""
    namespace: str = ""
    required: bool = True
    editable: bool = False
    values: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """`values` is YAML with parameters, `content` is merged over the HelmRelease, `path` its file if not the usual."""

    name: str
    version: str = ""
    namespace: str = ""
    layer: str = ""
    required: bool = False
    editable: bool = False
    values: str = ""
    content: Json | None = field(default=None, hash=False)
    path: str = ""


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What the repository's index says of a chart: its newest version, and its layer."""

    version: str = ""
    layer: str = ""


def profiles_of(template: Template, budget: Budget) -> dict[str, Profile]:
    """By name, sorted; `spec.charts` wins over annotations. Raises TemplateError."""
    found = [*_from_annotations(template), *(_from_chart(chart, budget) for chart in template.spec.charts.items)]
    by_name = {profile.name: profile for profile in found}
    return {name: by_name[name] for name in sorted(by_name)}


def _from_annotations(template: Template) -> Iterator[Profile]:
    for key, text in sorted(template.metadata.all_annotations.items()):
        if not key.startswith(ANNOTATIONS):
            continue
        source = f"metadata.annotations[{key}]"
        try:
            one = msgspec.json.decode(text, type=_LegacyProfile)
        except msgspec.MsgspecError as error:
            raise TemplateError("the profile cannot be read", str(error), source=source, expected="JSON") from None
        if not one.name:
            raise TemplateError("profile name is required", source=source)
        yield Profile(one.name, one.version, one.namespace, "", one.required, one.editable, one.values)


def _from_chart(chart: TemplateChart, budget: Budget) -> Profile:
    return Profile(
        chart.chart,
        chart.version,
        chart.target_namespace,
        chart.layer,
        chart.required,
        chart.editable,
        dump(chart.values, budget) if chart.values else "",
        chart.template.content,
        chart.template.path,
    )


def chosen(
    known: Mapping[str, Profile], choices: Iterable[ProfileChoice], charts: Mapping[str, ChartFacts], note: str = ""
) -> list[Profile]:
    """What is required or was chosen, by name, with version and layer from the repository where nobody gave one.

    The original commits every profile of the template as soon as one is required or chosen. `note` says why `charts`
    may lack one. Raises TemplateError.
    """
    picked = {name: profile for name, profile in known.items() if profile.required}
    for choice in choices:
        picked[choice.name] = _merged(known.get(choice.name), choice)
    return [_completed(picked[name], charts.get(name, ChartFacts()), note) for name in sorted(picked)]


def pinned(
    known: Mapping[str, Profile], choices: Iterable[ProfileChoice], charts: Mapping[str, ChartFacts]
) -> tuple[ProfileChoice, ...]:
    """The choices as they are remembered: with the version that was the newest, so that no edit changes it unasked.

    What the template's author says stays his to change.
    """
    made = {choice.name: choice for choice in choices}
    required = (name for name, profile in known.items() if profile.required)
    for name in (*made, *(name for name in required if name not in made)):
        own = known[name].version if name in known else ""
        choice, newest = made.get(name) or ProfileChoice(name), charts.get(name, ChartFacts()).version
        if newest and not (choice.version or own):
            made[name] = msgspec.structs.replace(choice, version=newest)
    return tuple(made.values())


def needs_facts(known: Mapping[str, Profile], choices: Iterable[ProfileChoice]) -> bool:
    """Whether something is to be installed of which only the repository can tell the version or the layer."""
    picked = {name: profile.version for name, profile in known.items() if profile.required}
    for choice in choices:
        # One that the template does not know has its layer from there too.
        picked[choice.name] = known[choice.name].version or choice.version if choice.name in known else ""
    return not all(picked.values())


def _merged(profile: Profile | None, choice: ProfileChoice) -> Profile:
    """Values count only where the template lets them be edited. Raises TemplateError."""
    check_range(choice.version, choice.name, f"profile/{choice.name}/version")
    if profile is None:
        return Profile(choice.name, choice.version, choice.namespace, choice.layer, values=choice.values_text)
    values = choice.values_text if profile.editable and choice.values else profile.values
    return replace(
        profile,
        version=choice.version or profile.version,
        namespace=choice.namespace or profile.namespace,
        layer=choice.layer or profile.layer,
        values=values,
    )


def _completed(profile: Profile, facts: ChartFacts, note: str) -> Profile:
    version = profile.version or facts.version
    if not version:
        raise TemplateError(
            f"cannot retrieve latest version of profile: {profile.name}",
            note,
            expected="a version, or a repository that has the chart",
        )
    return replace(profile, version=version, layer=profile.layer or facts.layer)


def releases(
    profiles: Iterable[tuple[Profile, Json]], repository: ObjectRef, versions: FluxVersions
) -> Iterator[tuple[Profile, Json]]:
    """A HelmRelease for each profile and its rendered values."""
    found = list(profiles)
    dependencies = layered([profile for profile, _ in found])
    for profile, values in found:
        yield (
            profile,
            helm_release(
                versions,
                ObjectRef(FLUX_NAMESPACE, profile.name),
                Chart(profile.name, profile.version, repository),
                values,
                interval="1m0s",
                target_namespace=profile.namespace,
                labels={LAYER_LABEL: profile.layer} if profile.layer else None,
                depends_on=dependencies[profile.name],
            ),
        )


def layered(profiles: list[Profile]) -> dict[str, tuple[str, ...]]:
    """Each layer depends on the one below, what has no layer on the highest. `layer-10` is above `layer-2`."""
    members: dict[str, list[str]] = {}
    for profile in profiles:
        members.setdefault(profile.layer, []).append(profile.name)
    order = [*sorted_keys(layer for layer in members if layer), ""]
    below = dict(zip(order[1:], order, strict=False))
    return {
        profile.name: tuple(sorted(members[below[profile.layer]])) if profile.layer in below else ()
        for profile in profiles
    }


def merged(release: Json, content: Json) -> Json:
    """`content` over the finished object, map by map; lists are replaced."""
    found = dict(release)
    for key, value in content.items():
        known = found.get(key)
        found[key] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return found
