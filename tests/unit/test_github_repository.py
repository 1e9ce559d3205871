"""Which repository a url means."""

from __future__ import annotations

import pytest

from wgtui.github.errors import NotGitHub
from wgtui.github.repository import Repository, parse_repository

HOSTS = ("ghe.acme.test", "ghe.acme.test:8443", "127.0.0.1:9000")


@pytest.mark.parametrize(
    ("url", "host", "full_name"),
    [
        ("https://github.com/acme/fleet", "github.com", "acme/fleet"),
        ("https://github.com/acme/fleet.git", "github.com", "acme/fleet"),
        ("https://github.com/acme/fleet/", "github.com", "acme/fleet"),
        ("https://GitHub.com/Acme/Fleet.git", "github.com", "Acme/Fleet"),
        ("https://user:ghp_secret@github.com/acme/fleet", "github.com", "acme/fleet"),
        ("https://github.com:443/acme/fleet", "github.com", "acme/fleet"),
        ("ssh://git@github.com/acme/fleet", "github.com", "acme/fleet"),
        ("ssh://git@github.com:22/acme/fleet.git", "github.com", "acme/fleet"),
        ("ssh://git@ssh.github.com:443/acme/fleet.git", "github.com", "acme/fleet"),
        ("git@github.com:acme/fleet.git", "github.com", "acme/fleet"),
        ("github.com:acme/fleet", "github.com", "acme/fleet"),
        ("https://acme.ghe.com/acme/fleet", "acme.ghe.com", "acme/fleet"),
        ("https://ghe.acme.test/acme/fleet", "ghe.acme.test", "acme/fleet"),
        ("https://ghe.acme.test:8443/acme/fleet", "ghe.acme.test:8443", "acme/fleet"),
        ("ssh://git@ghe.acme.test:7999/acme/fleet.git", "ghe.acme.test", "acme/fleet"),
        ("http://127.0.0.1:9000/acme/fleet.git", "127.0.0.1:9000", "acme/fleet"),
        ("  https://github.com/acme/fleet\n", "github.com", "acme/fleet"),
        ("https://github.com/acme/a.b-c_d", "github.com", "acme/a.b-c_d"),
    ],
)
def test_every_form_of_a_url_is_read(url: str, host: str, full_name: str) -> None:
    """User info is dropped; the port of ssh is not the web's."""
    found = parse_repository(url, HOSTS)
    assert (found.host, found.full_name) == (host, full_name)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://evil.example/acme/fleet", "github.hosts"),
        ("https://github.com.evil.example/acme/fleet", "github.hosts"),
        ("https://notgithub.com/acme/fleet", "github.hosts"),
        ("https://gitlab.com/acme/fleet", "on GitHub only"),
        ("git@bitbucket.org:acme/fleet.git", "on GitHub only"),
        ("http://github.com/acme/fleet", "not encrypted"),
        ("oci://ghcr.io/acme/fleet", "oci://"),
        ("file:///srv/fleet.git", "file://"),
        ("https://github.com/acme", "no repository"),
        ("https://github.com/acme/fleet/tree/main", "no repository"),
        ("https://github.com/acme/..", "no repository"),
        ("https://github.com/acme/fleet?x=1", "no ?"),
        ("https://github.com/acme/fleet#main", "no ?"),
        ("https://github.com/acme/fl%2Feet", "no repository"),
        ("https://github.com:port/acme/fleet", "cannot be read"),
        ("just words", "no repository url"),
        ("", "no repository url"),
    ],
)
def test_what_is_no_repository_on_github_is_refused(url: str, words: str) -> None:
    """A url is data from a cluster: no token goes where it points."""
    with pytest.raises(NotGitHub) as caught:
        parse_repository(url, HOSTS)
    assert words in str(caught.value)


def test_the_annotation_wins() -> None:
    """weave.works/repo-https-url says where the web side of an ssh url is."""
    found = parse_repository("ssh://git@git.internal/x", override="https://github.com/acme/fleet")
    assert found == Repository("github.com", "acme", "fleet")


@pytest.mark.parametrize(
    ("host", "api"),
    [
        ("github.com", "https://api.github.com"),
        ("acme.ghe.com", "https://api.acme.ghe.com"),
        ("ghe.acme.test:8443", "https://ghe.acme.test:8443/api/v3"),
        ("127.0.0.1:9000", "http://127.0.0.1:9000/api/v3"),
    ],
)
def test_the_api_of_a_host(host: str, api: str) -> None:
    """GitHub, GitHub with data residency, GitHub Enterprise Server."""
    assert Repository(host, "acme", "fleet").api == api


def test_names_are_compared_without_case() -> None:
    """As GitHub does."""
    assert Repository("github.com", "Acme", "Fleet").is_same(Repository("github.com", "acme", "fleet"))
