"""sprig's encodings and checksums. What cannot be decoded becomes the text of the error, as in the original."""

from __future__ import annotations

import base64
import hashlib
import zlib

from wgtui.templates.gotemplate.functions import FunctionTable
from wgtui.templates.gotemplate.values import text_from
from wgtui.templates.sprig.corrupt import base32_fault, base64_fault

TABLE = FunctionTable()


@TABLE.add("b64enc", "string")
def b64enc(text: str) -> str:
    return base64.b64encode(text.encode(errors="replace")).decode()


@TABLE.add("b64dec", "string")
def b64dec(text: str) -> str:
    data = text.encode(errors="replace")
    if (fault := base64_fault(data)) >= 0:
        return f"illegal base64 data at input byte {fault}"
    return text_from(base64.b64decode(data.translate(None, b"\r\n")))


@TABLE.add("b32enc", "string", slow=True)
def b32enc(text: str) -> str:
    return base64.b32encode(text.encode(errors="replace")).decode()


@TABLE.add("b32dec", "string", slow=True)
def b32dec(text: str) -> str:
    data = text.encode(errors="replace").translate(None, b"\r\n")
    if (fault := base32_fault(data)) >= 0:
        return f"illegal base32 data at input byte {fault}"
    begin = data.find(b"=")
    # What comes behind the padding is left alone, as Go does.
    return text_from(base64.b32decode(data[: (begin // 8 + 1) * 8] if begin >= 0 else data))


@TABLE.add("sha1sum", "string")
def sha1sum(text: str) -> str:
    return hashlib.sha1(text.encode(errors="replace"), usedforsecurity=False).hexdigest()


@TABLE.add("adler32sum", "string")
def adler32sum(text: str) -> str:
    return str(zlib.adler32(text.encode(errors="replace")))
