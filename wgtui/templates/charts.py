"""The charts of a Helm repository and their versions, read from its index: newest first, by the rules of semver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any, Final

import msgspec
import yaml

from wgtui.errors import TemplateError
from wgtui.templates.gotemplate.values import CallError
from wgtui.templates.profiles import ChartFacts
from wgtui.templates.sprig.versions import Version, allows, compare, parsed

IS_PROFILE = "weave.works/profile"
LAYER = "weave.works/layer"
ALL_PROFILES = "weave.works/profiles"
VERSION_FILTER = "weave.works/helm-version-filter"

MOST_VERSIONS = 200_000
"""Of all charts together: whatever an index holds more is no index for people."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_order = cmp_to_key(compare)


@dataclass(frozen=True, slots=True)
class ChartVersion:
    """`text` as the index writes it, with a `v` or without."""

    text: str
    layer: str = ""
    is_profile: bool = False
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """`versions` newest first, never empty."""

    name: str
    versions: tuple[ChartVersion, ...]
    description: str = ""

    @property
    def newest(self) -> ChartVersion:
        """Without a pre-release where there is one, as Helm takes `*`."""
        return next((one for one in self.versions if not parsed(one.text).prerelease), self.versions[0])

    @property
    def facts(self) -> ChartFacts:
        return ChartFacts(self.newest.text, self.newest.layer)


@dataclass(frozen=True, slots=True)
class Charts:
    """By name, sorted."""

    by_name: Mapping[str, Chart] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, ChartFacts]:
        """As rendering wants them."""
        return {name: chart.facts for name, chart in self.by_name.items()}

    @property
    def profiles(self) -> tuple[Chart, ...]:
        """What is meant to come with a cluster."""
        return tuple(chart for chart in self.by_name.values() if chart.newest.is_profile)

    def versions(self, name: str) -> tuple[str, ...]:
        """Newest first; empty for a chart that is not there."""
        chart = self.by_name.get(name)
        return tuple(version.text for version in chart.versions) if chart else ()


class _Entry(msgspec.Struct):
    version: str = ""
    description: str | None = None
    deprecated: bool = False
    annotations: dict[str, Any] | None = None


def read_index(content: bytes, annotations: Mapping[str, str] | None = None) -> Charts:
    """`annotations` are those of the HelmRepository. What cannot be read of an index is left out of it.

    Raises TemplateError for what is no index, and for a version filter that is no constraint.
    """
    said = annotations or {}
    wanted = said.get(VERSION_FILTER, "")
    left, found = MOST_VERSIONS, {}
    for name, entries in sorted(_entries(content)):
        some = entries[:left]
        left -= len(some)
        if versions := _sorted(some, wanted, ALL_PROFILES in said):
            found[name] = Chart(name, versions, next((one.description or "" for one in some), ""))
    return Charts(found)


def of_versions(versions: Iterable[tuple[str, str]]) -> Charts:
    """From names and versions that are known otherwise, as from what runs."""
    by_name: dict[str, dict[str, _Entry]] = {}
    for name, version in versions:
        by_name.setdefault(name, {})[version] = _Entry(version)
    found = {name: _sorted(by_name[name].values(), "", False) for name in sorted(by_name)}
    return Charts({name: Chart(name, versions) for name, versions in found.items() if versions})


def _entries(content: bytes) -> Iterator[tuple[str, list[_Entry]]]:
    """source-controller keeps JSON since it reads the index into a form of its own, older ones what they downloaded."""
    try:
        is_json = content.lstrip()[:1] == b"{"
        index: Any = msgspec.json.decode(content) if is_json else yaml.load(content, Loader=_LOADER)
        charts = index["entries"].items()
    except (msgspec.DecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        raise TemplateError("this is no index of a Helm repository", expected="entries: with a list a chart") from None
    for name, found in charts:
        if isinstance(name, str) and isinstance(found, list):
            yield name, list(_readable(found))


def _readable(found: list[Any]) -> Iterator[_Entry]:
    for entry in found:
        try:
            yield msgspec.convert(entry, _Entry)
        except msgspec.ValidationError:
            continue


def _sorted(entries: Iterable[_Entry], wanted: str, all_profiles: bool) -> tuple[ChartVersion, ...]:
    kept: list[tuple[Version, ChartVersion]] = []
    for entry in entries:
        version = _version(entry.version)
        if version is not None and _is_wanted(wanted, version):
            said = entry.annotations or {}
            is_profile = all_profiles or IS_PROFILE in said
            kept.append((version, ChartVersion(entry.version, str(said.get(LAYER, "")), is_profile, entry.deprecated)))
    kept.sort(key=lambda one: _order(one[0]), reverse=True)
    return tuple(dict.fromkeys(version for _, version in kept))


def _version(text: str) -> Version | None:
    try:
        return parsed(text)
    except CallError:
        return None


def _is_wanted(constraint: str, version: Version) -> bool:
    try:
        return not constraint or allows(constraint, version)
    except CallError as error:
        raise TemplateError(
            f"{constraint!r} is no range of versions", str(error), source=VERSION_FILTER, expected="such as >=1.2 <2"
        ) from None
