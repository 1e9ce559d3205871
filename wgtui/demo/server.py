"""The embedded API servers: several clusters side by side under one port, each at `/clusters/<name>`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from wgtui.demo.about import about
from wgtui.demo.access import Ask, Identity, Rules, default_rules, identity_of
from wgtui.demo.answers import GroupResource, PageNotFound, Refusal, too_long
from wgtui.demo.call import Call, ResourcePath, parse_path, selected_name, verb_of
from wgtui.demo.faults import Effects, Faults
from wgtui.demo.kinds import LEAF_KINDS, MANAGEMENT_KINDS
from wgtui.demo.proxying import is_proxied, proxied
from wgtui.demo.request_log import RequestLine, RequestLog
from wgtui.demo.reviews import review, review_kind
from wgtui.demo.routes import handler_of
from wgtui.demo.sending import page_not_found, refusal
from wgtui.demo.served import ServedKind
from wgtui.demo.spoiling import ConnectionCut, befall, hang_up, spoil
from wgtui.demo.storage import Storage

if TYPE_CHECKING:
    from wgtui.demo.certificates import Authority

MANAGEMENT = "management"
MAX_BODY = 3 * 1024 * 1024


class DemoServer:
    """One HTTP server; `clusters` are the API servers behind it, `rules` who may do what on them."""

    def __init__(self, *, tls: bool = False, bookmark_every: float = 60.0) -> None:
        self.clusters: dict[str, Storage] = {}
        self.rules: Rules = default_rules()
        self.faults = Faults()
        self.requests = RequestLog()
        self.authority = _authority() if tls else None
        self.bookmark_every = bookmark_every
        self.versions: dict[str, str] = {}
        """Of Kubernetes, by cluster; one that is not named here runs the newest."""
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._second_door: tuple[int, Authority] | None = None
        self.add_cluster(MANAGEMENT, MANAGEMENT_KINDS)

    def add_cluster(self, name: str, kinds: Iterable[ServedKind] = LEAF_KINDS, **options: Any) -> Storage:
        storage = Storage(kinds, **options)
        self.clusters[name] = storage
        return storage

    def url(self, cluster: str = MANAGEMENT) -> str:
        scheme = "https" if self.authority else "http"
        return f"{scheme}://127.0.0.1:{self.port}/clusters/{cluster}"

    def kubeconfig(self, cluster: str = MANAGEMENT, token: str = "admin") -> dict[str, Any]:
        """A kubeconfig with one context, named as the cluster is."""
        user = {"name": token or "anonymous", "user": {"token": token} if token else {}}
        address = {"server": self.url(cluster)}
        authority = self.authority
        if self._second_door is not None:
            port, authority = self._second_door
            address["server"] = f"https://127.0.0.1:{port}/clusters/{cluster}"
        if authority is not None:
            address["certificate-authority-data"] = b64encode(authority.pem).decode()
        context = {"cluster": cluster, "user": user["name"], "namespace": "default"}
        return {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": cluster, "cluster": address}],
            "users": [user],
            "contexts": [{"name": cluster, "context": context}],
            "current-context": cluster,
        }

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/clusters/{cluster}{path:.*}", self._handle)
        # kubectl get --raw leaves out the path of the server's address.
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        context = self.authority.server_context() if self.authority else None
        site = web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=context)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def open_tls(self, authority: Authority) -> None:
        """A port that speaks TLS beside the one that does not; kubeconfigs made from now on name it."""
        if self._runner is not None:
            await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=authority.server_context()).start()
            self._second_door = self._runner.addresses[-1][1], authority

    async def stop(self) -> None:
        """Stop listening and cut every connection; `start(server.port)` brings it back with all it held."""
        runner, self._runner, self._second_door = self._runner, None, None
        if runner is None:
            return
        for site in list(runner.sites):
            await site.stop()
        _cut_connections(runner)
        await runner.cleanup()

    @property
    def connections(self) -> int:
        """Connections open now, those that nobody asks anything of too."""
        server = self._runner.server if self._runner else None
        return len(server.connections) if isinstance(server, web.Server) else 0

    def hang_up(self) -> None:
        """Cut every open connection."""
        if self._runner is not None:
            _cut_connections(self._runner)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        line = self.requests.add(_request_line(request))
        effects = Effects()
        response: web.StreamResponse
        try:
            path = parse_path(_path_of(request))
            effects = self._effects(request, path, line)
            await befall(effects)
            response = await self._answer(request, path, line, effects)
        except Refusal as refused:
            response = refusal(request, refused)
        except PageNotFound:
            response = page_not_found()
        except web.HTTPRequestEntityTooLarge:
            response = refusal(request, too_long(MAX_BODY))
        except ConnectionCut:
            hang_up(request)
            return web.Response()
        finally:
            line.open = False
        if isinstance(response, web.Response):
            line.status = response.status
            line.sent = response.content_length or 0
            if effects:
                return await _deliver_spoiled(request, response, effects)
        return response

    def _effects(self, request: web.Request, path: ResourcePath | None, line: RequestLine) -> Effects:
        if path is None:
            ask = Ask("discover", "", "", cluster=line.cluster)
        else:
            line.verb = verb_of(request.method, path, _watching(request))
            line.resource = str(GroupResource(path.group, path.plural))
            line.namespace = path.namespace
            ask = path.ask(line.verb, line.cluster, "")
        token = request.headers.get("Authorization", "").partition(" ")[2]
        return self.faults.take(ask, line.resource, token)

    async def _answer(
        self, request: web.Request, path: ResourcePath | None, line: RequestLine, effects: Effects
    ) -> web.StreamResponse:
        storage = self.clusters.get(line.cluster)
        if storage is None:
            raise PageNotFound
        user = self._user(request, line.cluster)
        line.user = user.user
        if path is None:
            self.rules.require_path(user, _path_of(request), request.method.lower())
            prefix = f"/clusters/{line.cluster}"
            version = self.versions.get(line.cluster, "")
            return about(request, storage.kinds, _path_of(request), prefix, self.port, version)
        self.rules.require(user, path.ask(line.verb, line.cluster, selected_name(request)))
        if is_proxied(path):
            return proxied(path, request.method, storage.services)
        reviewing = review_kind(path)
        if reviewing is not None:
            return await review(request, reviewing, self.rules, user, line.cluster)
        kind = storage.kinds.find(path.group, path.version, path.plural)
        if kind is None:
            raise PageNotFound
        call = Call(line.cluster, storage, kind, path, line.verb, user, request, line, effects, self.bookmark_every)
        return await handler_of(call)(call)

    def _user(self, request: web.Request, cluster: str) -> Identity:
        user = self.rules.identify(request.headers, identity_of(request.get_extra_info("peercert")))
        groups = tuple(request.headers.getall("Impersonate-Group", ()))
        return self.rules.impersonate(user, request.headers, groups, cluster)


def _authority() -> Authority:
    # Imported here: most servers speak plain HTTP and should not pay for it.
    from wgtui.demo.certificates import Authority

    return Authority()


def _path_of(request: web.Request) -> str:
    return "/" + request.match_info["path"].lstrip("/")


def _watching(request: web.Request) -> bool:
    return request.query.get("watch", "false").lower() not in ("false", "0")


def _request_line(request: web.Request) -> RequestLine:
    return RequestLine(
        request.match_info.get("cluster", MANAGEMENT),
        request.method,
        _path_of(request),
        dict(request.query),
        request.headers.get("User-Agent", ""),
        received=request.content_length or 0,
    )


async def _deliver_spoiled(request: web.Request, whole: web.Response, effects: Effects) -> web.StreamResponse:
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    await response.prepare(request)
    try:
        async for piece in spoil(_body(whole), effects):
            await response.write(piece)
    except ConnectionCut:
        hang_up(request)
    return response


async def _body(response: web.Response) -> AsyncIterator[bytes]:
    yield response.body if isinstance(response.body, bytes) else b""


def _cut_connections(runner: web.AppRunner) -> None:
    if isinstance(runner.server, web.Server):
        for connection in runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()
