"""sprig's encodings and checksums. What cannot be decoded becomes the text of the error, as in the original."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib

from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import text_from

TABLE = FunctionTable()


@TABLE.add("b64enc", "string")
def b64enc(text: str) -> str:
    return base64.b64encode(text.encode(errors="replace")).decode()


@TABLE.add("b64dec", "string")
def b64dec(text: str) -> str:
    try:
        return text_from(
            base64.b64decode(text.replace("\n", "").replace("\r", "").encode(errors="replace"), validate=True)
        )
    except binascii.Error:
        return "illegal base64 data"


@TABLE.add("b32enc", "string", slow=True)
def b32enc(text: str) -> str:
    return base64.b32encode(text.encode(errors="replace")).decode()


@TABLE.add("b32dec", "string", slow=True)
def b32dec(text: str) -> str:
    try:
        return text_from(base64.b32decode(text.replace("\n", "").replace("\r", "").encode(errors="replace")))
    except binascii.Error:
        return "illegal base32 data"


@TABLE.add("sha1sum", "string")
def sha1sum(text: str) -> str:
    return hashlib.sha1(text.encode(errors="replace"), usedforsecurity=False).hexdigest()


@TABLE.add("adler32sum", "string")
def adler32sum(text: str) -> str:
    return str(zlib.adler32(text.encode(errors="replace")))
