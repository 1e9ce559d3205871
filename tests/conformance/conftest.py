"""Each test runs against the embedded server and, with `--kubeconfig FILE`, against a real one too.

There it makes a namespace of its own and the kind of sample.py, and takes both away again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.conformance.sample import DEFINITION, PLURAL, ROOT, definition
from tests.eventually import eventually
from tests.raw import MERGE, Raw, raw
from wgtui.demo.server import DemoServer
from wgtui.kube.client import Client
from wgtui.kube.kubeconfig import load
from wgtui.kube.login import Credential, FixedCredentials, Login

EMBEDDED, REAL = "embedded", "real"
DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "which" in metafunc.fixturenames:
        # One after the other: they share the kind, which the last of them takes away.
        one = pytest.param(REAL, marks=pytest.mark.xdist_group("real"))
        real = [one] if metafunc.config.getoption("--kubeconfig") else []
        metafunc.parametrize("which", [EMBEDDED, *real])


@dataclass(frozen=True)
class Cluster:
    """Where a test may do as it likes: `samples` is the path of its objects."""

    raw: Raw
    namespace: str
    is_embedded: bool
    has_controllers: bool
    """Whether somebody collects garbage."""

    @property
    def login(self) -> Login:
        return self.raw.login

    @property
    def samples(self) -> str:
        return f"{ROOT}/namespaces/{self.namespace}/{PLURAL}"

    @property
    def patience(self) -> float:
        """Seconds within which controllers have done what is theirs."""
        return 5.0 if self.is_embedded else 60.0


@pytest.fixture(scope="session")
def real(request: pytest.FixtureRequest) -> Iterator[Login]:
    """The real server, with the kind of these tests installed; skipped where that is not allowed."""
    login = load(request.config.getoption("--kubeconfig"))
    refused = asyncio.run(_install_alone(login))
    if refused:
        pytest.skip(f"{DEFINITION} cannot be installed: {refused}")
    yield login
    asyncio.run(_uninstall(login))


@pytest.fixture
def login(which: str, request: pytest.FixtureRequest, server: DemoServer) -> Login:
    if which == REAL:
        found: Login = request.getfixturevalue("real")
        return found
    return Login("management", server.url(), credentials=FixedCredentials(Credential("Bearer admin")))


@pytest.fixture
async def cluster(which: str, login: Login) -> AsyncIterator[Cluster]:
    async with raw(login) as direct:
        if which == EMBEDDED:
            await install(direct)
        async with namespace(direct) as name:
            yield Cluster(direct, name, which == EMBEDDED, which == EMBEDDED or await _has_controllers(direct))


@pytest.fixture
async def client(login: Login) -> AsyncIterator[Client]:
    found = Client(login)
    yield found
    await found.close()


@asynccontextmanager
async def namespace(direct: Raw) -> AsyncIterator[str]:
    """A new one, emptied and taken away afterwards; a bare extension server has none and takes any name."""
    name = f"wgtui-conformance-{secrets.token_hex(4)}"
    made = await direct.post(
        "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
    )
    if made.status == 403:
        pytest.skip(f"namespaces cannot be made: {made.message}")
    try:
        yield name
    finally:
        await _empty(direct, f"{ROOT}/namespaces/{name}/{PLURAL}")
        await direct.delete(f"/api/v1/namespaces/{name}")


async def _empty(direct: Raw, path: str) -> None:
    for name in (await direct.get(path)).names:
        await direct.patch(f"{path}/{name}", {"metadata": {"finalizers": None}}, MERGE)
    await direct.delete(path)


async def install(direct: Raw) -> str:
    """The kind of these tests, ready to be used; returns why not, where it is refused."""
    made = await direct.post(DEFINITIONS, definition())
    if made.status not in (201, 409):
        return made.message

    async def served() -> bool:
        return (await direct.get(f"{ROOT}/namespaces/default/{PLURAL}")).status == 200

    await eventually(served, timeout=30.0)
    return ""


async def _install_alone(login: Login) -> str:
    async with raw(login) as direct:
        return await install(direct)


async def _uninstall(login: Login) -> None:
    async with raw(login) as direct:
        await direct.delete(f"{DEFINITIONS}/{DEFINITION}")


async def _has_controllers(direct: Raw) -> bool:
    """They put a service account into every namespace."""
    return (await direct.get("/api/v1/namespaces/default/serviceaccounts/default")).status == 200
