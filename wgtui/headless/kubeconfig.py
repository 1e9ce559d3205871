"""`wgtui kubeconfig`: that of a leaf cluster, out of its Secret, printed or written into a file of the user's own."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from wgtui.errors import ConfigError, Invalid
from wgtui.fleet import joins
from wgtui.fleet.cluster_objects import cluster_objects_of
from wgtui.headless.leaf_login import leaf_named
from wgtui.headless.output import Output
from wgtui.kube.client import Client
from wgtui.kube.kubeconfig import reaches_for
from wgtui.resources.meta import ObjectRef
from wgtui.serving import Connect
from wgtui.verbs import Kubeconfig
from wgtui.views.safe import printable_lines
from wgtui.watching.leaf_secret import kubeconfig_secret

LONGEST_LINE = 1_000_000
"""Characters: certificates are long lines."""


async def kubeconfig(command: Kubeconfig, connect: Connect, output: Output) -> int:
    """Nothing is written where the Secret holds none. What it would run here is told."""
    target = Path(os.path.expanduser(command.output)) if command.output else None  # noqa: PTH111, ASYNC240
    async with connect(command.config) as client:
        ref, names = await _secrets(client, command)
        secret = await kubeconfig_secret(client, ref.namespace, names)
    text = _text(secret.kubeconfig, secret.metadata.ref)
    runs = reaches_for(secret.kubeconfig, str(ref))
    if target is not None:
        await asyncio.to_thread(_write, target, text, command.force)
        output.warn(f"{target}: the kubeconfig of {ref}, from Secret {secret.metadata.ref}")
    else:
        # A terminal takes no control characters out of a Secret; a pipe gets it as it is.
        person = output.look.width > 0
        output.data("\n".join(printable_lines(text, LONGEST_LINE)) if person else text.rstrip("\n"))
    if runs:
        output.warn(f"it uses {', '.join(runs)} of the machine it is used on: look at it first")
    return 0


async def _secrets(client: Client, command: Kubeconfig) -> tuple[ObjectRef, tuple[str, ...]]:
    """The cluster and the Secrets that may hold its kubeconfig, those for people first."""
    store, ref = await leaf_named(command.name, client, command.config.namespace)
    found = cluster_objects_of(store, ref)
    assert found is not None
    return ref, joins.kubeconfig_secrets(found.gitops, found.named, for_users=True)


def _text(content: bytes, ref: ObjectRef) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Invalid(f"Secret {ref} holds no kubeconfig", "its content is no text") from None


def _write(target: Path, text: str, force: bool) -> None:
    """For its owner only, and never over another file unless that is asked for."""
    try:
        if force:
            _replace(target, text)
        else:
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
                new.write(text)
    except FileExistsError:
        raise ConfigError(f"{target} is there already", "--force replaces it, another name keeps it") from None
    except OSError as error:
        raise ConfigError(f"{target} cannot be written", error.strerror or "") from None


def _replace(target: Path, text: str) -> None:
    """Whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".wgtui-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as whole:
            whole.write(text)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
