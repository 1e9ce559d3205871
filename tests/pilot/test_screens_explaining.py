"""Why something is not well, told by one key and followed while it is looked at."""

from __future__ import annotations

from pathlib import Path

from tests.pilot.dashboard import dashboard
from tests.pilot.test_screens_flux import KUSTOMIZATIONS, application
from wgtui.demo.server import MANAGEMENT, DemoServer


def broken(name: str, *depends_on: str, reason: str, message: str) -> dict[str, object]:
    body = application(name, *depends_on)
    body["status"]["conditions"][0].update(status="False", reason=reason, message=message)
    return body


async def test_the_cause_is_told_and_followed(server: DemoServer, tmp_path: Path) -> None:
    """Along the dependency, with the card that fits; mended, it says so."""
    storage = server.clusters[MANAGEMENT]
    spec = {"url": "https://github.com/acme/shop", "interval": "1m"}
    status = application("any")["status"]
    kind = {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository"}
    storage.put({**kind, "metadata": {"name": "shop", "namespace": "shop"}, "spec": spec, "status": status})
    storage.put(broken("cart", reason="BuildFailed", message="[/x] kustomize build failed"))
    storage.put(broken("frontend", "cart", reason="DependencyNotReady", message="dependency 'shop/cart' is not ready"))
    async with dashboard(server, tmp_path, screen="applications", filter="frontend") as seen:
        await seen.sees("frontend", "waiting")
        await seen.press("X")
        await seen.sees("└─ Kustomization shop/cart", "[/x] kustomize build failed", "The manifests cannot be built")
        storage.put(application("cart"))
        storage.put(application("frontend", "cart"))
        await seen.sees("Kustomization shop/frontend is well")
        await seen.press("escape")
        await seen.sees("1 of 2 applications")
        assert storage.get(KUSTOMIZATIONS, "shop", "frontend")
