"""`wgtui get pulls`: the open pull requests of the fleet's repository."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wgtui.arguments import Get
from wgtui.github.hosts import Hosts
from wgtui.github.journal import Journal, journal_path
from wgtui.github.pulls import PullRequest
from wgtui.headless.clock import utc_now
from wgtui.headless.output import Output
from wgtui.headless.proposing import where
from wgtui.headless.read_once import ReadOnce, check, show
from wgtui.serving import Connect
from wgtui.views.filter import parse
from wgtui.views.pulls import COLUMNS, FIELDS, subject
from wgtui.wishes import PullRequestWishes

if TYPE_CHECKING:
    from wgtui.headless import models


async def get_pulls(command: Get, connect: Connect, output: Output) -> int:
    """1 where one that was named is not open. Raises GitHubError, KubeError, FilterError."""
    check(command, "pull requests")
    wanted = parse(command.filter, FIELDS)
    async with connect(command.config) as client:
        hosts = Hosts(Journal(journal_path()), connect.github_hosts(command.config))
        place = await where(client, hosts, PullRequestWishes())
        pulls = await hosts.open_pulls(place.repository)
        seen = await hosts.refreshed(place.repository.host, pulls) if pulls else {}
    rows = wanted.select([seen.get(pull.key) or pull for pull in pulls], utc_now())
    missing = [name for name in command.names if name.lstrip("#") not in {str(row.number) for row in rows}]
    if command.names:
        rows = [row for row in rows if str(row.number) in {name.lstrip("#") for name in command.names}]
    for name in missing:
        output.warn(f"no open pull request {name} in {place.repository}")
    if not rows and not missing:
        output.warn(f"no open pull requests in {place.repository}")
    how = ReadOnce(COLUMNS, lambda row: f"pull/{row.number}", lambda rows: _document(rows, str(place.repository)))
    show(command, rows, how, utc_now(), output)
    return 1 if missing else 0


def _document(rows: Sequence[PullRequest], repository: str) -> models.Pulls:
    from wgtui.headless import models

    items = [
        models.Pull(
            number=row.number,
            title=row.title,
            state=row.state.value,
            checks=row.checks.value,
            review=row.review.value,
            mergeable=row.mergeable.value,
            author=row.author,
            branch=row.branch,
            base=row.base,
            subject=subject(row),
            url=row.url,
            created=row.created,
        )
        for row in rows
    ]
    return models.Pulls(repository=repository, items=items)
