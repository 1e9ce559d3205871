"""What Helm has installed, by the Secret in which it keeps a release."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import msgspec
import pytest

from wgtui.fleet import helm_storage
from wgtui.fleet.helm_storage import BadRelease, release_entries, release_of
from wgtui.resources.core import HelmStorage
from wgtui.resources.helm import HelmRelease

MANIFEST = """\
---
# Source: cart/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: cart}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: "cart"
  namespace: elsewhere
---
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Secret, metadata: {name: inside}}
---
just text
"""


def packed(release: Any, zipped: bool = True) -> bytes:
    """As the API server's JSON decodes to: base64 once is gone already."""
    text = json.dumps(release).encode()
    return base64.b64encode(gzip.compress(text) if zipped else text)


def release(**parts: Any) -> HelmRelease:
    body = {"metadata": {"name": "cart", "namespace": "shop"}, **parts}
    return msgspec.convert(body, HelmRelease)


@pytest.mark.parametrize("zipped", [True, False])
def test_the_objects_of_a_manifest_are_listed(zipped: bool) -> None:
    """Zipped or not, in lists too; what names no namespace is in that of the release."""
    found = release_entries(packed({"manifest": MANIFEST, "config": {"password": "x"}}, zipped), "shop")
    assert [(one.group, one.kind, str(one.ref)) for one in found] == [
        ("", "ConfigMap", "shop/cart"),
        ("apps", "Deployment", "elsewhere/cart"),
        ("", "Secret", "shop/inside"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"!!!",
        base64.b64encode(b"\x1f\x8b\x08 broken"),
        base64.b64encode(b"[1]"),
        packed({"manifest": "a: [unclosed"}),
        packed({"manifest": 3}),
        packed({"manifest": "{" * 3000}),
    ],
    ids=["empty", "no base64", "no gzip", "no release", "no yaml", "no text", "deep"],
)
def test_what_helm_did_not_write_is_told(content: bytes) -> None:
    """Never shown, never a crash."""
    with pytest.raises(BadRelease, match="its release cannot be read"):
        release_entries(content, "shop")


def test_a_release_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it fills the memory."""
    monkeypatch.setattr(helm_storage, "LARGEST", 1000)
    with pytest.raises(BadRelease, match="larger"):
        release_entries(packed({"manifest": "a" * 5000}), "shop")


def test_the_newest_deployed_release_counts() -> None:
    """Not one that failed and was rolled back."""
    history = [
        {"name": "cart", "namespace": "apps", "version": 4, "status": "failed"},
        {"name": "cart", "namespace": "apps", "version": 3, "status": "deployed"},
    ]
    found = release_of(release(status={"history": history, "storageNamespace": "kept"}))
    assert found is not None
    assert (str(found.secret), found.namespace) == ("kept/sh.helm.release.v1.cart.v3", "apps")


def test_the_newest_counts_where_none_was_deployed() -> None:
    """Its objects are there all the same."""
    found = release_of(release(status={"history": [{"name": "cart", "version": 1, "status": "failed"}]}))
    assert found is not None and found.secret.name.endswith(".v1")


def test_older_flux_tells_the_revision_alone() -> None:
    """The name is then the one that it gives to releases."""
    found = release_of(release(spec={"targetNamespace": "apps"}, status={"lastReleaseRevision": 7}))
    assert found is not None
    assert (str(found.secret), found.namespace) == ("shop/sh.helm.release.v1.apps-cart.v7", "apps")
    assert release_of(release()) is None


def test_a_release_is_never_printed() -> None:
    """It holds the values of the chart."""
    body = {"metadata": {"name": "a"}, "data": {"release": base64.b64encode(b"hunter22").decode()}}
    found = msgspec.json.decode(json.dumps(body), type=HelmStorage)
    assert found.data.release == b"hunter22"
    assert "hunter22" not in repr(found)
