"""TLS to an API server: whom we trust and the certificate we show, as one SSLContext."""

from __future__ import annotations

import os
import ssl
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from wgtui.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Trust:
    """`authority` is PEM; None means the system's authorities."""

    authority: str | None = field(default=None, repr=False)
    server_name: str = ""
    insecure: bool = False


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """PEM of certificate chain and private key; `origin` says where they come from, for messages."""

    chain: str = field(repr=False)
    key: str = field(repr=False)
    origin: str = field(default="", compare=False)


def ssl_context(trust: Trust, certificate: ClientCertificate | None) -> ssl.SSLContext:
    """Raises ConfigError with what cannot be read, never with its content."""
    context = _trusting(trust.authority)
    # kubectl accepts what Python does not: authorities without key identifiers, and an intermediate one as root.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if trust.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if certificate is not None:
        _show(context, certificate)
    return context


def _trusting(authority: str | None) -> ssl.SSLContext:
    if authority is None:
        return ssl.create_default_context()
    try:
        # Comments between the blocks may hold any letters, which OpenSSL does not take.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=authority.encode("ascii", "ignore").decode())
    except (ssl.SSLError, ValueError) as error:
        raise ConfigError("the certificate authority cannot be read", "it must be PEM certificates") from error
    return context


def _show(context: ssl.SSLContext, certificate: ClientCertificate) -> None:
    # Python loads a key from files only: a 0600 file in memory where there is such a place, gone at once.
    memory = Path("/dev/shm")
    folder = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    try:
        with tempfile.NamedTemporaryFile("w", prefix="wgtui-", dir=folder) as pem:
            pem.write(f"{certificate.chain}\n{certificate.key}\n")
            pem.flush()
            context.load_cert_chain(pem.name, password=_no_password)
    except (ssl.SSLError, ValueError) as error:
        raise ConfigError(
            f"the client certificate of {certificate.origin} cannot be used",
            "certificate and key must be PEM, belong together, and the key must have no passphrase",
        ) from error


def _no_password() -> str:
    # Without this OpenSSL would ask for the passphrase on the terminal.
    return ""
