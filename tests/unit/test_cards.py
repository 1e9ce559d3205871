"""Cards of a team's own: read, asked first, and a mistake told with its line; and cards for what GitHub says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wgtui.cards import cards_of, read
from wgtui.errors import ConfigError
from wgtui.fleet.explaining.cards import CARDS, card_for
from wgtui.fleet.explaining.explanation import Link
from wgtui.github import errors
from wgtui.github.errors import GitHubError
from wgtui.resources.meta import ObjectRef
from wgtui.settings import read as read_settings
from wgtui.views.explained import github_card

DOCUMENT = Path(__file__).parents[2] / "docs" / "cards.md"
CARD = """cards:
  - title: t
    cause: c
    check: k
    remedy: r
    kind: ^Kustomization$
"""


def cause(kind: str, reason: str = "", message: str = "") -> Link:
    return Link(kind, ObjectRef("fleet", "x"), "Ready", reason, message)


def test_the_example_of_the_document_is_read() -> None:
    """As it stands there."""
    example = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[0]
    own = tuple(cards_of(Path("cards.yaml"), example))
    assert len(own) == 2
    found = card_for(cause("AWSCluster", "SubnetsReconciliationFailed", "LimitExceeded"), own)
    assert found is own[1]
    assert found.remedy.startswith("Ask #network")
    assert card_for(cause("AWSCluster", "Other", "LimitExceeded"), own) in CARDS
    reasons = {each.__name__ for each in GitHubError.__subclasses__()} - {"NotGitHub", "NothingToChange", "Cancelled"}
    assert all(f"`{reason}`" in DOCUMENT.read_text(encoding="utf-8") for reason in reasons)


def test_files_and_folders_are_read_in_their_order(tmp_path: Path) -> None:
    """From the folder of the configuration; other files of a folder are none."""
    (tmp_path / "one.yaml").write_text(CARD.replace("title: t", "title: first"))
    folder = tmp_path / "more"
    folder.mkdir()
    for name in ("b.yaml", "a.yml", "notes.md"):
        (folder / name).write_text(CARD.replace("title: t", f"title: {name}"))
    assert [card.title for card in read(["one.yaml", "more"], tmp_path)] == ["first", "a.yml", "b.yaml"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cards: [", "cards.yaml line 2 is not YAML"),
        ("", "cards.yaml line 1: the file: expected cards: and a list below it"),
        ("- title: x", "cards.yaml line 1: the file: expected cards:"),
        ("cards: 7", "cards.yaml line 1: cards: expected cards:"),
        (CARD.replace("    remedy: r\n", ""), "cards.yaml line 2: cards[0].remedy: Field required"),
        (CARD.replace("check", "chek"), "cards.yaml line 2: cards[0].check"),
        (CARD + "    colour: red\n", "cards.yaml line 7: cards[0].colour: no such field; there are title, cause"),
        (CARD.replace("^Kustomization$", "'('"), "cards.yaml line 6: cards[0].kind: is no regular expression"),
        (CARD.replace("    kind: ^Kustomization$\n", ""), "cards.yaml line 2: cards[0]: would fit everything"),
        (CARD.replace("title: t", "title: [t]"), "cards.yaml line 2: cards[0].title"),
        (CARD.replace("title: t", f"title: {'t' * 501}"), "cards.yaml line 2: cards[0].title"),
        ("[" * 5000, "cards.yaml"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_own(text: str, words: str) -> None:
    """And with what was expected."""
    with pytest.raises(ConfigError) as refused:
        list(cards_of(Path("cards.yaml"), text))
    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(ConfigError, match=r"nowhere.yaml cannot be read"):
        read(["nowhere.yaml"], tmp_path)


def test_the_configuration_names_them(tmp_path: Path) -> None:
    """A misspelled field is told what there is."""
    path = tmp_path / "config.toml"
    path.write_text('[explain]\ncards = ["cards.yaml"]\n')
    assert read_settings(path).explain.cards == ("cards.yaml",)
    path.write_text('[explain]\ncard = ["cards.yaml"]\n')
    with pytest.raises(ConfigError, match="did you mean cards"):
        read_settings(path)


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("unable to clone 'https://github.com/acme/x': authentication required", "The login of a GitRepository"),
        ("unable to clone: repository not found", "The login of a GitRepository"),
        ("ssh: handshake failed: knownhosts: key mismatch", "The host key"),
        ("failed to checkout and determine revision: couldn't find remote ref refs/heads/main", "A branch or tag"),
        ("GET https://github.com: 403 API rate limit exceeded", "GitHub limits"),
        ("The acme organization has enabled or enforced SAML SSO", "GitHub wants the token authorised"),
        ("dial tcp: lookup github.com: no such host", "A repository cannot be fetched"),
    ],
)
def test_what_a_git_server_says_to_flux_has_a_card(message: str, title: str) -> None:
    """In the words of source-controller."""
    found = card_for(cause("GitRepository", "GitOperationFailed", message))
    assert found is not None
    assert found.title.startswith(title)


@pytest.mark.parametrize("name", [each.__name__ for each in GitHubError.__subclasses__()])
def test_every_answer_of_github_that_a_person_can_help_has_a_card(name: str) -> None:
    """Those that need no help have none."""
    kind = getattr(errors, name)
    error = (
        kind("API rate limit", "x", wait=1.0)
        if name == "RateLimited"
        else kind("needs SSO" if name == "NeedsSso" else "no", "x")
    )
    lines = github_card(error)
    assert bool(lines) is (name not in ("NotGitHub", "NothingToChange", "Cancelled"))
    assert not lines or any("remedy" in line for line in lines)
    assert github_card(ConfigError("no", "x")) == []
