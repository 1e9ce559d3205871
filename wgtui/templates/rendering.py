"""Template + values → files: the whole of it, pure. A Program is read once and rendered at every key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from wgtui.resources.templates import Template
from wgtui.templates import cluster_files
from wgtui.templates.automations import beside_file, kustomization_files, sops_file
from wgtui.templates.budget import Budget
from wgtui.templates.credentials import identity_ref
from wgtui.templates.entries import Body, EntryTemplate, entries_of
from wgtui.templates.external_secrets import ExternalSecret
from wgtui.templates.files import RenderedFile, united
from wgtui.templates.gotemplate.context import Context, Setting
from wgtui.templates.injection import Additions, additions, is_switched_on
from wgtui.templates.language import Text, Values, language_of
from wgtui.templates.parameters import Parameter, ordered, resolved
from wgtui.templates.paths import inside
from wgtui.templates.place import Place, place_of
from wgtui.templates.policy_configs import PolicyConfig
from wgtui.templates.profile_files import ProfileTemplates
from wgtui.templates.profiles import pinned
from wgtui.templates.request import ANNOTATION, CreateRequest
from wgtui.templates.settings import Settings, Surroundings

CREATED_FILES = "templates.weave.works/created-files"
_BETWEEN_DOCUMENTS = "\n---\n"
_DEFAULTS = Settings()
_NO_CLUSTER = Surroundings()


@dataclass(frozen=True, slots=True)
class Rendered:
    """`request` is what was asked for with every value filled in."""

    files: tuple[RenderedFile, ...]
    place: Place
    request: CreateRequest


class Program:
    """A template read once; raises TemplateError naming the part of it that cannot be read.

    `setting` holds the clock and the dice of one draft, so that its preview and its pull request are the same.
    """

    def __init__(self, template: Template, settings: Settings = _DEFAULTS, setting: Setting | None = None) -> None:
        self._template = template
        self._settings = settings
        self._setting = setting or Setting()
        language, budget = language_of(template), Budget()
        texts: dict[str, Text] = {}

        def read(text: str) -> Text:
            if text not in texts:
                texts[text] = language.read(text)
            return texts[text]

        self._entries = [EntryTemplate(entry, language, read, budget) for entry in entries_of(template)]
        self.profiles = ProfileTemplates(template, language, budget)
        self._has_sops = template.metadata.all_annotations.get(cluster_files.SOPS_ENABLED) == "true"
        found = [name for entry in self._entries for name in entry.parameters]
        found += [*self.profiles.parameters, *(cluster_files.SOPS_PARAMETERS if self._has_sops else ())]
        self.parameters: tuple[Parameter, ...] = ordered(found, template.spec.params)

    def render(self, asked: CreateRequest, around: Surroundings = _NO_CLUSTER, *, remembers: bool = True) -> Rendered:
        """Raises TemplateError naming parameter or place and what was expected.

        `remembers` puts the request into the objects, from where it is edited; what is only printed goes without.
        """
        values = resolved(self.parameters, asked.parameter_values)
        place = place_of(values, self._settings.layout, self._settings.namespace)
        filled = self._filled(asked, values, around)
        context = Context(Budget(), self._setting)
        bodies = list(self._bodies(place, values, context, self._additions(asked, place, around)))
        _annotate(bodies, filled if remembers else None, context.budget)
        files = (RenderedFile(path, body.text(context.budget)) for path, body in bodies)
        others = self._others(asked, place, around, values, context)
        return Rendered(tuple(united([*united(files, _BETWEEN_DOCUMENTS), *others], "---\n")), place, filled)

    def _filled(self, asked: CreateRequest, values: Values, around: Surroundings) -> CreateRequest:
        meta = self._template.metadata
        return msgspec.structs.replace(
            asked,
            parameter_values=dict(values),
            values=pinned(self.profiles.known, asked.values, around.charts),
            name=meta.name,
            namespace=meta.namespace,
            template_kind=type(self._template).__name__,
        )

    def _additions(self, asked: CreateRequest, place: Place, around: Surroundings) -> Additions:
        keeps, identity = self._settings.keeps_objects, identity_ref(asked.credentials)
        return additions(self._template, place.namespace, around.scope, keeps=keeps, identity=identity)

    def _bodies(self, place: Place, values: Values, context: Context, added: Additions) -> Iterator[tuple[str, Body]]:
        for entry in self._entries:
            path = entry.path(values, context)
            body = entry.render(values, context, added)
            yield inside(path, f"{entry.source}.path") if path else place.manifest, body

    def _others(
        self, asked: CreateRequest, place: Place, around: Surroundings, values: Values, context: Context
    ) -> Iterator[RenderedFile]:
        """Everything Flux needs beside the template's own resources."""
        versions, budget = around.versions, context.budget
        if is_switched_on(self._template, cluster_files.ADD_BASES, default=self._settings.adds_bases):
            yield cluster_files.bases(place, versions, budget)
        if self._has_sops:
            yield cluster_files.sops(place, values, versions, budget)
        yield from self.profiles.files(asked.values, place, around, values, context)
        for kustomization in asked.kustomizations:
            yield from kustomization_files(kustomization, place.folder, versions, budget)
        besides: tuple[ExternalSecret | PolicyConfig, ...] = (*asked.external_secrets, *asked.policy_configs)
        for beside in besides:
            yield beside_file(beside, place.folder, versions, budget)
        for manifest in asked.sops_secrets:
            yield sops_file(manifest, place.file("sops"), budget)


def _annotate(bodies: list[tuple[str, Body]], asked: CreateRequest | None, budget: Budget) -> None:
    """The request goes to every entry, the list of files to the first."""
    if not bodies:
        return
    created = json.dumps({"files": [path for path, _ in bodies]}, separators=(",", ":"), ensure_ascii=False)
    for _, body in bodies:
        if asked is not None:
            body.annotate(ANNOTATION, asked.text(), budget)
    bodies[0][1].annotate(CREATED_FILES, created, budget)
