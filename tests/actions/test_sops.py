"""Secrets encrypted for a Kustomization, by sops and with its public key, before anything is committed."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
import yaml

from wgtui.actions.sops import for_git, recipient, recipients
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.errors import ConfigError
from wgtui.kube.client import Client
from wgtui.resources.meta import ObjectRef

REF = ObjectRef("flux-system", "secrets")
PLAIN = "apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\nstringData: {password: hunter2}\n"
KEY = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"

SOPS = """\
#!/bin/sh
echo "$*" > {folder}/arguments
cat > {folder}/input
cat <<END
apiVersion: v1
kind: Secret
metadata: {{name: db, namespace: shop}}
stringData:
    password: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]
sops:
    age: [{{recipient: x, enc: y}}]
    mac: ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:YmF6,type:str]
END
"""


def _kustomization(name: str, annotations: dict[str, str], **spec: Any) -> dict[str, Any]:
    source = {"kind": "GitRepository", "name": "flux-system"}
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "flux-system", "annotations": annotations},
        "spec": {"interval": "1m", "prune": True, "sourceRef": source, "path": "./secrets/prod", **spec},
    }


@pytest.fixture(autouse=True)
def keys(server: DemoServer) -> None:
    storage = server.clusters[MANAGEMENT]
    names = {"sops-public-key/name": "sops-pub", "sops-public-key/namespace": "flux-system"}
    decryption = {"provider": "SOPS", "secretRef": {"name": "sops"}}
    storage.put(_kustomization("secrets", names, decryption=decryption))
    storage.put(_kustomization("nameless", {}, decryption=decryption))
    storage.put(_kustomization("plain", names))
    data = {"age.agekey": base64.b64encode(f"{KEY}\n".encode()).decode()}
    metadata = {"name": "sops-pub", "namespace": "flux-system"}
    storage.put({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data})


@pytest.fixture
def sops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the program, which notes what it is given."""
    program = tmp_path / "sops"
    program.write_text(SOPS.format(folder=tmp_path))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return program


def replace(program: Path, script: str | None) -> None:
    if script is None:
        program.unlink()
    else:
        program.write_text(script)


async def test_kustomizations_that_decrypt_and_name_a_key_are_recipients(client: Client) -> None:
    """The others cannot be encrypted for."""
    (found,) = await recipients(client)
    assert (found.kustomization, found.folder, found.public_key) == (
        REF,
        "secrets/prod",
        ObjectRef("flux-system", "sops-pub"),
    )
    with pytest.raises(ConfigError, match="names no key to encrypt for"):
        await recipient(client, ObjectRef("flux-system", "nameless"))


async def test_a_plain_secret_is_encrypted_with_the_public_key(client: Client, sops: Path) -> None:
    """What it says goes to standard input, and to no file, argument or environment."""
    made = await for_git(client, PLAIN, await recipient(client, REF))
    assert (made.folder, made.ref) == ("secrets/prod", ObjectRef("shop", "db"))
    assert "hunter2" not in made.text
    arguments = (sops.parent / "arguments").read_text()
    assert f"--age {KEY}" in arguments
    assert "hunter2" not in arguments
    assert yaml.safe_load((sops.parent / "input").read_text()) == yaml.safe_load(PLAIN)


async def test_what_is_encrypted_already_needs_no_program(client: Client, sops: Path) -> None:
    """It is committed as it came."""
    text = (await for_git(client, PLAIN, await recipient(client, REF))).text
    replace(sops, None)
    assert (await for_git(client, text, None)).text == text


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (None, "sops is not installed"),
        ("#!/bin/sh\necho hunter2 >&2; exit 3\n", "sops did not encrypt it: exit code 3"),
        ("#!/bin/sh\ncat\n", "Secret db is not encrypted"),
    ],
)
async def test_what_sops_does_not_do_is_told_without_the_secret(
    client: Client, sops: Path, script: str | None, words: str
) -> None:
    """And nothing is committed."""
    replace(sops, script)
    with pytest.raises(Exception, match=words) as caught:
        await for_git(client, PLAIN, await recipient(client, REF))
    assert "hunter2" not in str(caught.value)


async def test_a_plain_secret_for_nobody_is_refused(client: Client) -> None:
    """It is not known whom to encrypt for."""
    with pytest.raises(ConfigError, match="is not encrypted: name the Kustomization"):
        await for_git(client, PLAIN, None)


async def test_a_key_that_is_not_of_age_is_told(server: DemoServer, client: Client) -> None:
    """PGP needs a keyring."""
    metadata = {"name": "sops-pub", "namespace": "flux-system"}
    body = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": {"key.asc": "LS0t"}}
    server.clusters[MANAGEMENT].put(body)
    with pytest.raises(ConfigError, match="has no age key"):
        await for_git(client, PLAIN, await recipient(client, REF))
