"""`wgtui doctor`: what works, what does not, and what to do."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace

from wgtui.arguments import Doctor, Get
from wgtui.errors import ConfigError, KubeError
from wgtui.headless.check import Check, Result, lines
from wgtui.headless.checks import cluster, kinds, rights
from wgtui.headless.checks.github import github
from wgtui.headless.checks.leaves import leaves
from wgtui.headless.checks.settings import settings
from wgtui.headless.checks.terminal import terminal
from wgtui.headless.output import Output
from wgtui.headless.question import understood
from wgtui.headless.reading import Reading
from wgtui.headless.session import in_session
from wgtui.screens.session import Session
from wgtui.serving import Connect

WELL, UNWELL, MISCONFIGURED, OUT_OF_REACH = 0, 1, 2, 3


@dataclass(slots=True)
class Findings:
    """`code` is what the first thing that keeps us from looking further means."""

    context: str = ""
    checks: list[Check] = field(default_factory=list)
    code: int = WELL


async def doctor(command: Doctor, connect: Connect, output: Output) -> int:
    """The exit code; what is wrong is told, not raised."""
    found = Findings(command.config.context)
    try:
        await in_session(command.config, connect, lambda session: _look_at(session, command, found))
    except ConfigError as error:
        found.code = MISCONFIGURED
        found.checks.append(cluster.misconfigured(error))
    check, config = settings(command.config, os.environ)
    found.checks += [check, *await github(config), *terminal(config, os.environ, _size())]
    output.data(_document(found) if command.output == "json" else "\n".join(lines(found.checks, output.look)))
    return found.code or (UNWELL if _has_failed(found.checks) else WELL)


async def _look_at(session: Session, command: Doctor, found: Findings) -> int:
    client = session.client
    found.context = session.context
    found.checks += cluster.configured(command.config, client.login)
    for check in (await cluster.reached(client), await cluster.known_as(client)):
        found.checks.append(check)
        if check.result is Result.FAIL:
            found.code = OUT_OF_REACH
            return found.code
    try:
        served = await client.served()
    except KubeError as error:
        found.checks.append(cluster.failed("discovery", error, kinds.GROUP))
        found.code = OUT_OF_REACH
        return found.code
    found.checks += kinds.served_kinds(served)
    allowed = await rights.rights(client, session.watching.access, served)
    found.checks += allowed
    if _has_failed(allowed):
        found.code = OUT_OF_REACH
        return found.code
    found.checks += await _leaves(session, command)
    return WELL


async def _leaves(session: Session, command: Doctor) -> list[Check]:
    question = understood(Get(replace(command.config, namespace=""), "applications", clusters="all"))
    with ExitStack() as leases:
        reading = Reading(session, question, command.config.request_timeout, leases)
        await reading.whole()
        return await leaves(session, reading)


def _has_failed(checks: Sequence[Check]) -> bool:
    return any(check.result is Result.FAIL for check in checks)


def _size() -> os.terminal_size | None:
    return next((os.get_terminal_size(end.fileno()) for end in (sys.stdout, sys.stdin) if end.isatty()), None)


def _document(found: Findings) -> str:
    from wgtui.headless import models

    checks = [{**asdict(check), "result": check.result.value} for check in found.checks]
    healthy = found.code == WELL and not _has_failed(found.checks)
    report = models.DoctorReport.model_validate({"context": found.context, "healthy": healthy, "checks": checks})
    return json.dumps(report.model_dump(mode="json"), indent=2)
