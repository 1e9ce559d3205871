"""Paged lists: a page at a time, smaller pages where objects are large."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import msgspec

from wgtui.kube.connection import Connection, TooLarge
from wgtui.kube.decoding import decoded
from wgtui.kube.requests import JSON, Request

PAGE = 500


class ListMeta(msgspec.Struct, rename="camel"):
    resource_version: str = ""
    next: str = msgspec.field(default="", name="continue")


class Page(msgspec.Struct):
    """`items` are not decoded: one bad object does not spoil the page."""

    metadata: ListMeta
    items: list[msgspec.Raw] | None = None
    """Null where there is none."""


async def pages(
    connection: Connection, path: str, query: tuple[tuple[str, str], ...], page: int = PAGE, accept: str = JSON
) -> AsyncGenerator[Page]:
    """All pages of a list; raises Gone where the server forgot the list half-way: then begin again."""
    limit, next_page = page, ""
    while True:
        asked = (*query, ("limit", str(limit)), *((("continue", next_page),) if next_page else ()))
        try:
            found = decoded(await connection.read(Request(path, query=asked, accept=accept)), Page, "the server's list")
        except TooLarge:
            if limit == 1:
                raise
            limit = max(1, limit // 10)
            continue
        yield found
        next_page = found.metadata.next
        if not next_page:
            return
        limit = min(page, limit * 2)
