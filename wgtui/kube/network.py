"""What went wrong between us and a server, as one of our errors: what is the matter, and what to look at."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from wgtui.errors import ConfigError, Unauthorized, Unreachable
from wgtui.kube.printable import one_line
from wgtui.kube.transport import CutOff, Redirected


@contextmanager
def translated(server: str) -> Iterator[None]:
    """Turns errors of the network into Unreachable, and those of a login's files into Unauthorized.

    The library's own are not chained: they hold the request with its token, and the proxy's address with its password.
    """
    try:
        yield
    except TimeoutError:
        raise Unreachable("the server does not answer", f"{server}: no answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        raise Unreachable(*_matter(error, server)) from None
    except ConfigError as error:
        # It was whole when we began: somebody is writing it, or broke it.
        raise Unauthorized(error.title, error.detail) from error


def _matter(error: Exception, server: str) -> tuple[str, str]:
    match error:
        case Redirected():
            return (
                "the server redirects elsewhere",
                f"{server} → {one_line(str(error))}: put that address in the kubeconfig",
            )
        case CutOff():
            return "the connection broke", "the change may or may not have been made: look before repeating it"
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or "its certificate is not trusted"
            advice = "it has to be renewed there" if "expired" in reason else "check certificate-authority"
            return "the server's certificate is refused", f"{server}: {one_line(reason)}; {advice}"
        case aiohttp.ClientHttpProxyError():
            return "the proxy does not let us through", f"to {server}: it answered {error.status}; check proxy-url"
        case aiohttp.ClientProxyConnectionError():
            return "the proxy cannot be reached", f"to {server}: check proxy-url, HTTPS_PROXY and NO_PROXY"
        case aiohttp.ClientConnectorDNSError():
            return "the server's name is not known", f"{server}: check the address, the network or the VPN"
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return "no TLS with the server", f"{server}: it may want a client certificate, or not speak TLS"
        case aiohttp.ClientConnectorError():
            return "the server cannot be reached", f"{server}: {one_line(error.strerror or str(error.os_error))}"
        case aiohttp.InvalidURL():
            return "the server's address is not a URL", one_line(server)
        case _:
            return "the connection broke", f"{server}: {type(error).__name__}"
