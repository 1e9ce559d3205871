"""Cards for what GitHub says: to source-controller when it fetches, and to wgtui when it opens a pull request."""

from __future__ import annotations

from wgtui.fleet.explaining.card import Card

_DOCS = "https://docs.github.com/en"
_GIT = "^GitRepository$"

GITHUB = "GitHub"
"""The kind of a cause that is an answer of GitHub's API; its reason is the name of the error."""

GITHUB_CARDS: tuple[Card, ...] = (
    Card(
        "GitHub wants the token authorised for the organisation",
        "The organisation uses single sign-on, and this token was not authorised for it.",
        "The token's page on GitHub: Configure SSO.",
        "Authorise it for the organisation; then try again.",
        f"{_GIT}|^{GITHUB}$",
        message=r"SAML|single sign-on|\bSSO\b",
        document=f"{_DOCS}/authentication/authenticating-with-single-sign-on",
    ),
    Card(
        "GitHub limits the requests of this token",
        "Too many requests were made with it, here or elsewhere.",
        "Who else uses the token: CI, other controllers.",
        "Wait until the limit is over; use a token, or an app, for this alone.",
        f"{_GIT}|^{GITHUB}$",
        message=r"rate limit|too many requests|\b429\b",
        document=f"{_DOCS}/rest/using-the-rest-api/rate-limits-for-the-rest-api",
    ),
    Card(
        "The login of a GitRepository is refused",
        "The token or key is expired, revoked, or may not read this repository; GitHub calls a private one not found.",
        "The Secret of spec.secretRef, and git ls-remote with it.",
        "Renew the Secret (https: username, password; ssh: identity, known_hosts); then reconcile the source.",
        _GIT,
        message=r"authentication required|authorization failed|authentication failed|repository not found"
        r"|Permission denied \(publickey\)|unable to authenticate|\b40[13]\b",
        document="https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference",
    ),
    Card(
        "The host key of a repository is not the one that is known",
        "known_hosts of the Secret lacks the server's key, or the server has another one now.",
        "ssh-keyscan of the host, against what the provider publishes.",
        "Put the published key into known_hosts of the Secret.",
        _GIT,
        message=r"knownhosts|known_hosts|host key|handshake failed",
        document=f"{_DOCS}/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints",
    ),
    Card(
        "A branch or tag is not there",
        "spec.ref names one that was deleted, renamed, or never pushed.",
        "spec.ref of the GitRepository, and the branches of the repository.",
        "Name one that is there, or push it.",
        _GIT,
        message=r"couldn't find remote ref|reference not found|no match found for semver|remote ref not found",
    ),
    Card(
        "There is no token for GitHub",
        "Neither the environment, gh, git's credential helper nor the configuration has one for this host.",
        "wgtui doctor: where a token was looked for.",
        "gh auth login, or GH_TOKEN, or token_file and token_command in the configuration.",
        f"^{GITHUB}$",
        reason="^NoToken$",
    ),
    Card(
        "GitHub does not take the token",
        "It is expired, revoked or mistyped.",
        "Where it comes from, in the title of the review; its page on GitHub.",
        "Make a new one; contents and pull requests, read and write, are enough.",
        f"^{GITHUB}$",
        reason="^BadToken$",
    ),
    Card(
        "The token may not do this",
        "It lacks a right, the user does, or the organisation has not approved it.",
        "The token's rights: contents and pull requests, read and write; the user's role in the repository.",
        "Give it the right; what a fine-grained token may is approved by the organisation.",
        f"^{GITHUB}$",
        reason="^(?:NoPermission|RepositoryMissing)$",
        document=f"{_DOCS}/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens",
    ),
    Card(
        "A rule of the repository refuses it",
        "A ruleset or branch protection does not allow this branch, commit or file.",
        "Settings, Rules of the repository: names of branches, signed commits, paths.",
        "Name another branch, or have the rule allow it.",
        f"^{GITHUB}$",
        reason="^(?:BranchRefused|Refused)$",
        document=f"{_DOCS}/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets",
    ),
    Card(
        "Nothing can be committed there",
        "The repository is archived, or has no commit yet.",
        "The repository's page.",
        "Unarchive it, or make a first commit.",
        f"^{GITHUB}$",
        reason="^(?:Archived|EmptyRepository)$",
    ),
    Card(
        "The files changed meanwhile",
        "Somebody committed to the base branch after they were read.",
        "The newest commits of the base branch.",
        "Try again: the change is made anew from what is there now.",
        f"^{GITHUB}$",
        reason="^(?:Upstream|BranchExists)$",
    ),
    Card(
        "Nobody knows whether GitHub did it",
        "The request was sent, and no answer came.",
        "The open pull requests and branches of the repository.",
        "Try again: wgtui looks first whether it is there.",
        f"^{GITHUB}$",
        reason="^Ambiguous$",
    ),
    Card(
        "GitHub cannot be reached",
        "Network, proxy, DNS or TLS keep wgtui from it; nothing was sent.",
        "HTTPS_PROXY, and the host from this machine; githubstatus.com.",
        "Mend the network; then try again.",
        f"^{GITHUB}$",
        reason="^Unreachable$",
    ),
)
