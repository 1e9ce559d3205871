"""The form of a new application: a Kustomization or a HelmRelease, for any cluster of the fleet."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from wgtui.actions.add_application import added
from wgtui.actions.charts import charts_of
from wgtui.actions.proposal import Proposal
from wgtui.errors import Absent, Forbidden
from wgtui.kube.client import Client
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.helm import HELM_RELEASE
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import GIT_REPOSITORY, HELM_REPOSITORY
from wgtui.screens.flux_acting import client_of
from wgtui.screens.forms.drafts import Draft
from wgtui.screens.forms.form import Entry, Section, Values
from wgtui.screens.forms.kustomizations import details, kustomization
from wgtui.screens.forms.names import no_name, no_namespace, no_reference, no_values, no_version, reference
from wgtui.screens.forms.wishes import DESCRIPTION, TITLE, pull_request, wishes
from wgtui.screens.review import Job
from wgtui.screens.session import Session
from wgtui.templates.automations import HelmReleaseChoice, Target, automation
from wgtui.templates.charts import Charts
from wgtui.templates.files import RenderedFile
from wgtui.templates.paths import Layout
from wgtui.templates.request import FLUX_NAMESPACE, Kustomization

MANAGEMENT = "management"
CLUSTER, KIND, NAME, RELEASE, FOLDER = "cluster", "kind", "name", "release", "kustomization"
REPOSITORY, CHART, VERSION = f"{RELEASE}/repository", f"{RELEASE}/chart", f"{RELEASE}/version"
NAMESPACE, TARGET, VALUES = f"{RELEASE}/namespace", f"{RELEASE}/target", f"{RELEASE}/values"


class ApplicationForm:
    """`cluster` is where it begins; what sources there are is known of clusters that are open."""

    def __init__(self, cluster: ObjectRef | None = None) -> None:
        self._first = str(cluster) if cluster else MANAGEMENT
        self._clusters: tuple[str, ...] = ()
        self._sources: dict[tuple[str, str], tuple[str, ...]] = {}
        self._charts = Charts()
        self._note = ""

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Applications", "add")

    @property
    def identity(self) -> tuple[str, ...]:
        return ("add", self._first)

    async def begin(self, session: Session) -> None:
        refs = [one.metadata.ref for one in await session.client.list(GITOPS_CLUSTER)]
        self._clusters = (MANAGEMENT, *map(str, sorted(refs)))
        await self._learn_sources(session, self._first)

    async def _learn_sources(self, session: Session, cluster: str) -> None:
        client = self._client(session, cluster)
        for kind in (GIT_REPOSITORY, HELM_REPOSITORY):
            if client is not None and (cluster, kind.kind) not in self._sources:
                self._sources[cluster, kind.kind] = await _names(client, kind)

    def _client(self, session: Session, cluster: str) -> Client | None:
        return client_of(session, "" if cluster == MANAGEMENT else cluster)

    def wants(self, values: Values) -> Hashable:
        return (values[CLUSTER], values.get(REPOSITORY, ""))

    async def learn(self, session: Session, values: Values) -> None:
        """The sources of the cluster that was chosen, and the charts of the repository."""
        self._charts, self._note = Charts(), ""
        await self._learn_sources(session, values[CLUSTER])
        client, repository = self._client(session, values[CLUSTER]), values.get(REPOSITORY, "")
        if client is not None and repository in self._known(values[CLUSTER], HELM_REPOSITORY):
            offer = await charts_of(client, reference(repository, FLUX_NAMESPACE))
            self._charts, self._note = offer.charts, offer.note

    def _known(self, cluster: str, kind: Kind[Any]) -> tuple[str, ...]:
        return self._sources.get((cluster, kind.kind), ())

    # What is asked for

    def sections(self, typed: Values) -> Sequence[Section]:
        cluster, kind = typed.get(CLUSTER, self._first), typed.get(KIND, KUSTOMIZATION.kind)
        entries = (
            Entry(CLUSTER, CLUSTER, "which runs it", self._first, self._clusters),
            Entry(KIND, KIND, "a folder of a repository, or a chart", KUSTOMIZATION.kind, _KINDS),
            Entry(NAME, NAME, "what it is called", required=True, problem=no_name(NAME)),
            *(self._release(cluster, typed) if kind == HELM_RELEASE.kind else self._folder(cluster)),
        )
        title = f"Add {typed.get(NAME, '') or '…'} to {cluster.rpartition('/')[2]}"
        return (Section("", entries), pull_request(typed, title))

    def _folder(self, cluster: str) -> Iterator[Entry]:
        return details(FOLDER, Kustomization(), self._known(cluster, GIT_REPOSITORY))

    def _release(self, cluster: str, typed: Values) -> Iterator[Entry]:
        repositories = self._known(cluster, HELM_REPOSITORY)
        about = "on its cluster, as namespace/name"
        first = repositories[0] if repositories else ""
        yield Entry(
            REPOSITORY,
            "HelmRepository",
            about,
            first,
            known=repositories,
            required=True,
            problem=no_reference(REPOSITORY),
        )
        chart = typed.get(CHART, "")
        yield Entry(CHART, CHART.rpartition("/")[2], self._note, known=tuple(self._charts.by_name), required=True)
        versions = self._charts.versions(chart)
        problem = no_version(VERSION)
        yield Entry(VERSION, "version", "or a range", known=versions, placeholder="the newest", problem=problem)
        yield Entry(NAMESPACE, "namespace", placeholder=FLUX_NAMESPACE, problem=no_namespace(NAMESPACE))
        about = "where the release goes"
        yield Entry(TARGET, "target namespace", about, placeholder="the same", problem=no_namespace(TARGET))
        yield Entry(VALUES, "values", "YAML", is_text=True, problem=no_values(VALUES))

    # What comes of it

    def files(self, values: Values) -> Sequence[RenderedFile]:
        return automation(_choice(values), _target(values))

    def job(self, values: Values, draft: Draft, opened: Callable[[], None]) -> Job:
        proposal = added(_choice(values), _target(values), Layout(), values[TITLE], values[DESCRIPTION])

        async def propose(_: Session) -> Proposal:
            return proposal

        return Job("Add", propose, wishes(values, draft.operation), opened)


_KINDS = (KUSTOMIZATION.kind, HELM_RELEASE.kind)


async def _names(client: Client, kind: Kind[Any]) -> tuple[str, ...]:
    try:
        refs = sorted(one.metadata.ref for one in await client.list(kind))
    except (Absent, Forbidden):
        return ()
    return tuple(map(str, refs))


def _target(values: Values) -> Target:
    if values[CLUSTER] == MANAGEMENT:
        return Target(MANAGEMENT, is_management=True)
    ref = reference(values[CLUSTER], "")
    return Target(ref.name, ref.namespace)


def _choice(values: Values) -> Kustomization | HelmReleaseChoice:
    if values[KIND] == KUSTOMIZATION.kind:
        return kustomization(FOLDER, values[NAME], values)
    return HelmReleaseChoice(
        values[NAME],
        values[CHART],
        reference(values[REPOSITORY], FLUX_NAMESPACE),
        values[NAMESPACE],
        values[VERSION],
        values[VALUES],
        values[TARGET],
    )
