"""The form of a HelmRelease: another version of its chart, other values; its file keeps everything else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from wgtui.actions.change_object import Opened, opened, released, rewritten, version_and_values
from wgtui.actions.charts import charts_of
from wgtui.actions.manifests import Wanted
from wgtui.actions.origin import unmanaged
from wgtui.actions.proposal import Proposal
from wgtui.errors import ConfigError
from wgtui.kube.client import Client
from wgtui.resources.helm import HELM_RELEASE, HelmRelease
from wgtui.resources.meta import ObjectRef
from wgtui.resources.source import HELM_REPOSITORY
from wgtui.screens.flux_acting import client_of
from wgtui.screens.forms.drafts import Draft
from wgtui.screens.forms.form import Entry, Section, Values
from wgtui.screens.forms.names import no_values, no_version
from wgtui.screens.forms.wishes import DESCRIPTION, TITLE, pull_request, wishes
from wgtui.screens.review import Job
from wgtui.screens.session import Session
from wgtui.templates.charts import Charts
from wgtui.templates.files import RenderedFile

VERSION, VALUES = "version", "values"


class ReleaseForm:
    """`cluster` names the leaf it is on, empty: the management cluster."""

    def __init__(self, ref: ObjectRef, cluster: str) -> None:
        self._ref = ref
        self._cluster = cluster
        self._release: HelmRelease | None = None
        self._file: Opened | None = None
        self._charts = Charts()
        self._note = ""

    @property
    def crumbs(self) -> tuple[str, ...]:
        return tuple(filter(None, ("Applications", self._cluster, str(self._ref), "version and values")))

    @property
    def identity(self) -> tuple[str, ...]:
        return ("release", self._cluster, *self._ref)

    @property
    def file(self) -> Opened:
        assert self._file is not None, "the form has begun"
        return self._file

    async def begin(self, session: Session) -> None:
        client = self._client(session)
        body = await client.get_raw(HELM_RELEASE, self._ref)
        reason = unmanaged(body["metadata"])
        if reason is not None:
            raise reason
        self._release = await client.get(HELM_RELEASE, self._ref)
        wanted = Wanted(HELM_RELEASE.group, HELM_RELEASE.kind, self._ref)
        self._file = await opened(client, session.hosts, wanted, body["metadata"].get("labels") or {})

    def _client(self, session: Session) -> Client:
        client = client_of(session, self._cluster)
        if client is None:
            raise ConfigError(f"the cluster {self._cluster} is out of reach", "open it first")
        return client

    def wants(self, values: Values) -> Hashable:  # noqa: ARG002
        source = self._release.source if self._release else None
        return source if source is not None and source.kind == HELM_REPOSITORY.kind else None

    async def learn(self, session: Session, values: Values) -> None:  # noqa: ARG002
        """The versions of its chart."""
        assert self._release is not None and self._release.source is not None
        offer = await charts_of(self._client(session), self._release.source.ref)
        self._charts, self._note = offer.charts, offer.note

    def sections(self, typed: Values) -> Sequence[Section]:
        version, values = version_and_values(self.file)
        entries = (
            *self._version(version),
            Entry(VALUES, VALUES, self._chart, values, is_text=True, problem=no_values(VALUES)),
        )
        to = f" to {typed[VERSION]}" if typed.get(VERSION) else ""
        return (Section("", entries), pull_request(typed, f"Change HelmRelease {self._ref}{to}"))

    def _version(self, first: str) -> tuple[Entry, ...]:
        chart = self._release.spec.chart if self._release else None
        if chart is None:
            return ()
        known = self._charts.versions(chart.spec.chart)
        about = f"of the chart {chart.spec.chart}" + (f"; {self._note}" if self._note else "")
        problem = no_version(VERSION)
        return (Entry(VERSION, VERSION, about, first, known=known, placeholder="the newest", problem=problem),)

    @property
    def _chart(self) -> str:
        """Where the version stands, if not here."""
        source = self._release.spec.chart_ref if self._release else None
        return "YAML" if source is None else f"YAML; the version is that of {source.kind} {source.name}: edit it there"

    def files(self, values: Values) -> Sequence[RenderedFile]:
        text = rewritten(self.file, values.get(VERSION), values[VALUES])
        return (RenderedFile(self.file.located.path, text),)

    def job(self, values: Values, draft: Draft, opened: Callable[[], None]) -> Job:
        written = values.get(VERSION), values[VALUES], values[TITLE], values[DESCRIPTION]
        proposal = released(self.file, *written)

        async def propose(_: Session) -> Proposal:
            return proposal

        return Job("Change", propose, wishes(values, draft.operation), opened)
