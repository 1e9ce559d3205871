"""Secrets for git: encrypted by sops, with the public key that a Kustomization names, before they are anywhere else.

What is to be encrypted goes to the program's standard input and nowhere else; nothing it says about it is repeated.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from wgtui.errors import ConfigError
from wgtui.kube.client import Client
from wgtui.resources.annotated import AnnotatedMeta
from wgtui.resources.core import SECRET
from wgtui.resources.kinds import Kind
from wgtui.resources.kustomize import KUSTOMIZATION
from wgtui.resources.meta import ObjectRef
from wgtui.templates.automations import SopsSecret
from wgtui.templates.budget import Budget
from wgtui.templates.manifest.writing import dump
from wgtui.templates.sops_secrets import ENCRYPTED_KEYS, is_encrypted, sealed, secret_in

KEY_NAME, KEY_NAMESPACE = "sops-public-key/name", "sops-public-key/namespace"
PATIENCE: Final = 10.0
"""Seconds for sops."""

_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LANG")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A Kustomization that decrypts what is below `folder`, and the Secret with the key to encrypt for it."""

    kustomization: ObjectRef
    folder: str
    public_key: ObjectRef


class _Decryption(msgspec.Struct, frozen=True):
    provider: str = ""


class _Spec(msgspec.Struct, frozen=True):
    path: str = ""
    decryption: _Decryption | None = None


class _Decrypting(msgspec.Struct, frozen=True):
    metadata: AnnotatedMeta
    spec: _Spec = _Spec()


_KUSTOMIZATION: Kind[Any] = KUSTOMIZATION
_DECRYPTING: Final[Kind[_Decrypting]] = replace(_KUSTOMIZATION, struct=_Decrypting)


async def recipients(client: Client) -> tuple[Recipient, ...]:
    """Every Kustomization that decrypts with SOPS and names a public key. Raises KubeError."""
    return tuple(found for one in await client.list(_DECRYPTING) if (found := _recipient(one)) is not None)


async def recipient(client: Client, ref: ObjectRef) -> Recipient:
    """Raises ConfigError for one that nothing can be encrypted for, KubeError."""
    found = _recipient(await client.get(_DECRYPTING, ref))
    if found is None:
        raise ConfigError(
            f"Kustomization {ref} names no key to encrypt for",
            f"it needs spec.decryption.provider sops and the annotations {KEY_NAME} and {KEY_NAMESPACE}",
        )
    return found


def _recipient(found: _Decrypting) -> Recipient | None:
    said, decryption = found.metadata.annotations, found.spec.decryption
    if decryption is None or decryption.provider.casefold() != "sops" or not said.get(KEY_NAME):
        return None
    ref = found.metadata.ref
    folder = found.spec.path.removeprefix(".").strip("/")
    return Recipient(ref, folder, ObjectRef(said.get(KEY_NAMESPACE, ref.namespace), said[KEY_NAME]))


async def for_git(client: Client, text: str, to: Recipient | None) -> SopsSecret:
    """The Secret of a manifest, encrypted if it is not yet. Raises ConfigError, TemplateError, KubeError."""
    body = secret_in(text, Budget())
    folder = to.folder if to else ""
    if is_encrypted(body):
        return SopsSecret(text, folder)
    if to is None:
        raise ConfigError(
            f"Secret {body['metadata']['name']} is not encrypted", "name the Kustomization that is to decrypt it"
        )
    encrypted = await _encrypted(dump(body, Budget()), await _age_key(client, to))
    sealed(encrypted, Budget())
    return SopsSecret(encrypted, folder)


async def _age_key(client: Client, to: Recipient) -> str:
    data: Mapping[str, Any] = (await client.get_raw(SECRET, to.public_key)).get("data") or {}
    for name, value in data.items():
        if name.endswith(".agekey"):
            try:
                return base64.b64decode(value, validate=True).decode().strip()
            except (binascii.Error, ValueError):
                break
    raise ConfigError(f"Secret {to.public_key} has no age key", "encrypt with sops yourself: PGP needs your keyring")


async def _encrypted(text: str, key: str) -> str:
    """Raises ConfigError where sops is not there or refuses."""
    program = shutil.which("sops")
    if program is None:
        raise ConfigError("sops is not installed", "it encrypts what is to be committed: https://getsops.io")
    keys = f"^({'|'.join(ENCRYPTED_KEYS)})$"
    types = ("--input-type", "yaml", "--output-type", "yaml")
    process = await asyncio.create_subprocess_exec(
        *(program, "--encrypt", "--age", key, "--encrypted-regex", keys, *types, "/dev/stdin"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, _ = await process.communicate(text.encode())
    except TimeoutError:
        process.kill()
        await process.wait()
        raise ConfigError("sops does not answer", f"nothing came within {PATIENCE:.0f} s") from None
    if process.returncode != 0:
        raise ConfigError("sops did not encrypt it", f"exit code {process.returncode}: is {key[:12]}… an age key?")
    return out.decode(errors="replace")
