"""Which proxy leads to a server."""

from __future__ import annotations

import pytest

from wgtui.errors import ConfigError
from wgtui.kube.proxy import proxy_for

PROXY = "http://proxy.example:3128"
ENVIRONMENT = {"HTTPS_PROXY": PROXY, "http_proxy": "http://plain.example:3128"}


def test_the_kubeconfig_goes_before_the_environment() -> None:
    """And before NO_PROXY, as in kubectl."""
    environment = {**ENVIRONMENT, "NO_PROXY": "*"}
    assert proxy_for("https://api.example", "https://own.example", environment) == "https://own.example"


def test_the_environment_decides_by_the_scheme_of_the_server() -> None:
    """Upper or lower case, lower first."""
    assert proxy_for("https://api.example", "", ENVIRONMENT) == PROXY
    assert proxy_for("http://api.example", "", ENVIRONMENT) == "http://plain.example:3128"
    assert proxy_for("https://api.example", "", {**ENVIRONMENT, "https_proxy": "http://lower"}) == "http://lower"
    assert proxy_for("https://api.example", "", {}) == ""


def test_a_proxy_without_a_scheme_speaks_http() -> None:
    """As everybody writes it."""
    assert proxy_for("https://api.example", "", {"HTTPS_PROXY": "proxy.example:3128"}) == PROXY


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "SOCKS5h://127.0.0.1:1080", "ftp://x"])
def test_a_kind_of_proxy_we_cannot_use_is_said(proxy: str) -> None:
    """Not silently gone around: the server may be reachable through it alone."""
    with pytest.raises(ConfigError, match="proxy is not supported") as raised:
        proxy_for("https://api.example", proxy, {})
    assert "http:// or https://" in raised.value.detail


@pytest.mark.parametrize(
    "proxy", ["http://", "http://joe:s3cret@", "http://joe:s3cret@a b", "http://joe:s3cret@h:port", "http://[::1"]
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(proxy: str) -> None:
    """Not as if the server's were wrong."""
    with pytest.raises(ConfigError, match="address of the proxy") as raised:
        proxy_for("https://api.example", proxy, {})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("exceptions", "server", "is_direct"),
    [
        ("api.example", "https://api.example", True),
        ("api.example", "https://eu.api.example", True),
        (".api.example", "https://eu.api.example", True),
        (".api.example", "https://api.example", False),
        ("*.api.example", "https://eu.api.example", True),
        ("example", "https://myexample", False),
        ("other, api.example ", "https://API.example", True),
        ("api.example:443", "https://api.example", True),
        ("api.example:6443", "https://api.example:6443", True),
        ("api.example:6443", "https://api.example", False),
        ("10.0.0.0/8", "https://10.1.2.3:6443", True),
        ("10.0.0.0/8", "https://11.1.2.3:6443", False),
        ("10.0.0.0/8", "https://api.example", False),
        ("10.1.2.3", "https://10.1.2.3", True),
        ("fd00::/8", "https://[fd00::1]:6443", True),
        ("fd00::1", "https://[fd00::1]:6443", True),
        ("*", "https://api.example", True),
        ("", "https://api.example", False),
        ("nonsense/x", "https://10.1.2.3", False),
    ],
)
def test_exceptions_are_read_as_go_reads_them(exceptions: str, server: str, is_direct: bool) -> None:
    """kubectl beside us must reach the same servers in the same way."""
    assert proxy_for(server, "", {**ENVIRONMENT, "NO_PROXY": exceptions}) == ("" if is_direct else PROXY)


@pytest.mark.parametrize("server", ["https://localhost:6443", "https://127.0.0.1:6443", "https://[::1]:6443"])
def test_no_proxy_leads_to_this_machine(server: str) -> None:
    """As in Go: kind and minikube work behind a company's proxy."""
    assert proxy_for(server, "", ENVIRONMENT) == ""
