"""Answers of the REST API in the shapes of GitHub's description: every required field, made from what is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wgtui.demo.hub.git import Commit, FilePatch
from wgtui.demo.hub.state import Login, Pull, Repo, User, pull_node

Json = dict[str, Any]

_USER_LINKS = (
    *("followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events"),
    "received_events",
)

_REPO_LINKS = (
    *("archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents"),
    *("contributors", "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags", "hooks"),
    *("issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones"),
    *("notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "tags"),
    *("teams", "trees"),
)


def timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Forms:
    """`api` and `web` are the bases of the urls in the answers."""

    def __init__(self, api: str, web: str) -> None:
        self._api = api
        self._web = web

    def repo_url(self, repo: Repo) -> str:
        return f"{self._api}/repos/{repo.full_name}"

    def web_url(self, repo: Repo) -> str:
        return f"{self._web}/{repo.full_name}"

    def user(self, user: User) -> Json:
        url = f"{self._api}/users/{user.login}"
        return {
            "login": user.login,
            "id": user.number,
            "node_id": f"U_{user.number}",
            "avatar_url": f"{self._web}/avatars/{user.number}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self._web}/{user.login}",
            **{f"{link}_url": f"{url}/{link}" for link in _USER_LINKS},
            "type": "User",
            "site_admin": False,
        }

    def me(self, user: User, now: datetime) -> Json:
        return self.user(user) | {
            "name": user.login,
            **dict.fromkeys(("company", "location", "email", "hireable", "bio"), None),
            "blog": "",
            **dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0),
            "created_at": timestamp(now),
            "updated_at": timestamp(now),
        }

    def repo(self, repo: Repo, login: Login, now: datetime) -> Json:
        """The full repository."""
        push = login.may_push(repo)
        return self._repo(repo, now) | {
            "network_count": 0,
            "subscribers_count": 0,
            "has_discussions": False,
            "allow_auto_merge": repo.rules.auto_merge,
            "permissions": {"admin": False, "maintain": push, "push": push, "triage": True, "pull": True},
        }

    def _repo(self, repo: Repo, now: datetime) -> Json:
        url, web = self.repo_url(repo), self.web_url(repo)
        at = timestamp(now)
        return {
            "id": repo.number,
            "node_id": f"R_{repo.number}",
            "name": repo.name,
            "full_name": repo.full_name,
            "owner": self.user(User(0, repo.owner)),
            "private": True,
            "html_url": web,
            "description": None,
            "fork": repo.parent is not None,
            "url": url,
            **{f"{link}_url": f"{url}/{link}" for link in _REPO_LINKS},
            "clone_url": f"{web}.git",
            "git_url": f"{web}.git",
            "ssh_url": f"{web}.git",
            "svn_url": web,
            "homepage": None,
            "language": None,
            "license": None,
            "mirror_url": None,
            "default_branch": repo.default_branch,
            "archived": repo.archived,
            "disabled": False,
            **dict.fromkeys(("has_issues", "has_projects", "has_wiki", "has_pages", "has_downloads"), False),
            **dict.fromkeys(("forks", "forks_count", "open_issues", "open_issues_count", "size"), 0),
            **dict.fromkeys(("stargazers_count", "watchers", "watchers_count"), 0),
            "pushed_at": at,
            "created_at": at,
            "updated_at": at,
        }

    def branch(self, repo: Repo, name: str, commit: Commit) -> Json:
        url = f"{self.repo_url(repo)}/branches/{name}"
        return {
            "name": name,
            "commit": self.commit(repo, commit),
            "_links": {"self": url, "html": f"{self.web_url(repo)}/tree/{name}"},
            "protected": repo.rules.protected,
            "protection": {"enabled": repo.rules.protected},
            "protection_url": f"{url}/protection",
        }

    def commit(self, repo: Repo, commit: Commit) -> Json:
        """As `/commits` gives it."""
        url = f"{self.repo_url(repo)}/commits/{commit.sha}"
        return {
            "sha": commit.sha,
            "node_id": f"C_{commit.sha}",
            "url": url,
            "html_url": f"{self.web_url(repo)}/commit/{commit.sha}",
            "comments_url": f"{url}/comments",
            "commit": {
                "url": f"{self.repo_url(repo)}/git/commits/{commit.sha}",
                "author": _person(commit),
                "committer": _person(commit),
                "message": commit.message,
                "comment_count": 0,
                "tree": {"sha": commit.tree, "url": f"{self.repo_url(repo)}/git/trees/{commit.tree}"},
                "verification": _unsigned(),
            },
            "author": None,
            "committer": None,
            "parents": self._parents(repo, commit),
        }

    def git_commit(self, repo: Repo, commit: Commit) -> Json:
        """As `/git/commits` gives it."""
        return {
            "sha": commit.sha,
            "node_id": f"C_{commit.sha}",
            "url": f"{self.repo_url(repo)}/git/commits/{commit.sha}",
            "html_url": f"{self.web_url(repo)}/commit/{commit.sha}",
            "author": _person(commit),
            "committer": _person(commit),
            "tree": {"sha": commit.tree, "url": f"{self.repo_url(repo)}/git/trees/{commit.tree}"},
            "message": commit.message,
            "parents": self._parents(repo, commit),
            "verification": _unsigned(),
        }

    def comparison(self, repo: Repo, base: Commit, head: Commit, ahead: int, behind: int) -> Json:
        """Without the commits in between and the files, which nobody here asks for."""
        url = f"{self.repo_url(repo)}/compare/{base.sha}...{head.sha}"
        web = f"{self.web_url(repo)}/compare/{base.sha}...{head.sha}"
        status = "diverged" if ahead and behind else "ahead" if ahead else "behind" if behind else "identical"
        return {
            "url": url,
            "html_url": web,
            "permalink_url": web,
            "diff_url": f"{web}.diff",
            "patch_url": f"{web}.patch",
            "base_commit": self.commit(repo, base),
            "merge_base_commit": self.commit(repo, head if status == "behind" else base),
            "status": status,
            "ahead_by": ahead,
            "behind_by": behind,
            "total_commits": ahead,
            "commits": [],
            "files": [],
        }

    def changed_file(self, repo: Repo, pull: Pull, file: FilePatch) -> Json:
        added, removed = file.count("+"), file.count("-")
        blob = f"{self.web_url(repo)}/blob/{pull.head_sha}/{file.path}"
        return {
            "sha": file.sha,
            "filename": file.path,
            "status": {"A": "added", "D": "removed"}.get(file.status, "modified"),
            "additions": added,
            "deletions": removed,
            "changes": added + removed,
            "blob_url": blob,
            "raw_url": blob,
            "contents_url": f"{self.repo_url(repo)}/contents/{file.path}?ref={pull.head_sha}",
            "patch": file.text,
        }

    def _parents(self, repo: Repo, commit: Commit) -> list[Json]:
        url, web = self.repo_url(repo), self.web_url(repo)
        return [
            {"sha": sha, "url": f"{url}/commits/{sha}", "html_url": f"{web}/commit/{sha}"} for sha in commit.parents
        ]

    def ref(self, repo: Repo, branch: str, sha: str) -> Json:
        url = self.repo_url(repo)
        return {
            "ref": f"refs/heads/{branch}",
            "node_id": f"REF_{branch}",
            "url": f"{url}/git/refs/heads/{branch}",
            "object": {"type": "commit", "sha": sha, "url": f"{url}/git/commits/{sha}"},
        }

    def label(self, repo: Repo, name: str) -> Json:
        return {
            "id": 1,
            "node_id": f"L_{name}",
            "url": f"{self.repo_url(repo)}/labels/{name}",
            "name": name,
            "description": "",
            "color": "ededed",
            "default": False,
        }

    def simple_pull(self, repo: Repo, pull: Pull, now: datetime) -> Json:
        url, web = f"{self.repo_url(repo)}/pulls/{pull.number}", f"{self.web_url(repo)}/pull/{pull.number}"
        issue = f"{self.repo_url(repo)}/issues/{pull.number}"
        links = {
            "self": url,
            "html": web,
            "issue": issue,
            "comments": f"{issue}/comments",
            "review_comments": f"{url}/comments",
            "review_comment": f"{self.repo_url(repo)}/pulls/comments{{/number}}",
            "commits": f"{url}/commits",
            "statuses": f"{self.repo_url(repo)}/statuses/{pull.head_sha}",
        }
        return {
            "url": url,
            "id": repo.number * 1000 + pull.number,
            "node_id": pull_node(repo, pull),
            "html_url": web,
            "diff_url": f"{web}.diff",
            "patch_url": f"{web}.patch",
            "issue_url": issue,
            **{f"{key}_url": links[key] for key in ("commits", "comments", "statuses")},
            **{f"{key}_url": links[key] for key in ("review_comments", "review_comment")},
            "number": pull.number,
            "state": "open" if pull.is_open else "closed",
            "locked": False,
            "title": pull.title,
            "user": self.user(pull.author),
            "body": pull.body or None,
            "labels": [self.label(repo, name) for name in pull.labels],
            "milestone": None,
            "draft": pull.draft,
            "created_at": timestamp(pull.created),
            "updated_at": timestamp(pull.updated),
            "closed_at": timestamp(pull.closed) if pull.closed else None,
            "merged_at": timestamp(pull.merged) if pull.merged else None,
            "merge_commit_sha": pull.merge_commit or None,
            "assignee": None,
            "requested_reviewers": [self.user(user) for user in pull.reviewers],
            "requested_teams": [],
            "head": self._side(pull.home or repo, pull.head, pull.head_sha, now),
            "base": self._side(repo, pull.base, pull.base_sha, now),
            "_links": {key: {"href": href} for key, href in links.items()},
            "author_association": "MEMBER",
            "auto_merge": self._auto_merge(pull),
        }

    def pull(self, repo: Repo, pull: Pull, mergeable: bool | None, size: tuple[int, int, int], now: datetime) -> Json:
        """`size`: files changed, lines added, lines removed."""
        files, added, removed = size
        return self.simple_pull(repo, pull, now) | {
            "merged": pull.merged is not None,
            "mergeable": mergeable,
            "mergeable_state": "clean" if mergeable else "dirty",
            "merged_by": self.user(pull.merged_by) if pull.merged_by else None,
            "comments": 0,
            "review_comments": 0,
            "maintainer_can_modify": False,
            "commits": 1,
            "additions": added,
            "deletions": removed,
            "changed_files": files,
        }

    def _side(self, repo: Repo, branch: str, sha: str, now: datetime) -> Json:
        return {
            "label": f"{repo.owner}:{branch}",
            "ref": branch,
            "sha": sha,
            "user": self.user(User(0, repo.owner)),
            "repo": self._repo(repo, now),
        }

    def _auto_merge(self, pull: Pull) -> Json | None:
        if pull.auto_merge is None:
            return None
        return {
            "enabled_by": self.user(pull.author),
            "merge_method": "merge",
            "commit_title": pull.title,
            "commit_message": "",
        }


def _person(commit: Commit) -> Json:
    at = datetime.fromisoformat(commit.date)
    return {"name": commit.author, "email": commit.email, "date": timestamp(at)}


def _unsigned() -> Json:
    return {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}
