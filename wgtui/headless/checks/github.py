"""Whether pull requests can be made: a token is looked for, and where it was found is told, never the token."""

from __future__ import annotations

import asyncio

from wgtui.github.errors import NoToken
from wgtui.github.tokens import Surroundings, find_token
from wgtui.headless.check import Check, Result

GROUP = "GitHub"
HOST = "github.com"


async def github() -> Check:
    try:
        found = await asyncio.to_thread(find_token, HOST, Surroundings())
    except NoToken as error:
        return Check(GROUP, "token", Result.WARN, f"{error.title}: pull requests cannot be made", error.detail)
    return Check(GROUP, "token", Result.OK, f"{found.kind} for {HOST}, from {found.source}")
