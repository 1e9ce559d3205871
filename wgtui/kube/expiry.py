"""Whether a client certificate has run out: servers say no more than that they do not know us, or nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime

from wgtui.errors import KubeError, Unauthorized
from wgtui.kube.tls import ClientCertificate


def because_expired(error: KubeError, certificate: ClientCertificate | None, renew: str) -> KubeError:
    """The error itself, unless the certificate that was shown is a better reason; `renew` says what to do then."""
    ended = _ended(certificate.chain) if certificate is not None else None
    if ended is None:
        return error
    return Unauthorized(f"the client certificate expired on {ended:%Y-%m-%d %H:%M} UTC", renew, error.code)


def _ended(chain: str) -> datetime | None:
    """When the first certificate ended; None while it is good, or cannot be read."""
    # Heavy, and nothing needs it as long as all is well.
    from cryptography import x509

    try:
        ends = x509.load_pem_x509_certificates(chain.encode())[0].not_valid_after_utc
    except (ValueError, IndexError):
        return None
    return ends if ends < datetime.now(UTC) else None
