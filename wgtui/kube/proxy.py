"""Which HTTP proxy leads to a server: the kubeconfig's, or the environment's with its exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from wgtui.errors import ConfigError
from wgtui.kube.printable import one_line


def proxy_for(server: str, proxy_url: str, environment: Mapping[str, str]) -> str:
    """The proxy's URL, empty for none. `proxy_url` is the kubeconfig's and wins, as in kubectl."""
    proxy = proxy_url or _of_environment(server, environment)
    if not proxy:
        return ""
    scheme, has_scheme, _ = proxy.partition("://")
    if not has_scheme:
        return _usable(f"http://{proxy}")
    if scheme not in ("http", "https"):
        raise ConfigError(
            f"a {one_line(scheme, 20)} proxy is not supported", "proxy-url and HTTPS_PROXY take http:// or https://"
        )
    return _usable(proxy)


def _usable(proxy: str) -> str:
    try:
        address = urlsplit(proxy)
        host, _ = address.hostname or "", address.port
    except ValueError:
        host = ""
    # Not shown: it may hold a password.
    if not host or any(letter.isspace() or not letter.isprintable() for letter in proxy):
        raise ConfigError("the address of the proxy cannot be used", "it must be http://HOST:PORT; check proxy-url")
    return proxy


def _of_environment(server: str, environment: Mapping[str, str]) -> str:
    address = urlsplit(server)
    host = address.hostname or ""
    exceptions = _variable(environment, "no_proxy").split(",")
    port = address.port or (443 if address.scheme == "https" else 80)
    if _is_loopback(host) or any(_covers(entry.strip().lower(), host, port) for entry in exceptions):
        return ""
    return _variable(environment, f"{address.scheme}_proxy")


def _variable(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name) or environment.get(name.upper()) or ""


def _is_loopback(host: str) -> bool:
    # As Go does: never asked of a proxy.
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _covers(entry: str, host: str, port: int) -> bool:
    """NO_PROXY by Go's rules, which Python's library does not know: networks, ports, `*`, and domain suffixes."""
    if entry == "*":
        return True
    if not entry:
        return False
    if "/" in entry:
        try:
            return ip_address(host) in ip_network(entry, strict=False)
        except ValueError:
            return False
    name, _, wanted = entry.rpartition(":") if entry.count(":") == 1 else (entry, "", "")
    if wanted and wanted != str(port):
        return False
    bare = name.removeprefix("*").removeprefix(".")
    if host == bare:
        return not name.startswith((".", "*."))
    return host.endswith(f".{bare}")
