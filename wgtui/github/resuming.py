"""What became of pull requests that an earlier process began: finished, discarded, or nothing to do."""

from __future__ import annotations

from wgtui.github.api import Api
from wgtui.github.changes import EMPTY, ChangeSet
from wgtui.github.journal import Journal, Pending
from wgtui.github.lane import Ticket
from wgtui.github.opening import Opened, Opening, branch_commit, delete_branch, find_pull
from wgtui.github.reading import Preflight


def finish(api: Api, pending: Pending, journal: Journal, ticket: Ticket) -> Opened | None:
    """The pull request, opened now unless it was already. None where its commit never got a branch nor can get one."""
    repository = pending.repository
    found = find_pull(api, repository, pending.branch, pending.base, pending.home)
    if found is not None:
        journal.remove(pending.operation)
        return Opened(found)
    head = branch_commit(api, pending.home, pending.branch)
    if not head and (pending.signed or not pending.commit):
        journal.remove(pending.operation)
        return None
    change_set = ChangeSet(
        repository, pending.base, pending.branch, pending.title, pending.body, (), operation=pending.operation
    )
    preflight = Preflight(repository, pending.base, EMPTY)
    opening = Opening(api, change_set, preflight, journal, ticket, home=pending.home)
    return opening.finish(pending, has_branch=bool(head))


def discard(api: Api, pending: Pending, journal: Journal) -> None:
    """Deletes the branch where it is still ours and nobody has opened a pull request from it."""
    if find_pull(api, pending.repository, pending.branch, pending.base, pending.home) is None:
        head = branch_commit(api, pending.home, pending.branch)
        if head and head == pending.commit:
            delete_branch(api, pending.home, pending.branch)
    journal.remove(pending.operation)
