"""The form of a template: for a new cluster, or for one that it made, filled with what it was made from."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace

import msgspec

from wgtui.actions.charts import offered
from wgtui.actions.create_cluster import created
from wgtui.actions.identities import Identity, identities
from wgtui.actions.proposal import Proposal
from wgtui.actions.surroundings import surroundings
from wgtui.errors import TemplateError, WgtuiError
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.resources.templates import Template
from wgtui.screens.forms.drafts import Draft, is_secret
from wgtui.screens.forms.form import Entry, Problem, Section, Values
from wgtui.screens.forms.kustomizations import chosen_kustomizations, kustomizations_section
from wgtui.screens.forms.profiles import chosen_profiles, profiles_section
from wgtui.screens.forms.wishes import DESCRIPTION, TITLE, pull_request, wishes
from wgtui.screens.review import Job
from wgtui.screens.session import Session
from wgtui.templates.charts import Charts
from wgtui.templates.files import RenderedFile
from wgtui.templates.gotemplate.context import Setting
from wgtui.templates.parameters import CLUSTER_NAME, NAMESPACE, RESOURCE_NAME, Parameter
from wgtui.templates.rendering import Program, Rendered
from wgtui.templates.request import CreateRequest, Credential
from wgtui.templates.settings import Surroundings

CREDENTIALS = "credentials"
NONE = "none"
_VALUES = re.compile(r"spec\.charts\.items\[(?P<name>[^]]*)\]\.values")


class TemplateForm:
    """Sections that a template does not switch on are not there."""

    def __init__(self, kind: Kind[Template], ref: ObjectRef) -> None:
        self._kind = kind
        self._ref = ref
        self.asked = CreateRequest()
        """What was asked for before, of a cluster that is there."""
        self._program: Program | None = None
        self._around = Surroundings()
        self._credentials: dict[str, Credential] = {}
        self._identities: dict[str, Identity] = {}
        self._switched: dict[str, str] = {}
        self._namespace = ""
        self._charts = Charts()

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Templates", str(self._ref), "new")

    @property
    def identity(self) -> tuple[str, ...]:
        return (self._kind.kind, *self._ref)

    @property
    def program(self) -> Program:
        assert self._program is not None, "the form has begun"
        return self._program

    @property
    def around(self) -> Surroundings:
        return self._around

    async def begin(self, session: Session) -> None:
        client = session.client
        template = await client.get(self._kind, self._ref)
        self._namespace = session.namespace
        self._around = await surroundings(client)
        self._program = await asyncio.to_thread(lambda: Program(template, setting=Setting()))
        self._switched = template.metadata.all_annotations
        if self._is_on("credentials") or self.asked.credentials:
            before = [self.asked.credentials] if self.asked.credentials else []
            self._identities = {_shown(one.credential): one for one in (await identities(client)).found}
            known = [one.credential for one in self._identities.values()]
            self._credentials = {_shown(one): one for one in (*before, *known)}

    def wants(self, values: Values) -> Hashable:  # noqa: ARG002
        has_profiles = bool(self.program.profiles.known) or self._is_on("profiles")
        return (has_profiles and self._around.repository is not None) or None

    async def learn(self, session: Session, values: Values) -> None:  # noqa: ARG002
        """Which charts there are, in which versions."""
        assert self._around.repository is not None
        offer = await offered(session.client, self._around.repository)
        self._charts = offer.charts
        self._around = replace(self._around, charts=offer.charts.facts, charts_note=offer.note)

    def _is_on(self, section: str) -> bool:
        return self._switched.get(f"templates.weave.works/{section}-enabled") == "true"

    # What is asked for

    def sections(self, typed: Values) -> Sequence[Section]:
        return tuple(self._sections(typed))

    def _sections(self, typed: Values) -> Iterator[Section]:
        yield Section("", tuple(self._parameter(one) for one in self.program.parameters))
        if self._credentials:
            first = _shown(self.asked.credentials) if self.asked.credentials else NONE
            about = "the identity of the provider that makes it"
            options = (NONE, *self._credentials)
            entry = Entry(CREDENTIALS, CREDENTIALS, about, first, options, problem=self._not_allowed(typed))
            yield Section("credentials", (entry,), typed.get(CREDENTIALS, first))
        known = self.program.profiles.known
        if known or self._is_on("profiles") or self.asked.values:
            yield profiles_section(known, self.asked.values, self._charts, typed)
        if self._is_on("kustomizations") or self.asked.kustomizations:
            yield kustomizations_section(self.asked.kustomizations, typed)
        yield pull_request(typed, self.title(typed))

    def _not_allowed(self, typed: Values) -> Problem:
        """Providers say in which namespaces clusters may have an identity."""
        default = next((one.default for one in self.program.parameters if one.name == NAMESPACE), "")
        before = self.asked.parameter_values.get(NAMESPACE, self._namespace)
        namespace = typed.get(NAMESPACE) or before or default or "default"

        def problem(value: str) -> WgtuiError | None:
            identity = self._identities.get(value)
            if identity is None or identity.allows(namespace) is not False:
                return None
            expected = f"one for {namespace}; this is for {identity.allowed}"
            return TemplateError(f"clusters in {namespace} may not use it", parameter=CREDENTIALS, expected=expected)

        return problem

    def title(self, typed: Values) -> str:
        return f"Create {typed.get(RESOURCE_NAME) or typed.get(CLUSTER_NAME) or '…'}"

    def about(self, parameter: Parameter) -> str:
        return parameter.description

    def _parameter(self, one: Parameter) -> Entry:
        first = self.asked.parameter_values.get(one.name, self._namespace if one.name == NAMESPACE else "")
        options = one.options
        if options:
            first = first or one.default
            options = options if first in options else (first, *options)
        # What is made has a name, whether or not the template says so.
        one = replace(one, required=True) if one.name in (CLUSTER_NAME, RESOURCE_NAME) else one
        return Entry(
            one.name,
            one.name,
            self.about(one),
            first,
            options,
            placeholder=one.default,
            required=one.required and not one.default,
            problem=one.problem,
            # One of several that the template itself tells is known to everybody.
            is_secret=is_secret(one.name) and not one.options,
        )

    # What comes of it

    def rendered(self, values: Values) -> Rendered:
        """Raises TemplateError."""
        parameters = {one.name: values[one.name] for one in self.program.parameters if values.get(one.name)}
        asked = msgspec.structs.replace(
            self.asked,
            parameter_values=parameters,
            credentials=self._credentials.get(values.get(CREDENTIALS, NONE)),
            values=chosen_profiles(self.program.profiles.known, values),
            kustomizations=chosen_kustomizations(values),
        )
        try:
            return self.program.render(asked, self._around)
        except TemplateError as error:
            found = _VALUES.search(error.source)
            error.parameter = error.parameter or (f"profile/{found['name']}/values" if found else "")
            raise

    def files(self, values: Values) -> Sequence[RenderedFile]:
        return self.rendered(values).files

    def job(self, values: Values, draft: Draft, opened: Callable[[], None]) -> Job:
        rendered = self.rendered(values)

        async def propose(_: Session) -> Proposal:
            return created(rendered, values[TITLE], values[DESCRIPTION])

        return Job("Create", propose, wishes(values, draft.operation), opened)


def _shown(credential: Credential) -> str:
    """As Weave GitOps lists them."""
    return f"{credential.kind}/{credential.namespace or 'default'}/{credential.name}"
