"""Whether pull requests can be made: a token is looked for, and where it was found is told, never the token."""

from __future__ import annotations

import asyncio

from wgtui.config import Config
from wgtui.github.errors import NoToken
from wgtui.github.tokens import Surroundings, find_token
from wgtui.headless.check import Check, Result

GROUP = "GitHub"
HOST = "github.com"


async def github(config: Config) -> list[Check]:
    """A line for github.com and for each host of the configuration."""
    around = Surroundings(hosts=config.github_hosts)
    hosts = dict.fromkeys((HOST, *config.github_hosts))
    return list(await asyncio.gather(*(asyncio.to_thread(_host, host, around) for host in hosts)))


def _host(host: str, around: Surroundings) -> Check:
    try:
        found = find_token(host, around)
    except NoToken as error:
        return Check(GROUP, host, Result.WARN, f"{error.title}: pull requests cannot be made", error.detail)
    return Check(GROUP, host, Result.OK, f"{found.kind}, from {found.source}")
