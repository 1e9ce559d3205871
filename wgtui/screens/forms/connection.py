"""The form that makes a cluster known which is there already: a GitopsCluster, and how to make its Secret."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from wgtui.actions.connect_cluster import connected, instructions, secret_name
from wgtui.actions.proposal import Proposal
from wgtui.errors import FilterError, TemplateError, WgtuiError
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.meta import ObjectRef
from wgtui.screens.forms.drafts import Draft
from wgtui.screens.forms.form import Entry, Section, Values
from wgtui.screens.forms.names import no_name, no_namespace
from wgtui.screens.forms.wishes import DESCRIPTION, TITLE, pull_request, wishes
from wgtui.screens.review import Job
from wgtui.screens.session import Session
from wgtui.templates.files import RenderedFile
from wgtui.templates.paths import Layout
from wgtui.views.selectors import parse_selector

NAME, NAMESPACE, LABELS, SECRET = "name", "namespace", "labels", "secret"


class ConnectionForm:
    """What opens a cluster is never committed: who has its kubeconfig makes the Secret by hand."""

    def __init__(self) -> None:
        self._there: frozenset[str] = frozenset()
        self._namespaces: tuple[str, ...] = ()
        self._namespace = ""

    @property
    def crumbs(self) -> tuple[str, ...]:
        return ("Clusters", "connect")

    @property
    def identity(self) -> tuple[str, ...]:
        return ("connect",)

    async def begin(self, session: Session) -> None:
        refs = [one.metadata.ref for one in await session.client.list(GITOPS_CLUSTER)]
        self._there = frozenset(map(str, refs))
        self._namespaces = tuple(sorted({ref.namespace for ref in refs}))
        self._namespace = session.namespace or "default"

    def wants(self, values: Values) -> Hashable:  # noqa: ARG002
        return None

    async def learn(self, session: Session, values: Values) -> None:
        """Nothing."""

    def sections(self, typed: Values) -> Sequence[Section]:
        namespace = typed.get(NAMESPACE, self._namespace)
        cluster = ObjectRef(namespace, typed.get(NAME, "") or "…")
        entries = (
            Entry(NAME, NAME, "what it is called", required=True, problem=lambda name: self._taken(namespace, name)),
            Entry(
                NAMESPACE,
                NAMESPACE,
                "on the management cluster",
                self._namespace,
                known=self._namespaces,
                required=True,
                problem=no_namespace(NAMESPACE),
            ),
            Entry(LABELS, LABELS, "environment=prod, team=shop", problem=_no_labels),
            Entry(
                SECRET,
                SECRET,
                "that holds its kubeconfig",
                placeholder=secret_name(cluster),
                problem=no_name(SECRET),
            ),
        )
        return (Section("", entries), pull_request(typed, f"Connect {cluster}"))

    def _taken(self, namespace: str, name: str) -> WgtuiError | None:
        if f"{namespace}/{name}" in self._there:
            return TemplateError(f"{namespace}/{name} is there already", parameter=NAME, expected="another name")
        return no_name(NAME)(name)

    def files(self, values: Values) -> Sequence[RenderedFile]:
        change = self._proposal(values).changes[0]
        content = getattr(change, "content", None) or b""
        command = f"# Not committed: run this where the kubeconfig of the cluster is.\n{_command(values)}\n"
        return (RenderedFile(change.path, content.decode()), RenderedFile("how its Secret is made", command))

    def job(self, values: Values, draft: Draft, opened: Callable[[], None]) -> Job:
        proposal = self._proposal(values)

        async def propose(_: Session) -> Proposal:
            return proposal

        note = f"before it can be opened: {_command(values)}"
        return Job("Connect", propose, wishes(values, draft.operation), opened, (note,))

    def _proposal(self, values: Values) -> Proposal:
        if not values[NAME]:
            raise TemplateError(f"{NAME} is missing", parameter=NAME, expected="a value")
        labels = dict(_labels(values[LABELS]))
        return connected(_ref(values), Layout(), labels, values[SECRET], values[TITLE], values[DESCRIPTION])


def _ref(values: Values) -> ObjectRef:
    return ObjectRef(values[NAMESPACE], values[NAME])


def _command(values: Values) -> str:
    return instructions(_ref(values), values[SECRET])


def _labels(text: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in text.split(",") if part.strip())
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _no_labels(text: str) -> WgtuiError | None:
    for name, value in _labels(text):
        try:
            parse_selector(f"{name}={value}")
        except FilterError:
            return TemplateError(f"{name}={value} is no label", parameter=LABELS, expected="name=value, with commas")
    return None
