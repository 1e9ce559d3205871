"""The section that every form ends with: what the pull request says, and what else it is to have."""

from __future__ import annotations

import re

from wgtui.actions.proposal import Wishes
from wgtui.errors import TemplateError, WgtuiError
from wgtui.screens.forms.form import NO, YES, Entry, Section, Values

_PART = "pull request/"
TITLE, DESCRIPTION, AS_DRAFT = f"{_PART}title", f"{_PART}description", f"{_PART}draft"
LABELS, REVIEWERS, AUTO_MERGE = f"{_PART}labels", f"{_PART}reviewers", f"{_PART}auto-merge"
FORK = f"{_PART}fork"
_REVIEWER = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9._-]+)?\Z")


def pull_request(values: Values, title: str) -> Section:
    """`title` is what it is called where nothing else is typed."""
    entries = (
        Entry(TITLE, "title", placeholder=title),
        Entry(DESCRIPTION, "description", "why, for whoever reviews it", is_text=True),
        Entry(AS_DRAFT, "open as draft", "not to be merged yet", NO, (NO, YES)),
        Entry(LABELS, "labels", "several with commas"),
        Entry(REVIEWERS, "reviewers", "users or organization/team, several with commas", problem=_no_reviewers),
        Entry(AUTO_MERGE, "merge when checks pass", "by GitHub, where the repository allows it", NO, (NO, YES)),
        Entry(FORK, "from a fork of yours", "where you may not push to the repository", NO, (NO, YES)),
    )
    draft = "a draft" if values.get(AS_DRAFT) == YES else ""
    return Section("pull request", entries, ", ".join(filter(None, (values.get(TITLE) or title, draft))))


def wishes(values: Values, operation: str) -> Wishes:
    reviewers = tuple(name.removeprefix("@") for name in _listed(values.get(REVIEWERS, "")))
    return Wishes(
        values.get(AS_DRAFT) == YES,
        _listed(values.get(LABELS, "")),
        reviewers,
        values.get(AUTO_MERGE) == YES,
        values.get(FORK) == YES,
        operation,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(",")) if part)


def _no_reviewers(text: str) -> WgtuiError | None:
    wrong = next((name for name in _listed(text) if not _REVIEWER.match(name)), None)
    if wrong is None:
        return None
    expected = "names of users, or organization/team"
    return TemplateError(f"nobody is called {wrong!r}", parameter=REVIEWERS, expected=expected)
