"""The profiles of a template, read once, and the files they come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wgtui.errors import TemplateError
from wgtui.resources.templates import Template
from wgtui.templates.automations import values_of
from wgtui.templates.budget import Budget
from wgtui.templates.files import Group, RenderedFile, united
from wgtui.templates.flux import helm_repository
from wgtui.templates.gotemplate.context import Context
from wgtui.templates.language import Language, Text, Values
from wgtui.templates.manifest.reading import load
from wgtui.templates.manifest.writing import dump
from wgtui.templates.paths import inside
from wgtui.templates.place import Place
from wgtui.templates.places import at
from wgtui.templates.profiles import ANNOTATIONS, Profile, chosen, merged, profiles_of, releases
from wgtui.templates.request import ProfileChoice
from wgtui.templates.settings import Surroundings

Json = dict[str, Any]
_REPOSITORY_PATH = "spec.charts.helmRepositoryTemplate.path"


class ProfileTemplates:
    """Raises TemplateError where one of their texts is no template. `known` is what the template offers, by name."""

    def __init__(self, template: Template, language: Language, budget: Budget) -> None:
        self._language = language
        self.known = profiles_of(template, budget)
        self._repository_path = self._read(_REPOSITORY_PATH, template.spec.charts.helm_repository_template.path)
        self._texts = {
            name: {part: self._read(_source(name, part), text) for part, text in _texts(profile, budget).items()}
            for name, profile in self.known.items()
        }
        found = [text for texts in self._texts.values() for text in texts.values()]
        found += [self._read(f"metadata.annotations[{key}]", text) for key, text in _annotations(template)]
        self.parameters = tuple(name for text in (self._repository_path, *found) for name in text.parameters)

    def _read(self, source: str, text: str) -> Text:
        with at(source):
            return self._language.read(text)

    def files(
        self,
        choices: tuple[ProfileChoice, ...],
        place: Place,
        around: Surroundings,
        values: Values,
        context: Context,
    ) -> list[RenderedFile]:
        """The HelmRepository first, then a HelmRelease each. Raises TemplateError."""
        picked = chosen(self.known, choices, around.charts, around.charts_note)
        if not picked:
            return []
        budget, default = context.budget, place.file("profiles.yaml")
        files = list(self._repository_file(default, around, values, context))
        rendered = [(profile, self._values(profile, values, context)) for profile in picked]
        for profile, release in releases(rendered, around.repository_ref, around.versions):
            body = self._over(release, profile, values, context)
            files.append(_file(self._part(profile, "path", values, context) or default, dump(body, budget)))
        return united(files, "---\n")

    def _repository_file(
        self, default: str, around: Surroundings, values: Values, context: Context
    ) -> Iterator[RenderedFile]:
        """Without a cluster to ask it is taken to be there, and left out."""
        if around.repository is not None:
            body = helm_repository(around.versions, dict(around.repository))
            with at(_REPOSITORY_PATH):
                path = self._repository_path.render(values, context)
            yield _file(path or default, dump(body, context.budget))
        elif around.scope is not None:
            ref = around.repository_ref
            raise TemplateError(f"cannot find Helm repository {ref.name}/{ref.namespace}", source="spec.charts")

    def _values(self, profile: Profile, values: Values, context: Context) -> Json:
        """What somebody edited is read now; the rest has been."""
        known = self.known.get(profile.name)
        source = _source(profile.name, "values")
        with at(source):
            if known is not None and known.values == profile.values:
                text = self._part(profile, "values", values, context)
            else:
                text = self._language.read(profile.values).render(values, context)
            return values_of(text, f"profile {profile.name}", context.budget)

    def _over(self, release: Json, profile: Profile, values: Values, context: Context) -> Json:
        text = self._part(profile, "content", values, context)
        with at(_source(profile.name, "content")):
            content = load(text, context.budget)
            if content is not None and not isinstance(content, dict):
                raise TemplateError("what is rendered is no object", expected="fields of a HelmRelease")
        return merged(release, content or {})

    def _part(self, profile: Profile, part: str, values: Values, context: Context) -> str:
        text = self._texts.get(profile.name, {}).get(part)
        with at(_source(profile.name, part)):
            return text.render(values, context) if text else ""


def _texts(profile: Profile, budget: Budget) -> dict[str, str]:
    content = dump(profile.content, budget) if profile.content else ""
    return {"values": profile.values, "content": content, "path": profile.path}


def _source(name: str, part: str) -> str:
    """`spec.charts.items[podinfo].values`"""
    return f"spec.charts.items[{name}].{'values' if part == 'values' else f'template.{part}'}"


def _annotations(template: Template) -> Iterator[tuple[str, str]]:
    for key, text in template.metadata.all_annotations.items():
        if key.startswith(ANNOTATIONS):
            yield key, text


def _file(path: str, text: str) -> RenderedFile:
    return RenderedFile(inside(path), text, Group.PROFILES)
