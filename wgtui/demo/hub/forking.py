"""Forks: made of a repository for somebody who may read it only, and brought up to date with it."""

from __future__ import annotations

from wgtui.demo.hub.git import BareRepository
from wgtui.demo.hub.refusals import HubRefusal, unprocessable
from wgtui.demo.hub.state import Hub, Repo


async def fork(hub: Hub, repo: Repo, owner: str, *, only_default: bool) -> Repo:
    git = BareRepository(repo.git.path.with_name(f"{owner}-{repo.git.path.name}"))
    await git.create(repo.default_branch)
    for branch in [repo.default_branch] if only_default else await repo.git.branches():
        await git.fetch(repo.git, branch, f"refs/heads/{branch}")
    taken = hub.repo(f"{owner}/{repo.name}") is not None
    made = hub.add_repo(owner, f"{repo.name}-1" if taken else repo.name, git, default_branch=repo.default_branch)
    made.parent, made.appears_after = repo, repo.forks_appear_after
    return made


async def bring_up_to_date(repo: Repo, branch: str) -> str:
    """How it was merged. Raises HubRefusal where it cannot be."""
    if repo.parent is None or not await repo.parent.git.branch(branch):
        raise unprocessable("The repository is not a fork, or upstream has no such branch.")
    seen = f"refs/upstream/{branch}"
    await repo.git.fetch(repo.parent.git, branch, seen)
    ours, theirs = await repo.git.branch(branch), await repo.git.resolve(seen)
    if ours == theirs:
        return "none"
    if not await repo.git.contains(theirs, ours):
        raise HubRefusal(409, "There are merge conflicts")
    await repo.git.set_branch(branch, theirs, ours)
    return "fast-forward"
