"""Login plugins of a kubeconfig, such as `aws eks get-token`: real programs, well-behaved and otherwise."""

from __future__ import annotations

import asyncio
import base64
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.eventually import eventually
from tests.kube.watched import cluster, opened, watching
from wgtui.demo.access import Identity
from wgtui.demo.server import DemoServer
from wgtui.errors import ConfigError, Unauthorized
from wgtui.kube.kubeconfig import load
from wgtui.kube.kubefile import Exec
from wgtui.kube.login import Login
from wgtui.kube.plugin import PluginCredentials
from wgtui.resources.changes import Lost, Resumed

V1 = "client.authentication.k8s.io/v1"
V1BETA1 = "client.authentication.k8s.io/v1beta1"


@dataclass
class Plugin:
    """A program written for one test; it notes each of its runs."""

    folder: Path

    def write(self, body: str, mode: int = 0o700) -> str:
        """The path of a program whose Python this is; `answer(**status)` prints an ExecCredential."""
        path = self.folder / "get-token"
        path.write_text(
            f"#!{sys.executable} -IS\n"
            "import json, os, sys, time\n"
            f"open({str(self.folder / 'runs')!r}, 'a').write('.')\n"
            "info = json.loads(os.environ['KUBERNETES_EXEC_INFO'])\n"
            "def answer(**status):\n"
            "    print(json.dumps({'kind': 'ExecCredential', 'apiVersion': info['apiVersion'], 'status': status}))\n"
            f"{body}\n"
        )
        path.chmod(mode)
        return str(path)

    @property
    def runs(self) -> int:
        return len((self.folder / "runs").read_text())


@pytest.fixture
def plugin(tmp_path: Path) -> Plugin:
    return Plugin(tmp_path)


@pytest.fixture
def login_with(server: DemoServer, write_kubeconfig: Callable[..., Path]) -> Callable[..., Login]:
    def login_with(command: str, version: str = V1BETA1, **options: Any) -> Login:
        written = server.kubeconfig()
        written["users"][0]["user"] = {"exec": {"apiVersion": version, "command": command, **options}}
        return load(str(write_kubeconfig(written)))

    return login_with


LoginWith = Callable[..., Login]


