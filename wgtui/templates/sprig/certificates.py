"""sprig's certificates. Keys are made once per draft: what was looked at is what is committed."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, Struct, Value

if TYPE_CHECKING:
    from cryptography import x509

TABLE = FunctionTable()

_STEPS_OF_A_KEY = 300_000
_MOST_KEYS = 8
Key = Any


@dataclass(frozen=True)
class Certificate(Struct):
    """Both as PEM."""

    cert: str
    key: str

    go_type = "sprig.certificate"

    def __str__(self) -> str:
        return f"{{{self.cert} {self.key}}}"

    def member(self, name: str) -> Value:
        return {"Cert": self.cert, "Key": self.key}[name]


def _new_key(context: Context) -> Key:
    from cryptography.hazmat.primitives.asymmetric import rsa

    context.budget.step(_STEPS_OF_A_KEY)
    made, taken = context.setting.keys, context.keys_taken
    if len(taken) >= _MOST_KEYS:
        raise CallError(f"a template may make at most {_MOST_KEYS} keys")
    if len(taken) == len(made):
        made.append(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    taken.append(made[len(taken)])
    return taken[-1]


def _read_key(text: str) -> Key:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(text.encode(errors="replace"), password=None)
    except (ValueError, TypeError):
        raise CallError("the private key is no PEM that can be read") from None


def _read_certificate(text: str) -> x509.Certificate:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(text.encode(errors="replace"))
    except ValueError:
        raise CallError("the certificate is no PEM that can be read") from None


def _names(addresses: list[Value], hosts: list[Value]) -> list[x509.GeneralName]:
    from cryptography import x509

    try:
        return [
            *(x509.DNSName(_text(host)) for host in hosts),
            *(x509.IPAddress(ipaddress.ip_address(_text(address))) for address in addresses),
        ]
    except ValueError as error:
        raise CallError(f"an address cannot be read: {error}") from None


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise CallError("addresses and host names must be texts")
    return value


@dataclass(frozen=True, slots=True)
class _Order:
    """What to certify."""

    name: str
    days: int
    key: Key
    addresses: tuple[Value, ...] = ()
    hosts: tuple[Value, ...] = ()
    is_authority: bool = False


def _signed(context: Context, order: _Order, issuer: x509.Name | None, signing_key: Key) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, order.name)]) if order.name else x509.Name([])
    now = context.now.replace(microsecond=0)
    try:
        builder = x509.CertificateBuilder(
            issuer or subject, subject, order.key.public_key(), context.chance.below(2**127) + 1, now,
            now + timedelta(days=order.days),
        )  # fmt: skip
        for extension, critical in _extensions(order):
            builder = builder.add_extension(extension, critical)
        certificate = builder.sign(signing_key, hashes.SHA256())
    except (ValueError, OverflowError) as error:
        raise CallError(f"the certificate cannot be made: {error}") from None
    key = order.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return Certificate(certificate.public_bytes(Encoding.PEM).decode(), key.decode())


def _extensions(order: _Order) -> list[tuple[x509.ExtensionType, bool]]:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=True, data_encipherment=False,
        key_agreement=False, key_cert_sign=order.is_authority, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    found: list[tuple[x509.ExtensionType, bool]] = [
        (usage, True), (purposes, False), (x509.BasicConstraints(ca=order.is_authority, path_length=None), True),
    ]  # fmt: skip
    names = _names([*order.addresses], [*order.hosts])
    return [*found, (x509.SubjectAlternativeName(names), False)] if names else found


def _self_signed(context: Context, order: _Order) -> Certificate:
    return _signed(context, order, None, order.key)


def _signed_by(context: Context, order: _Order, authority: Certificate) -> Certificate:
    return _signed(context, order, _read_certificate(authority.cert).subject, _read_key(authority.key))


@TABLE.add("buildCustomCert", "string string")
def build_custom(certificate: str, key: str) -> Certificate:
    try:
        texts = [base64.b64decode(text, validate=True).decode() for text in (certificate, key)]
    except (binascii.Error, ValueError):
        raise CallError("unable to decode base64 certificate or key") from None
    _read_certificate(texts[0])
    _read_key(texts[1])
    return Certificate(texts[0], texts[1])


@TABLE.add("genCA", "string int", context=True)
def gen_ca(context: Context, name: str, days: int) -> Certificate:
    return _self_signed(context, _Order(name, days, _new_key(context), is_authority=True))


@TABLE.add("genCAWithKey", "string int string", context=True)
def gen_ca_with_key(context: Context, name: str, days: int, key: str) -> Certificate:
    return _self_signed(context, _Order(name, days, _read_key(key), is_authority=True))


@TABLE.add("genSelfSignedCert", "string list list int", context=True)
def gen_self_signed(context: Context, name: str, addresses: list[Value], hosts: list[Value], days: int) -> Certificate:
    return _self_signed(context, _Order(name, days, _new_key(context), tuple(addresses), tuple(hosts)))


@TABLE.add("genSelfSignedCertWithKey", "string list list int string", context=True)
def gen_self_signed_with_key(
    context: Context, name: str, addresses: list[Value], hosts: list[Value], days: int, key: str
) -> Certificate:
    return _self_signed(context, _Order(name, days, _read_key(key), tuple(addresses), tuple(hosts)))


@TABLE.add("genSignedCert", "string list list int certificate", context=True)
def gen_signed(
    context: Context, name: str, addresses: list[Value], hosts: list[Value], days: int, authority: Certificate
) -> Certificate:
    return _signed_by(context, _Order(name, days, _new_key(context), tuple(addresses), tuple(hosts)), authority)


@TABLE.add("genSignedCertWithKey", "string list list int certificate string", context=True)
def gen_signed_with_key(
    context: Context, name: str, addresses: list[Value], hosts: list[Value], days: int, authority: Certificate, key: str
) -> Certificate:
    return _signed_by(context, _Order(name, days, _read_key(key), tuple(addresses), tuple(hosts)), authority)
