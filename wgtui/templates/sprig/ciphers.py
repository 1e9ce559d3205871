"""sprig's passwords and AES. Salts come from the draft's seed, so a preview and its pull request agree."""

from __future__ import annotations

import base64
import binascii

from wgtui.templates.gotemplate.context import Context
from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import CallError, text_from

TABLE = FunctionTable()

_STEPS_OF_A_HASH = 150_000
"""A hash takes some 60 ms: a loop of them has to end soon."""
_STANDARD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BCRYPT = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BLOCK = 16


@TABLE.add("bcrypt", "string", context=True)
def bcrypt(context: Context, password: str) -> str:
    import bcrypt as library

    context.budget.step(_STEPS_OF_A_HASH)
    salt = base64.b64encode(context.chance.take(16)).rstrip(b"=").translate(bytes.maketrans(_STANDARD, _BCRYPT))
    data = password.encode(errors="replace")[:72]
    if b"\0" in data:
        raise CallError("a password cannot hold a zero byte")
    # The last character carries two bits only; a library that is strict wants the others zero.
    return library.hashpw(data, b"$2a$10$" + salt[:21] + b".").decode()


@TABLE.add("htpasswd", "string string", context=True)
def htpasswd(context: Context, user: str, password: str) -> str:
    if ":" in user:
        return f"invalid username: {user}"
    return f"{user}:{bcrypt(context, password)}"


def _key(password: str) -> bytes:
    return password.encode(errors="replace")[:32].ljust(32, b"\0")


@TABLE.add("encryptAES", "string string", context=True)
def encrypt_aes(context: Context, password: str, text: str) -> str:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if not text:
        return ""
    data = text.encode(errors="replace")
    context.budget.reserve(3 * len(data))
    padding = _BLOCK - len(data) % _BLOCK
    start = context.chance.take(_BLOCK)
    encryptor = Cipher(algorithms.AES(_key(password)), modes.CBC(start)).encryptor()
    encrypted = encryptor.update(data + bytes((padding,)) * padding) + encryptor.finalize()
    return base64.b64encode(start + encrypted).decode()


@TABLE.add("decryptAES", "string string", context=True)
def decrypt_aes(context: Context, password: str, text: str) -> str:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if not text:
        return ""
    context.budget.reserve(2 * len(text))
    try:
        data = base64.b64decode(text.encode(errors="replace"), validate=True)
    except binascii.Error:
        raise CallError("the encrypted text is no base64") from None
    if len(data) < 2 * _BLOCK or len(data) % _BLOCK:
        raise CallError("the encrypted text is cut off")
    decryptor = Cipher(algorithms.AES(_key(password)), modes.CBC(data[:_BLOCK])).decryptor()
    decrypted = decryptor.update(data[_BLOCK:]) + decryptor.finalize()
    if not 1 <= decrypted[-1] <= _BLOCK:
        raise CallError("the password does not fit the encrypted text")
    return text_from(decrypted[: -decrypted[-1]])