def in_seconds(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


async def refusal(login: Login) -> Unauthorized:
    with pytest.raises(Unauthorized) as raised:
        async with opened(login) as client:
            await client.version()
    return raised.value


@pytest.mark.parametrize("version", [V1, V1BETA1])
async def test_its_token_is_used(login_with: LoginWith, plugin: Plugin, version: str) -> None:
    """In both API versions; it runs once however many requests there are."""
    command = plugin.write(f"answer(token='admin', expirationTimestamp='{in_seconds(900)}')")
    async with opened(login_with(command, version, interactiveMode="Never")) as client:
        await asyncio.gather(*(client.read("/api/v1/namespaces") for _ in range(10)))
    assert plugin.runs == 1


async def test_it_is_told_what_the_kubeconfig_says(login_with: LoginWith, plugin: Plugin, server: DemoServer) -> None:
    """Arguments, variables, and of the cluster what it asks for; and that nobody can be asked."""
    command = plugin.write(
        "cluster = info['spec']['cluster']\n"
        "told = [sys.argv[1:], os.environ['AWS_PROFILE'], info['spec']['interactive'], cluster['server']]\n"
        f"wanted = [['eks', 'get-token'], 'prod', False, {server.url()!r}]\n"
        "answer(token='admin' if told == wanted else 'wrong')"
    )
    login = login_with(
        command,
        args=["eks", "get-token"],
        env=[{"name": "AWS_PROFILE", "value": "prod"}],
        provideClusterInfo=True,
    )
    async with opened(login) as client:
        await client.read("/api/v1/namespaces")


async def test_a_command_with_a_slash_is_beside_the_kubeconfig(login_with: LoginWith, plugin: Plugin) -> None:
    """As kubectl finds it; one without is looked for in PATH."""
    plugin.write("answer(token='admin')")
    async with opened(login_with("./get-token")) as client:
        await client.read("/api/v1/namespaces")


async def test_its_certificate_is_shown(plugin: Plugin, write_kubeconfig: Callable[..., Path]) -> None:
    """Instead of a token, or with one."""
    server = DemoServer(tls=True)
    await server.start()
    assert server.authority is not None
    chain, key = (part.decode() for part in server.authority.client(Identity("jane", ("system:masters",))))
    command = plugin.write(f"answer(clientCertificateData={chain!r}, clientKeyData={key!r})")
    written = server.kubeconfig()
    written["users"][0]["user"] = {"exec": {"apiVersion": V1, "command": command}}
    async with opened(load(str(write_kubeconfig(written)))) as client:
        await client.read("/api/v1/namespaces")
    await server.stop()


async def test_a_token_is_replaced_before_it_ends(plugin: Plugin) -> None:
    """And not before that."""
    command = plugin.write("answer(token=str(time.time()), expirationTimestamp='2026-01-01T00:15:00Z')")
    now = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    credentials = PluginCredentials(Exec(command, V1), {}, now=lambda: now)
    first = await credentials.current()
    now += 880
    assert await credentials.current() == first
    now += 15
    assert await credentials.current() != first
    assert plugin.runs == 2


async def test_a_token_that_is_over_at_once_does_not_run_it_for_every_request(plugin: Plugin) -> None:
    """A wrong clock on one of the machines."""
    command = plugin.write("answer(token='t', expirationTimestamp='2020-01-01T00:00:00Z')")
    credentials = PluginCredentials(Exec(command, V1), {})
    for _ in range(5):
        await credentials.current()
    assert plugin.runs == 1


async def test_after_401_it_runs_again(login_with: LoginWith, plugin: Plugin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for all that were refused; a token may end early."""
    monkeypatch.setattr("wgtui.kube.plugin.AGAIN_AFTER", 0.0)
    command = plugin.write(f"answer(token='admin' if os.path.getsize({str(plugin.folder / 'runs')!r}) > 1 else 'old')")
    async with opened(login_with(command)) as client:
        await client.read("/api/v1/namespaces")
    assert plugin.runs == 2


async def test_twenty_refused_watches_make_one_run(login_with: LoginWith, plugin: Plugin) -> None:
    """What it answered a moment ago will not have changed."""
    async with opened(login_with(plugin.write("answer(token='wrong')"))) as client:
        asked = [client.read("/api/v1/namespaces") for _ in range(20)]
        found = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(one, Unauthorized) for one in found)
    assert plugin.runs == 1


async def test_one_that_fails_in_mid_session_recovers(
    login_with: LoginWith, plugin: Plugin, server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SSO session ended, the user logs in again in another terminal."""
    monkeypatch.setattr("wgtui.kube.plugin.AGAIN_AFTER", 0.0)
    server.clusters["management"].put(cluster("alpha"))
    async with opened(login_with(plugin.write("answer(token='admin')"))) as client, watching(client) as watched:
        await watched.has("alpha")
        plugin.write("sys.exit('The SSO session associated with this profile has expired')")
        server.rules.tokens["new"] = server.rules.tokens.pop("admin")
        server.hang_up()
        await eventually(lambda: [lost for lost in watched.of(Lost) if "SSO session" in lost.error.detail])
        plugin.write("answer(token='new')")
        await watched.told(Resumed)


async def test_one_that_is_missing_is_told_with_its_hint(login_with: LoginWith) -> None:
    """The kubeconfig's author knows where it is to be had."""
    error = await refusal(login_with("no-such-plugin", installHint="Install aws-cli:\n https://example.org"))
    assert error.title == "login plugin no-such-plugin is not installed"
    assert error.detail == "Install aws-cli: https://example.org"


async def test_one_that_may_not_be_run_is_told(login_with: LoginWith, plugin: Plugin) -> None:
    """No x on the file."""
    plugin.write("answer(token='admin')", mode=0o600)
    error = await refusal(login_with("./get-token"))
    assert error.title == "login plugin get-token cannot be run"
    assert "Permission denied" in error.detail


async def test_one_that_hangs_is_ended_with_all_it_started(plugin: Plugin) -> None:
    """After a while, and the interface never waits for it."""
    command = plugin.write(
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(plugin.folder / 'child')!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    credentials = PluginCredentials(Exec(command, V1), {}, deadline=1.0)
    with pytest.raises(Unauthorized, match="did not answer within 1 s"):
        await credentials.current()
    child = int((plugin.folder / "child").read_text())
    await eventually(lambda: not _runs(child))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


async def test_leaving_does_not_wait_for_it(login_with: LoginWith, plugin: Plugin) -> None:
    """`^c` ends it as well."""
    command = plugin.write(f"open({str(plugin.folder / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    async with opened(login_with(command)) as client:
        asked = asyncio.create_task(client.version())
        pid = int(await eventually(lambda: _text(plugin.folder / "pid")))
        began = time.monotonic()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert time.monotonic() - began < 0.5
    await eventually(lambda: not _runs(pid))


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize(
    "asking",
    ["input('Password: ')", "open('/dev/tty', 'r+').write('Password: ')", "import getpass; getpass.getpass()"],
)
async def test_one_that_asks_gets_no_answer(login_with: LoginWith, plugin: Plugin, asking: str) -> None:
    """It has neither our standard input nor our terminal: it fails at once instead of taking our keys."""
    error = await refusal(login_with(plugin.write(asking)))
    assert error.title == "login plugin get-token failed with exit code 1"
    assert error.detail


async def test_one_that_must_ask_is_not_run(login_with: LoginWith, plugin: Plugin) -> None:
    """The kubeconfig says so."""
    error = await refusal(login_with(plugin.write("answer(token='admin')"), interactiveMode="Always"))
    assert error.title == "login plugin get-token wants to ask for something"
    assert not (plugin.folder / "runs").exists()


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("print('token: admin')", "did not answer with an ExecCredential"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe{')", "did not answer with an ExecCredential"),
        ("print('{\"apiVersion\": 1}')", "did not answer with an ExecCredential"),
        ("sys.stdout.write('x' * 5_000_000)", "did not answer with an ExecCredential"),
        ("info['apiVersion'] = 'client.authentication.k8s.io/v1alpha1'; answer(token='a')", "answered for another"),
        ("answer()", "answered with neither token nor certificate"),
        ("answer(clientCertificateData='x')", "answered with neither token nor certificate"),
        ("answer(token='two\\r\\nlines')", "answered with a token that holds characters"),
        ("sys.exit(3)", "failed with exit code 3"),
        ("os.kill(os.getpid(), 9)", "failed with exit code -9"),
    ],
)
async def test_junk_is_told(login_with: LoginWith, plugin: Plugin, body: str, title: str) -> None:
    """What is wrong with it, and what to do."""
    error = await refusal(login_with(plugin.write(body)))
    assert error.title.startswith(f"login plugin get-token {title}")
    assert "by hand" in error.detail or "kubeconfig" in error.detail


async def test_its_words_are_harmless_and_without_secrets(login_with: LoginWith, plugin: Plugin) -> None:
    """Some print the token they failed with."""
    token = base64.b64encode(b"a very secret token of an account").decode()
    error = await refusal(
        login_with(plugin.write(f"sys.exit('\\x1b[31mno\\u202e entry [/x] for {token} ' + 'y ' * 5000)"))
    )
    assert error.detail.startswith("[31mno entry [/x] for … y y")
    assert len(error.detail) <= 300


@pytest.mark.parametrize("version", ["client.authentication.k8s.io/v1alpha1", "", "v1"])
def test_an_old_version_is_told_before_the_screen_opens(login_with: LoginWith, version: str) -> None:
    """kubectl, too, gave it up; the tool that wrote the kubeconfig is to be updated."""
    with pytest.raises(ConfigError, match="has apiVersion") as raised:
        login_with("aws", version)
    assert "update the tool" in raised.value.detail


async def test_a_token_it_prints_never_shows(login_with: LoginWith, plugin: Plugin) -> None:
    """In no repr of what holds it."""
    login = login_with(plugin.write("answer(token='tok-5f3a')"))
    credential = await login.credentials.current()
    assert credential.authorization == "Bearer tok-5f3a"
    for held in (login, credential, login.credentials):
        assert "tok-5f3a" not in f"{held!r} {held!s}"
