"""The leaf clusters: whether their kubeconfigs are there and open them."""

from __future__ import annotations

import asyncio

from wgtui.errors import KubeError
from wgtui.headless.check import Check, Result
from wgtui.headless.gaps import Gap
from wgtui.headless.reading import Reading
from wgtui.resources.meta import ObjectRef
from wgtui.screens.session import Session, leaf_ref

GROUP = "leaf clusters"


async def leaves(session: Session, reading: Reading[object]) -> list[Check]:
    """`reading` is of the applications of all leaves, and whole."""
    names = sorted(session.fleet.leaves)
    if not names:
        return [Check(GROUP, "any", Result.OK, "there are none, or none is known")]
    closed = {gap.cluster: gap for gap in reading.gaps if gap.cluster and gap.kind is None}
    async with asyncio.TaskGroup() as asking:
        tasks = [asking.create_task(_leaf(session, leaf_ref(name), closed.get(name))) for name in names]
    return [task.result() for task in tasks]


async def _leaf(session: Session, ref: ObjectRef, closed: Gap | None) -> Check:
    watching = session.leaves.watching(ref)
    if closed is not None or watching is None:
        return Check(GROUP, str(ref), Result.WARN, closed.message if closed else "did not answer in time")
    try:
        version = await watching.client.version()
    except KubeError as error:
        return Check(GROUP, str(ref), Result.WARN, error.title, error.detail)
    return Check(GROUP, str(ref), Result.OK, f"{version} at {watching.client.login.server}")
