"""How answers leave: JSON on one line, indented for a person with curl, compressed where a real server would."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

import yaml
from aiohttp import web

from wgtui.demo.answers import Refusal
from wgtui.demo.stored import decode, encode

JSON = "application/json"
YAML = "application/yaml"
GZIP_FROM = 128 * 1024


def _for_a_person(request: web.Request) -> bool:
    asked = request.query.get("pretty")
    if asked is not None:
        return asked.lower() not in ("false", "0")
    return request.headers.get("User-Agent", "").startswith(("curl", "Wget", "Mozilla/5.0"))


def answer(
    request: web.Request,
    body: Any,
    status: int = 200,
    *,
    content_type: str = JSON,
    headers: dict[str, str] | None = None,
    warnings: Iterable[str] = (),
) -> web.Response:
    """`body` is an object or already serialised JSON; `warnings` are what kubectl prints before it."""
    data = body if isinstance(body, bytes) else encode(body)
    if content_type == YAML:
        data = yaml.safe_dump(decode(data), allow_unicode=True).encode()
    elif _for_a_person(request):
        data = json.dumps(decode(data), indent=2, ensure_ascii=False).encode()
    else:
        data += b"\n"
    headers = {"Cache-Control": "no-cache, private", **(headers or {}), "Content-Type": content_type}
    if len(data) > GZIP_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        data = gzip.compress(data, 1)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    response = web.Response(body=data, status=status, headers=headers)
    for warning in warnings:
        response.headers.add("Warning", f"299 - {json.dumps(warning)}")
    return response


def refusal(request: web.Request, refused: Refusal) -> web.Response:
    return answer(request, refused.status(), refused.code, headers=refused.headers)


def page_not_found() -> web.Response:
    return web.Response(text="404 page not found\n", status=404)
