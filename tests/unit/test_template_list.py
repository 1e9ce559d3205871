"""Templates and pull requests as rows."""

from __future__ import annotations

from typing import Any

import pytest

from wgtui.fleet.status import Tone
from wgtui.fleet.templates import template_summary
from wgtui.github.pulls import PullRequest, PullState
from wgtui.github.repository import Repository
from wgtui.resources.meta import ObjectRef
from wgtui.resources.templates import TYPE_LABEL, GitOpsTemplate, TemplateMeta, TemplateSpec
from wgtui.views.pulls import subject
from wgtui.widgets.highlight import diff


@pytest.mark.parametrize(
    ("entries", "provider"),
    [
        (({"content": [{"kind": "Cluster"}, {"kind": "AWSCluster"}]},), "aws"),
        (({"raw": "apiVersion: v1\n- kind: 'DockerCluster'\n"},), "docker"),
        (({"kind": "GCPCluster"}, {"kind": "AWSCluster"}), "gcp"),
        (({"content": ["no object", {"kind": "ConfigMap"}]}, {"raw": 5}), ""),
        ((), ""),
    ],
)
def test_the_first_infrastructure_names_the_provider(entries: tuple[dict[str, Any], ...], provider: str) -> None:
    """In objects, in texts and in the older form."""
    template = GitOpsTemplate(TemplateMeta(labels={TYPE_LABEL: "cluster"}), TemplateSpec(resourcetemplates=entries))
    row = template_summary(template)
    assert (row.provider, row.type, row.kind, row.ref) == (provider, "cluster", "GitOpsTemplate", ObjectRef("", ""))


def pull(body: str) -> PullRequest:
    repository = Repository("github.com", "acme", "fleet")
    return PullRequest(repository, 1, "", "", PullState.OPEN, "b", "main", "ada", "", body=body)


def test_a_pull_request_says_what_it_is_about() -> None:
    """Where wgtui opened it."""
    marked = "text\n<!-- wgtui delete GitopsCluster/a/b,GitopsCluster/a/c 0123abcd -->"
    assert subject(pull(marked)) == "delete a/b, a/c"
    assert subject(pull("somebody else's")) == ""


def test_lines_of_a_diff_have_the_tone_of_their_sign() -> None:
    """A header is none of the file's lines."""
    tones = [[span.tone for span in diff(line)] for line in ("+++ b/x", "@@ -1 +1 @@", "+new", "-old", " same")]
    assert tones == [[Tone.MUTED], [Tone.ACCENT], [Tone.GOOD], [Tone.BAD], []]
