"""What goes wrong with GitHub, as one tree below GitHubError; all of it exits with 3 unless said.

GitHubError                    title, detail, url to look at, request id to report
├── NotGitHub                  a url that names no repository on a known GitHub (exit code 2)
├── NoToken                    nothing to log in with was found
├── BadToken                   401: expired, revoked or mistyped
├── NeedsSso                   the token must be authorised for the organisation first
├── NoPermission               the token or the user may not do this
├── RepositoryMissing          404: not there, or not for this token
├── Archived · EmptyRepository nothing can be committed there
├── RateLimited                `wait` seconds until the next try is allowed
├── BranchExists               with other content than ours
├── BranchRefused              a ruleset, or a branch whose name is a prefix of ours
├── Upstream                   the file changed since it was read (exit code 1)
├── NothingToChange            the repository already says so (exit code 1)
├── Refused                    422 and other definite answers; nothing was done
├── Unreachable                no connection, proxy, TLS: nothing was sent
├── Ambiguous                  sent, and no answer: it may have been done
└── Cancelled                  by the user, between two steps (exit code 1)
"""

from __future__ import annotations

from wgtui.errors import WgtuiError


class GitHubError(WgtuiError):
    """`url` is a page to look at, `request_id` what GitHub's support asks for; both may be empty."""

    exit_code = 3

    def __init__(self, title: str, detail: str = "", *, url: str = "", request_id: str = "") -> None:
        super().__init__(title, detail)
        self.url = url
        self.request_id = request_id


class NotGitHub(GitHubError):
    exit_code = 2


class NoToken(GitHubError): ...


class BadToken(GitHubError): ...


class NeedsSso(GitHubError): ...


class NoPermission(GitHubError): ...


class RepositoryMissing(GitHubError): ...


class Archived(GitHubError): ...


class EmptyRepository(GitHubError): ...


class RateLimited(GitHubError):
    """`wait` is in seconds from now."""

    def __init__(self, title: str, detail: str = "", *, wait: float, url: str = "", request_id: str = "") -> None:
        super().__init__(title, detail, url=url, request_id=request_id)
        self.wait = wait


class BranchExists(GitHubError): ...


class BranchRefused(GitHubError): ...


class Upstream(GitHubError):
    exit_code = 1


class NothingToChange(GitHubError):
    exit_code = 1


class Refused(GitHubError): ...


class Unreachable(GitHubError): ...


class Ambiguous(GitHubError): ...


class Cancelled(GitHubError):
    exit_code = 1
