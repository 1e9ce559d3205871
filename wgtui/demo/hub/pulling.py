"""What happens to a pull request: opened, checked, approved, merged, closed; its branch is followed."""

from __future__ import annotations

from datetime import timedelta

from wgtui.demo.hub.git import NOBODY, GitRefused
from wgtui.demo.hub.refusals import HubRefusal, invalid, unprocessable
from wgtui.demo.hub.state import Hub, Login, Pull, Repo, User

CHECK_TIME = timedelta(seconds=4)
"""How long the checks of a pull request run."""


async def open_pull(
    hub: Hub, repo: Repo, login: Login, title: str, body: str, head: str, base: str, draft: bool
) -> Pull:
    """Raises HubRefusal as GitHub does."""
    owner, colon, head = head.rpartition(":")
    fork = hub.fork_of(repo, owner) if colon and owner.casefold() != repo.owner.casefold() else None
    source = fork or repo
    if not login.may_push(source):
        raise HubRefusal(403, "Resource not accessible by personal access token")
    head_sha, base_sha = await source.git.branch(head), await repo.git.branch(base)
    if not head_sha:
        raise invalid("PullRequest", "head")
    if not base_sha:
        raise invalid("PullRequest", "base")
    same = (one for one in repo.pulls.values() if one.is_open and (one.head, one.base) == (head, base))
    if any(home(repo, one) is source for one in same):
        words = f"A pull request already exists for {source.owner}:{head}."
        raise invalid("PullRequest", "head", words)
    number = max(repo.pulls, default=0) + 1
    if fork is not None:
        await repo.git.fetch(fork.git, head, f"refs/pull/{number}/head")
    if await repo.git.contains(base_sha, head_sha):
        raise invalid("PullRequest", "head", f"No commits between {base} and {head}")
    if draft and not repo.rules.drafts:
        raise unprocessable("Draft pull requests are not supported in this repository.")
    now = hub.now()
    pull = Pull(number, title, body, head, base, login.user, now, now, head_sha, base_sha, draft=draft, home=fork)
    pull.checks = dict.fromkeys(repo.rules.checks, "")
    repo.pulls[number] = pull
    return pull


def home(repo: Repo, pull: Pull) -> Repo:
    """Which repository has the branch."""
    return pull.home or repo


async def follow_branches(hub: Hub, repo: Repo) -> None:
    """Takes over where branches stand now, and lets checks pass and auto-merges happen whose time has come."""
    for pull in [one for one in repo.pulls.values() if one.is_open]:
        sha = await home(repo, pull).git.branch(pull.head)
        if not sha:
            _close(hub, pull)
            continue
        if sha != pull.head_sha:
            if pull.home is not None:
                await repo.git.fetch(pull.home.git, pull.head, f"refs/pull/{pull.number}/head")
            pull.head_sha, pull.updated = sha, hub.now()
            pull.checks = dict.fromkeys(repo.rules.checks, "")
        if hub.now() - pull.updated >= CHECK_TIME:
            pull.checks = {name: state or "SUCCESS" for name, state in pull.checks.items()}
        if pull.auto_merge is not None and is_ready(repo, pull):
            await merge_pull(hub, repo, pull, pull.author)


def is_ready(repo: Repo, pull: Pull) -> bool:
    """Whether rules let it be merged."""
    passed = all(state in ("SUCCESS", "NEUTRAL", "SKIPPED") for state in pull.checks.values())
    approved = len(pull.approvals) >= repo.rules.approvals and not pull.changes_requested
    return passed and approved and not pull.draft


async def is_mergeable(repo: Repo, pull: Pull) -> bool:
    base = await repo.git.branch(pull.base)
    return bool(base) and await repo.git.merge(base, pull.head_sha) is not None


async def merge_pull(hub: Hub, repo: Repo, pull: Pull, by: User) -> str:
    """A merge commit on the base branch; raises HubRefusal where it cannot be."""
    if not pull.is_open:
        raise HubRefusal(405, "Pull Request is not mergeable")
    base = await repo.git.branch(pull.base)
    tree = await repo.git.merge(base, pull.head_sha) if base else None
    if tree is None:
        raise HubRefusal(405, "Pull Request is not mergeable")
    message = f"Merge pull request #{pull.number} from {repo.owner}/{pull.head}\n\n{pull.title}\n"
    commit = await repo.git.write_commit(tree, (base, pull.head_sha), message, by.login, f"{by.login}@localhost")
    try:
        await repo.git.set_branch(pull.base, commit, base)
    except GitRefused:
        raise HubRefusal(409, "Base branch was modified. Review and try the merge again.") from None
    now = hub.now()
    pull.merged = pull.closed = pull.updated = now
    pull.merge_commit, pull.merged_by, pull.base_sha = commit, by, base
    hub.told(repo, pull.base)
    return commit


async def close_pull(hub: Hub, pull: Pull, open_again: bool = False) -> None:
    if open_again and pull.merged is None:
        pull.closed, pull.updated = None, hub.now()
    elif not open_again and pull.is_open:
        _close(hub, pull)


def approve(hub: Hub, pull: Pull, by: User) -> None:
    if by not in pull.approvals:
        pull.approvals.append(by)
    pull.updated = hub.now()


async def delete_branch(repo: Repo, branch: str) -> None:
    sha = await repo.git.branch(branch)
    if not sha:
        raise unprocessable("Reference does not exist")
    await repo.git.set_branch(branch, NOBODY, sha)


def _close(hub: Hub, pull: Pull) -> None:
    pull.closed = pull.updated = hub.now()
