"""GET …/services/NAME/proxy/PATH: the API server as a door to what runs behind a Service."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from wgtui.demo.answers import GroupResource, Refusal, method_not_allowed, not_found

if TYPE_CHECKING:
    from wgtui.demo.call import ResourcePath

PROXY = "proxy"
SERVICES = GroupResource("", "services")

Served = Callable[[str], bytes | None]
"""What a service answers a path below its root; None is a 404."""


def is_proxied(path: ResourcePath) -> bool:
    return (path.group, path.plural, path.subresource) == ("", SERVICES.resource, PROXY)


def proxied(path: ResourcePath, method: str, services: dict[tuple[str, str], Served]) -> web.Response:
    """Raises Refusal where there is no such service; what is refused behind it comes as it is."""
    if method not in ("GET", "HEAD"):
        raise method_not_allowed(SERVICES)
    name = service_name(path.name)
    served = services.get((path.namespace, name))
    if served is None:
        raise not_found(SERVICES, name)
    content = served(path.below)
    if content is None:
        return web.Response(status=404, text="404 page not found\n")
    return web.Response(body=content, content_type="application/octet-stream")


def service_name(typed: str) -> str:
    """Of `name`, `name:port` or `scheme:name:port`. Raises Refusal."""
    parts = typed.split(":")
    if len(parts) > 3 or (len(parts) == 3 and parts[0] not in ("http", "https")):
        raise Refusal(400, "BadRequest", f'invalid service request "{typed}"')
    return parts[1] if len(parts) == 3 else parts[0]
