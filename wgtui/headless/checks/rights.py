"""What the user may do, a line for each kind that lists are made of."""

from __future__ import annotations

import asyncio
from typing import Any

from wgtui.errors import KubeError
from wgtui.headless.check import Check, Result
from wgtui.kube.access import API_VERSION, REVIEWS, Access
from wgtui.kube.client import Client
from wgtui.kube.discovery import Served
from wgtui.resources import capi, core, gitops
from wgtui.resources.kinds import Kind
from wgtui.resources.registry import APPLICATION_KINDS, SOURCE_KINDS

GROUP = "rights"
QUESTION = {
    "apiVersion": API_VERSION,
    "kind": "SelfSubjectAccessReview",
    "spec": {"resourceAttributes": {"verb": "list", "resource": "events"}},
}
UNREADABLE = "may not be read"

_LISTS: tuple[Kind[Any], ...] = (
    gitops.GITOPS_CLUSTER,
    capi.CLUSTER,
    capi.MACHINE,
    *APPLICATION_KINDS,
    *SOURCE_KINDS,
    core.EVENT,
)
_CHANGED = {*APPLICATION_KINDS, *SOURCE_KINDS}
"""Kinds that reconcile, suspend and resume patch."""


async def rights(client: Client, access: Access, served: Served) -> list[Check]:
    kinds = [kind for kind in _LISTS if served.version_of(kind)]
    try:
        await client.ask(f"{REVIEWS}selfsubjectaccessreviews", QUESTION)
    except KubeError as error:
        return [Check(GROUP, "any", Result.WARN, f"the server does not tell them: {error.title}")]
    async with asyncio.TaskGroup() as asking:
        tasks = [asking.create_task(_of_kind(access, kind)) for kind in kinds]
        secrets = asking.create_task(_kubeconfigs(access))
    lists = [task.result() for task in tasks]
    if all(check.detail == UNREADABLE for check in lists):
        nothing = Check(GROUP, "any", Result.FAIL, "nothing may be read", "ask for list and watch of what you look for")
        return [nothing, *lists]
    return [*lists, secrets.result()]


async def _of_kind(access: Access, kind: Kind[Any]) -> Check:
    try:
        namespaces = await access.namespaces(kind)
        verdict = await access.allowed("patch", kind) if kind in _CHANGED else None
    except KubeError as error:
        return Check(GROUP, kind.plural, Result.WARN, error.title, error.detail)
    change = f"; {'may be changed' if verdict.allowed else 'no changes'}" if verdict else ""
    if namespaces is None:
        return Check(GROUP, kind.plural, Result.OK, f"read everywhere{change}")
    if namespaces:
        shown = ", ".join(namespaces[:4]) + (f" and {len(namespaces) - 4} more" if len(namespaces) > 4 else "")
        return Check(GROUP, kind.plural, Result.WARN, f"read in {shown} only{change}", "the lists show no others")
    return Check(GROUP, kind.plural, Result.WARN, UNREADABLE, f"ask for list and watch of {kind.resource}")


async def _kubeconfigs(access: Access) -> Check:
    try:
        verdict = await access.allowed("get", core.SECRET)
    except KubeError as error:
        return Check(GROUP, "secrets", Result.WARN, error.title, error.detail)
    if verdict.allowed:
        return Check(GROUP, "secrets", Result.OK, "kubeconfigs of leaf clusters may be read")
    advice = "leaf clusters open only where you may get their kubeconfig Secret"
    return Check(GROUP, "secrets", Result.WARN, "may not be read everywhere", advice)
