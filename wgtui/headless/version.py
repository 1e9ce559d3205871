"""`wgtui version`: of wgtui and what it runs on, and of the server of the current context."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass, replace
from importlib.metadata import version as version_of

from wgtui import __version__
from wgtui.arguments import Version
from wgtui.config import Config
from wgtui.errors import WgtuiError
from wgtui.headless.output import Output
from wgtui.serving import Connect

PATIENCE = 10.0
"""Seconds that the server has at most."""


@dataclass(frozen=True, slots=True)
class Served:
    context: str
    server: str
    version: str


async def version(command: Version, connect: Connect, output: Output) -> int:
    """Raises what keeps the server from answering, after wgtui's own version was told."""
    as_text = command.output == "text"
    if as_text:
        output.data(f"wgtui   {__version__} on Python {platform.python_version()}, Textual {version_of('textual')}")
    served, failure = None, None
    if not command.client and _names_a_server(command.config):
        try:
            served = await _served(command.config, connect)
        except WgtuiError as error:
            failure = error
    if not as_text:
        output.data(_document(served))
    elif served is not None:
        output.data(f"server  {served.version} at {served.server}, context {served.context}")
    if failure is not None:
        raise failure
    return 0


def _names_a_server(config: Config) -> bool:
    """Where nobody has named a server there is nothing to complain about."""
    if config.demo or config.context or "KUBERNETES_SERVICE_HOST" in os.environ:
        return True
    from wgtui.kube.kubefile import paths_of

    return bool(paths_of(config.kubeconfig, os.environ))


async def _served(config: Config, connect: Connect) -> Served:
    async with connect(replace(config, request_timeout=min(config.request_timeout, PATIENCE))) as client:
        return Served(client.login.context, client.login.server, await client.version())


def _document(served: Served | None) -> str:
    from wgtui.headless import models

    client = models.ClientVersion(
        version=__version__,
        python=platform.python_version(),
        textual=version_of("textual"),
        kubernetes_asyncio=version_of("kubernetes_asyncio"),
    )
    server = (
        models.ServerVersion(context=served.context, server=served.server, version=served.version) if served else None
    )
    return json.dumps(models.VersionReport(client=client, server=server).model_dump(mode="json"), indent=2)
