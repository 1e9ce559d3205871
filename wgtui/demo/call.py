"""One request to one API server, taken apart: what a real server calls RequestInfo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from wgtui.demo.access import Ask, Identity
from wgtui.demo.faults import NO_EFFECTS, Effects
from wgtui.demo.request_log import RequestLine
from wgtui.demo.served import ServedKind

if TYPE_CHECKING:
    from wgtui.demo.storage import Storage

_VERBS = {"POST": "create", "PUT": "update", "PATCH": "patch"}


@dataclass(frozen=True)
class ResourcePath:
    """What a path below /api or /apis names; empty strings where it names less."""

    group: str
    version: str
    plural: str = ""
    namespace: str = ""
    name: str = ""
    subresource: str = ""
    below: str = ""
    """What follows `proxy`."""

    def ask(self, verb: str, cluster: str, name: str) -> Ask:
        return Ask(verb, self.group, self.plural, self.subresource, self.namespace, self.name or name, cluster)


def parse_path(path: str) -> ResourcePath | None:
    """None where the path is none of a resource's: discovery, health, nonsense."""
    parts = path.strip("/").split("/")
    if parts[0] == "api" and len(parts) > 2:
        group, version, rest = "", parts[1], parts[2:]
    elif parts[0] == "apis" and len(parts) > 3:
        group, version, rest = parts[1], parts[2], parts[3:]
    else:
        return None
    namespace = ""
    if rest[0] == "namespaces" and len(rest) > 1:
        namespace = rest[1]
        if len(rest) > 2 and rest[2] not in ("status", "finalize"):
            rest = rest[2:]
    below = ""
    if rest[0] == "services" and rest[2:3] == ["proxy"]:
        rest, below = rest[:3], "/".join(rest[3:])
    if len(rest) > 3:
        return None
    plural, name, subresource = (*rest, "", "")[:3]
    return ResourcePath(group, version, plural, namespace, name, subresource, below)


def verb_of(method: str, path: ResourcePath, watching: bool) -> str:
    if method in ("GET", "HEAD"):
        return "get" if path.name else "watch" if watching else "list"
    if method == "DELETE":
        return "delete" if path.name else "deletecollection"
    return _VERBS.get(method, method.lower())


def selected_name(request: web.Request) -> str:
    """The name that a field selector demands: rules for named objects allow to list and watch them so."""
    terms = request.query.get("fieldSelector", "").split(",")
    return next((term.removeprefix("metadata.name=") for term in terms if term.startswith("metadata.name=")), "")


@dataclass(frozen=True)
class Call:
    """A request that may be answered: the kind is served and the user allowed."""

    cluster: str
    storage: Storage
    kind: ServedKind
    path: ResourcePath
    verb: str
    user: Identity
    request: web.Request
    line: RequestLine
    effects: Effects = NO_EFFECTS
    bookmark_every: float = 60.0

    @property
    def query(self) -> dict[str, str]:
        return dict(self.request.query)

    @property
    def namespace(self) -> str:
        return self.path.namespace if self.kind.namespaced else ""

    @property
    def dry_run(self) -> bool:
        return self.request.query.get("dryRun") == "All"

    @property
    def manager(self) -> str:
        """The field manager: as asked for, or the first word of the user agent."""
        agent = self.request.headers.get("User-Agent", "unknown")
        return self.request.query.get("fieldManager") or agent.partition("/")[0][:128]

    def flag(self, name: str) -> bool | None:
        """None where the query does not say."""
        value = self.request.query.get(name)
        return None if value is None else value.lower() not in ("false", "0")
