"""What a server says of itself: discovery, version, health, OpenAPI."""

from __future__ import annotations

from aiohttp import web

from wgtui.demo import discovery
from wgtui.demo.answers import Json, PageNotFound
from wgtui.demo.openapi import second, third
from wgtui.demo.openapi.protobuf import CONTENT_TYPE, encode_document
from wgtui.demo.sending import answer
from wgtui.demo.served import ServedKinds

_HEALTH = ("/healthz", "/livez", "/readyz")


def about(
    request: web.Request, kinds: ServedKinds, path: str, prefix: str, port: int, version: str = ""
) -> web.Response:
    """Raises PageNotFound; `prefix` is the path under which this server is, `version` its own, empty: the newest."""
    path = path.rstrip("/")
    if path == "/version":
        return answer(request, discovery.version(version))
    if path in _HEALTH or path.startswith(tuple(f"{each}/" for each in _HEALTH)):
        return web.Response(text="ok")
    if path.startswith("/openapi/"):
        return _openapi(request, kinds, path.removeprefix("/openapi/"), prefix)
    if path in ("/api", "/apis"):
        content_type = discovery.wants_aggregated(request.headers.get("Accept", ""))
        if content_type:
            body = discovery.aggregated(kinds, core=path == "/api", content_type=content_type)
            return answer(request, body, content_type=content_type, headers={"Vary": "Accept"})
    try:
        return answer(request, _plain_discovery(kinds, path, port))
    except KeyError as error:
        raise PageNotFound from error


def _openapi(request: web.Request, kinds: ServedKinds, path: str, prefix: str) -> web.Response:
    version = discovery.VERSION["gitVersion"]
    if path == "v2":
        document = second.document(kinds, version)
        if "protobuf" in request.headers.get("Accept", ""):
            return web.Response(body=encode_document(document), headers={"Content-Type": CONTENT_TYPE})
        return answer(request, document)
    if path == "v3":
        return answer(request, third.paths(kinds, prefix))
    found = third.document(kinds, path.removeprefix("v3/"), version) if path.startswith("v3/") else None
    if found is None:
        raise PageNotFound
    return answer(request, found)


def _plain_discovery(kinds: ServedKinds, path: str, port: int) -> Json:
    parts = path.strip("/").split("/")
    match parts:
        case [""]:
            return {"paths": ["/api", "/api/v1", "/apis", *discovery.paths(kinds), *_HEALTH, "/openapi/v3", "/version"]}
        case ["api"]:
            address = {"clientCIDR": "0.0.0.0/0", "serverAddress": f"127.0.0.1:{port}"}
            return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": [address]}
        case ["apis"]:
            return discovery.group_list(kinds)
        case ["api", version]:
            return discovery.resource_list(kinds, "", version)
        case ["apis", group]:
            return {"kind": "APIGroup", "apiVersion": "v1", **discovery.api_group(kinds, group)}
        case ["apis", group, version]:
            return discovery.resource_list(kinds, group, version)
    raise KeyError(path)
