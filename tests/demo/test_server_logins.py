"""Who asks: certificates, tokens, groups, acting as others, over TLS."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest

from tests.demo.served import CONFIG_MAPS, Json, asking, config_map
from tests.raw import Raw, raw
from wgtui.demo.access import Identity, Rule
from wgtui.demo.server import MANAGEMENT, DemoServer
from wgtui.kube.login import Credential, FixedCredentials, Login
from wgtui.kube.tls import ClientCertificate, Trust

WHO_AM_I: Json = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}


@pytest.fixture
async def secure() -> AsyncIterator[DemoServer]:
    """Speaks TLS; signs certificates of users."""
    server = DemoServer(tls=True)
    await server.start()
    yield server
    await server.stop()


def certified(server: DemoServer, user: str, *groups: str) -> Login:
    assert server.authority is not None
    chain, key = server.authority.client(Identity(user, groups))
    credential = Credential(certificate=ClientCertificate(chain.decode(), key.decode(), user))
    trust = Trust(server.authority.pem.decode())
    return Login(MANAGEMENT, server.url(), trust=trust, credentials=FixedCredentials(credential))


async def who(user: Raw, **headers: str) -> Json:
    answer = await user.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", WHO_AM_I, headers=headers)
    found: Json = answer.json["status"]["userInfo"]
    return found


async def test_a_certificate_names_user_and_groups(secure: DemoServer) -> None:
    """Common name and organizations."""
    async with raw(certified(secure, "ada", "developers", "oncall")) as ada:
        found = await who(ada)
    assert found["username"] == "ada"
    assert sorted(found["groups"]) == ["developers", "oncall", "system:authenticated"]


async def test_rules_of_a_group_hold_for_its_members(secure: DemoServer) -> None:
    """And for nobody else."""
    secure.rules.grants["developers"] = (Rule(("list",), ("configmaps",), ("",)),)
    async with raw(certified(secure, "ada", "developers")) as ada, raw(certified(secure, "bob")) as bob:
        assert (await ada.get(CONFIG_MAPS)).status == 200
        assert (await bob.get(CONFIG_MAPS)).status == 403


async def test_masters_may_do_everything(secure: DemoServer) -> None:
    """Whatever they are called."""
    async with raw(certified(secure, "root", "system:masters")) as root:
        assert (await root.post(CONFIG_MAPS, config_map("a"))).status == 201


async def test_one_acts_as_another_with_groups(server: DemoServer) -> None:
    """The server takes them for whom they act as."""
    async with asking(server) as admin:
        found = await who(admin, **{"Impersonate-User": "ada", "Impersonate-Group": "developers"})
    assert (found["username"], sorted(found["groups"])) == ("ada", ["developers", "system:authenticated"])


async def test_groups_without_a_user_are_an_error(server: DemoServer) -> None:
    """Nobody to act as."""
    async with asking(server) as admin:
        answer = await admin.get(CONFIG_MAPS, headers={"Impersonate-Group": "developers"})
    assert (answer.status, answer.json["reason"]) == (500, "InternalError")


async def test_rules_change_while_the_server_runs(server: DemoServer) -> None:
    """The next request knows; a token that is taken away is refused."""
    server.rules.add("dev")
    async with asking(server, "dev") as dev:
        assert (await dev.get(CONFIG_MAPS)).status == 403
        server.rules.add("dev", Rule(("list",), ("configmaps",), ("",), namespaces=("default",)))
        assert (await dev.get(CONFIG_MAPS)).status == 200
        assert (await dev.get("/api/v1/configmaps")).status == 403
        del server.rules.tokens["dev"]
        assert (await dev.get(CONFIG_MAPS)).status == 401


async def test_a_right_may_be_for_a_subresource_alone(server: DemoServer) -> None:
    """Logs without pods, status without spec."""
    server.clusters[MANAGEMENT].put(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "a", "namespace": "default"},
            "spec": {"containers": [{"name": "c"}]},
        }
    )
    server.rules.add("dev", Rule(("get",), ("pods/log",), ("",)))
    async with asking(server, "dev") as dev:
        assert (await dev.get("/api/v1/namespaces/default/pods/a/log")).status == 200
        refused = await dev.get("/api/v1/namespaces/default/pods/a")
    assert refused.message == (
        'pods "a" is forbidden: User "dev" cannot get resource "pods" in API group "" in the namespace "default"'
    )


async def test_everybody_reads_health_and_version(server: DemoServer) -> None:
    """Without a token too; discovery needs one."""
    async with asking(server, "") as anybody:
        assert (await anybody.get("/readyz")).text == "ok"
        assert (await anybody.get("/version")).json["gitVersion"] == "v1.35.0"
        refused = await anybody.get("/apis")
    assert refused.message == 'forbidden: User "system:anonymous" cannot get path "/apis"'


async def test_a_body_of_more_than_three_megabytes_is_refused(server: DemoServer) -> None:
    """As the real server does."""
    async with asking(server) as admin:
        body = BytesIO(json.dumps(config_map("a", text="x" * 3_200_000)).encode())
        answer = await admin.post(CONFIG_MAPS, body)
    assert (answer.status, answer.message) == (413, "Request entity too large: limit is 3145728")
