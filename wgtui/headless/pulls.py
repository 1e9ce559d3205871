"""`wgtui get pulls`: the open pull requests of the fleet's repository."""

from __future__ import annotations

import json
from dataclasses import replace

from wgtui.arguments import Get
from wgtui.errors import ConfigError
from wgtui.github.hosts import Hosts
from wgtui.github.journal import Journal, journal_path
from wgtui.github.pulls import PullRequest
from wgtui.headless.clock import utc_now
from wgtui.headless.output import Output
from wgtui.headless.proposing import where
from wgtui.headless.table import Table
from wgtui.serving import Connect
from wgtui.verbs import PullRequestWishes
from wgtui.views.filter import parse
from wgtui.views.pulls import COLUMNS, FIELDS, subject


async def get_pulls(command: Get, connect: Connect, output: Output) -> int:
    """1 where one that was named is not open. Raises GitHubError, KubeError, FilterError."""
    if command.watch or command.selector or command.clusters:
        raise ConfigError("pull requests are read once, and have no labels", "leave --watch, -l and --clusters away")
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
    _print(command, rows, str(place.repository), output)
    return 1 if missing else 0


def _print(command: Get, rows: list[PullRequest], repository: str, output: Output) -> None:
    match command.output:
        case "name":
            output.data("\n".join(f"pull/{row.number}" for row in rows))
        case "json" | "yaml":
            _print_document(command, rows, repository, output)
        case _ if rows:
            wide = command.output == "wide"
            columns = [column for column in COLUMNS if wide or not column.wide_only]
            look = replace(output.look, width=0) if wide else output.look
            lines = list(Table(columns, look).whole(rows, utc_now()))
            output.data("\n".join(lines if command.headers else lines[1:]))


def _print_document(command: Get, rows: list[PullRequest], repository: str, output: Output) -> None:
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
    found = models.Pulls(repository=repository, items=items).model_dump(mode="json")
    if command.output == "json":
        output.data(json.dumps(found, indent=2))
        return
    import yaml

    output.data(yaml.safe_dump(found, sort_keys=False, allow_unicode=True).rstrip("\n"))
