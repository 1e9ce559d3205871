"""What is under the cursor in k9s, or where that is not installed in a shell that is logged in to its cluster."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wgtui.config import Config
from wgtui.errors import ConfigError
from wgtui.resources.meta import ObjectRef
from wgtui.running import run_in_terminal
from wgtui.screens.leaf_secrets import kubeconfig_secrets
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.session import Session, leaf_ref
from wgtui.terminal.drawing import CellApp
from wgtui.views.safe import printable

SHELL = 'printf "%s\\n" "$1"; exec "$2"'
"""Says whose cluster it is, then becomes the user's shell."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A cluster by its kubeconfig (empty: whatever kubectl would take), and perhaps an object on it."""

    kubeconfig: str
    cluster: str
    context: str = ""
    resource: str = ""
    ref: ObjectRef | None = None
    as_user: str = ""
    as_groups: tuple[str, ...] = ()


def command_for(aim: Aim, environment: Mapping[str, str]) -> list[str]:
    """k9s on the object; without k9s a shell on the cluster."""
    k9s = shutil.which("k9s", path=environment.get("PATH"))
    if k9s is None:
        shell = environment.get("SHELL") or "/bin/sh"
        told = f"kubectl is logged in to {aim.cluster} here (KUBECONFIG); exit leads back to wgtui"
        return ["/bin/sh", "-c", SHELL, "sh", printable(told), shell]
    return [k9s, *_of_cluster(aim), *_of_object(aim)]


def _of_cluster(aim: Aim) -> list[str]:
    flags = {"--kubeconfig": aim.kubeconfig, "--context": aim.context, "--as": aim.as_user}
    named = [part for flag, value in flags.items() if value for part in (flag, value)]
    return [*named, *(part for group in aim.as_groups for part in ("--as-group", group))]


def _of_object(aim: Aim) -> list[str]:
    """Its kind, narrowed to its name: k9s has no flag for one object."""
    if aim.ref is None:
        return ["--all-namespaces"]
    where = ["--namespace", aim.ref.namespace] if aim.ref.namespace else []
    return [*where, "--command", f"{aim.resource} /{aim.ref.name}"]


async def look_elsewhere(app: CellApp[Any], session: Session, config: Config, kubeconfig: str, place: Place) -> None:
    """`kubeconfig` opens the management cluster. Raises WgtuiError with why it cannot be done."""
    async with _aimed(session, config, kubeconfig, place) as aim:
        environment = {**os.environ, **({"KUBECONFIG": aim.kubeconfig} if aim.kubeconfig else {})}
        command = command_for(aim, environment)
        code = await run_in_terminal(app, command, environment)
    if code not in (0, 130) and Path(command[0]).name == "k9s":
        raise ConfigError(f"k9s ended with {code}", "its log says why: k9s info tells where that is")


@asynccontextmanager
async def _aimed(session: Session, config: Config, kubeconfig: str, place: Place) -> AsyncIterator[Aim]:
    leaf = str(place.ref) if place.page == "cluster" else place.cluster
    resource, ref = ("", None) if place.page == "cluster" else (kind_of(place).plural, place.ref)
    if not leaf:
        context = session.context if kubeconfig or config.context else ""
        yield Aim(kubeconfig, "management", context, resource, ref, config.as_user, config.as_groups)
        return
    with tempfile.TemporaryDirectory(prefix="wgtui-") as folder:
        path = Path(folder) / "kubeconfig"
        _write(path, await _kubeconfig_of(session, leaf_ref(leaf)))
        yield Aim(str(path), leaf, "", resource, ref)


async def _kubeconfig_of(session: Session, ref: ObjectRef) -> bytes:
    """Only data: whoever can write a Secret must not run a program here."""
    from wgtui.kube.kubeconfig import harmless
    from wgtui.watching.leaf_secret import kubeconfig_secret

    names = kubeconfig_secrets(session.fleet.management, ref)
    secret = await kubeconfig_secret(session.client, ref.namespace, names)
    return harmless(secret.kubeconfig, str(ref))


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
