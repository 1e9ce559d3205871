"""The embedded GitHub over HTTP, laid out as GitHub Enterprise Server: `/api/v3` and `/api/graphql`."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from wgtui.demo.hub.faults import HubFaults, Seen
from wgtui.demo.hub.forms import Forms, Json
from wgtui.demo.hub.refusals import HubRefusal, not_found, unprocessable
from wgtui.demo.hub.rest import Call, get_repo, operation
from wgtui.demo.hub.state import Hub, Login

API = "/api/v3"
RATE_LIMIT = 5000


class HubServer:
    """`hub` is what it holds, `faults` what goes wrong on purpose, `seen` every request, with its answer."""

    def __init__(self, hub: Hub | None = None) -> None:
        self.hub = hub or Hub(lambda: datetime.now(UTC))
        self.faults = HubFaults()
        self.seen: list[Seen] = []
        self.port = 0
        self._left = RATE_LIMIT
        self._runner: web.AppRunner | None = None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        seen = Seen(
            request.method,
            request.path,
            dict(request.query),
            _body(text),
            request.headers.get("User-Agent", ""),
            request.headers.get("X-GitHub-Api-Version", ""),
        )
        self.seen.append(seen)
        fault = self.faults.take(seen)
        if fault is not None:
            await fault.before(request)
            if fault.instead is not None:
                return fault.instead()
        try:
            status, body, headers = await self._answer(request, seen)
        except HubRefusal as refusal:
            status, body, headers = refusal.status, refusal.body, refusal.headers
        seen.status, seen.answer = status, body
        if fault is not None and (spoiled := await fault.after(request)):
            return spoiled
        return self._response(request, status, body, headers)

    async def _answer(self, request: web.Request, seen: Seen) -> tuple[int, Any, dict[str, str]]:
        login = self._login(request)
        if seen.path == "/api/graphql":
            from wgtui.demo.hub.graphql_api import execute

            body = await execute(
                self.hub, self._forms, login, seen.body.get("query", ""), seen.body.get("variables") or {}
            )
            return 200, body, {}
        path = seen.path.removeprefix(API).strip("/")
        if path == seen.path.strip("/"):
            raise not_found()
        if path == "user":
            return 200, self._forms.me(login.user, self.hub.now()), {}
        return await self._in_repo(request, seen, login, path)

    async def _in_repo(
        self, request: web.Request, seen: Seen, login: Login, path: str
    ) -> tuple[int, Any, dict[str, str]]:
        head, _, below = path.removeprefix("repos/").partition("/")
        name, _, below = below.partition("/")
        repo = self.hub.repo(f"{head}/{name}")
        if repo is None:
            return self._moved(request, f"{head}/{name}", below)
        call = Call(self.hub, self._forms, login, repo, "", seen.query, seen.body)
        if not below:
            return *await get_repo(call), {}
        found = operation(seen.method, below)
        if found is None:
            raise not_found()
        function, rest = found
        return *await function(Call(self.hub, self._forms, login, repo, rest, seen.query, seen.body)), {}

    def _moved(self, request: web.Request, full_name: str, below: str) -> tuple[int, Any, dict[str, str]]:
        """GitHub sends what reads on with 301, and what writes with 307."""
        repo = self.hub.moved_to(full_name)
        if repo is None:
            raise not_found()
        url = f"{self._forms.repo_url(repo)}/{below}".rstrip("/")
        status = 301 if request.method in ("GET", "HEAD") else 307
        return status, {"message": "Moved Permanently", "url": url}, {"Location": url}

    def _login(self, request: web.Request) -> Login:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        login = self.hub.logins.get(token) if scheme.lower() in ("token", "bearer") else None
        if login is None:
            raise HubRefusal(401, "Bad credentials" if token else "Requires authentication")
        if login.sso:
            words = "Resource protected by organization SAML enforcement. You must grant your token access."
            raise HubRefusal(403, words, headers={"X-GitHub-SSO": f"required; url={login.sso}"})
        return login

    @property
    def _forms(self) -> Forms:
        return Forms(f"http://{self.host}{API}", f"http://{self.host}")

    def _response(self, request: web.Request, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        self._left -= 1
        limits = {
            "X-RateLimit-Limit": str(RATE_LIMIT),
            "X-RateLimit-Remaining": str(max(0, self._left)),
            "X-RateLimit-Reset": str(int(datetime.now(UTC).timestamp()) + 3600),
            "X-GitHub-Request-Id": f"DEMO:{len(self.seen):04X}",
            "X-OAuth-Scopes": "repo",
        }
        if status == 204:
            return web.Response(status=204, headers=limits | headers)
        text = json.dumps(body)
        etag = f'W/"{hashlib.sha256(text.encode()).hexdigest()}"'
        if request.method == "GET" and request.headers.get("If-None-Match") == etag:
            self._left += 1
            return web.Response(status=304, headers=limits | {"ETag": etag})
        return web.Response(
            status=status,
            text=text,
            content_type="application/json",
            headers=limits | {"ETag": etag} | headers,
        )


def _body(text: str) -> Json:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        raise unprocessable("Problems parsing JSON") from None
    return found if isinstance(found, dict) else {"": found}
