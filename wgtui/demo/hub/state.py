"""What the embedded GitHub holds beside git: users and their tokens, repositories with their rules, pull requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wgtui.demo.hub.git import BareRepository


@dataclass(frozen=True, slots=True)
class User:
    number: int
    login: str


@dataclass(frozen=True, slots=True)
class Login:
    """What a token is: whose, and what it may not do. `push` False is a token for reading."""

    user: User
    push: bool = True
    outsider: bool = False
    """May read what others own, and push to what is their own."""
    workflow: bool = True
    checks: bool = True
    sso: str = ""
    """A url to authorise it at first."""

    def may_push(self, repo: Repo) -> bool:
        return self.push and (not self.outsider or repo.owner.casefold() == self.user.login.casefold())


@dataclass(slots=True)
class Rules:
    """Of a repository's base branches, as its rulesets would say."""

    protected: bool = False
    required_signatures: bool = False
    allowed_branch_prefix: str = ""
    """Empty: any branch may be made."""
    drafts: bool = True
    auto_merge: bool = True
    checks: tuple[str, ...] = ()
    """Names of the checks that run on every pull request."""
    approvals: int = 0


@dataclass(slots=True, eq=False)
class Pull:
    number: int
    title: str
    body: str
    head: str
    base: str
    author: User
    created: datetime
    updated: datetime
    head_sha: str
    base_sha: str
    draft: bool = False
    merged: datetime | None = None
    closed: datetime | None = None
    merge_commit: str = ""
    merged_by: User | None = None
    labels: list[str] = field(default_factory=list)
    reviewers: list[User] = field(default_factory=list)
    approvals: list[User] = field(default_factory=list)
    changes_requested: list[User] = field(default_factory=list)
    checks: dict[str, str] = field(default_factory=dict)
    """Conclusion by name, empty while a check runs."""
    auto_merge: datetime | None = None
    home: Repo | None = None
    """The fork that has the branch; None for the repository itself."""

    @property
    def is_open(self) -> bool:
        return self.closed is None


@dataclass(slots=True, eq=False)
class Repo:
    number: int
    owner: str
    name: str
    git: BareRepository
    default_branch: str = "main"
    rules: Rules = field(default_factory=Rules)
    archived: bool = False
    formerly: tuple[str, ...] = ()
    """Full names it had before; requests to these are sent on."""
    labels: dict[str, str] = field(default_factory=dict)
    pulls: dict[int, Pull] = field(default_factory=dict)
    truncate_trees_over: int = 100_000
    parent: Repo | None = None
    """What it is a fork of."""
    appears_after: int = 0
    """How often it is looked for in vain yet: a fork is made when GitHub has time for it."""
    forks_appear_after: int = 1

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"


@dataclass(slots=True, eq=False)
class Hub:
    """Everything. `listeners` are told when a branch has moved: (repository, branch)."""

    now: Callable[[], datetime]
    repos: dict[str, Repo] = field(default_factory=dict)
    logins: dict[str, Login] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    listeners: list[Callable[[Repo, str], Any]] = field(default_factory=list)

    def add_user(self, login: str) -> User:
        return self.users.setdefault(login.casefold(), User(len(self.users) + 1, login))

    def add_login(self, token: str, login: str, **rights: Any) -> Login:
        self.logins[token] = Login(self.add_user(login), **rights)
        return self.logins[token]

    def add_repo(self, owner: str, name: str, git: BareRepository, **options: Any) -> Repo:
        self.add_user(owner)
        repo = Repo(len(self.repos) + 1, owner, name, git, **options)
        self.repos[repo.full_name.casefold()] = repo
        return repo

    def fork_of(self, repo: Repo, owner: str) -> Repo | None:
        forks = (one for one in self.repos.values() if one.parent is repo)
        return next((one for one in forks if one.owner.casefold() == owner.casefold()), None)

    def repo(self, full_name: str) -> Repo | None:
        return self.repos.get(full_name.casefold())

    def moved_to(self, full_name: str) -> Repo | None:
        """The repository that had this name once."""
        wanted = full_name.casefold()
        return next((r for r in self.repos.values() if wanted in (old.casefold() for old in r.formerly)), None)

    def pull_by_node(self, node: str) -> tuple[Repo, Pull] | None:
        for repo in self.repos.values():
            for pull in repo.pulls.values():
                if pull_node(repo, pull) == node:
                    return repo, pull
        return None

    def told(self, repo: Repo, branch: str) -> None:
        for listener in self.listeners:
            listener(repo, branch)


def pull_node(repo: Repo, pull: Pull) -> str:
    return f"PR_{repo.number}_{pull.number}"
