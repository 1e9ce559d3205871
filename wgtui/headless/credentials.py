"""`wgtui get credentials`: the identities that clusters can be made with; what is secret of them is not read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wgtui.actions.identities import Identity, identities
from wgtui.arguments import Get
from wgtui.headless.clock import utc_now
from wgtui.headless.names import Name, read_names
from wgtui.headless.output import Output
from wgtui.headless.read_once import ReadOnce, check, show
from wgtui.serving import Connect
from wgtui.views.ages import age_seconds
from wgtui.views.filter import parse
from wgtui.views.identities import COLUMNS, FIELDS

if TYPE_CHECKING:
    from wgtui.headless import models


async def get_credentials(command: Get, connect: Connect, output: Output) -> int:
    """1 where one that was named is not there, 3 where nothing may be read. Raises KubeError, FilterError."""
    check(command, "credentials")
    wanted, names = parse(command.filter, FIELDS), read_names(command.names)
    async with connect(command.config) as client:
        known = await identities(client)
    for why in known.unread:
        output.warn(f"incomplete: {why}")
    named = [one for one in known.found if not names or any(_means(name, one) for name in names)]
    rows = wanted.select(named, utc_now())
    missing = [name for name in names if not any(_means(name, one) for one in known.found)]
    for name in missing:
        output.warn(f"no credential {name.typed}")
    if not known.found and known.unread:
        return 3
    if not rows and not missing:
        output.warn("no credentials")
    show(command, rows, ReadOnce(COLUMNS, _name, _document), utc_now(), output)
    return 1 if missing else 0


def _means(name: Name, one: Identity) -> bool:
    return name.means((one.kind, one.ref))


def _name(row: Identity) -> str:
    place = f"{row.ref.namespace}/" if row.ref.namespace else ""
    return f"{row.kind.lower()}/{place}{row.ref.name}"


def _document(rows: Sequence[Identity]) -> models.Credentials:
    from wgtui.headless import models

    now = utc_now()
    return models.Credentials(
        items=[
            models.Credential(
                kind=row.kind,
                apiVersion=f"{row.credential.group}/{row.version}",
                name=row.ref.name,
                namespace=row.ref.namespace,
                detail=row.detail,
                source=row.source,
                allowed=row.allowed,
                age_seconds=age_seconds(row.created, now),
            )
            for row in rows
        ]
    )
