"""What the user may not do is greyed out with the reason, before it is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.pilot.dashboard import Dashboard, dashboard
from tests.pilot.objects import kustomization
from wgtui.demo.access import Rule
from wgtui.demo.faults import Refuse
from wgtui.demo.server import DemoServer
from wgtui.keys import KEYS

WATCH = ("list", "watch")
WIDE = (220, 30)
"""So that every key is in the footer."""

REVIEWS = "selfsubjectaccessreviews.authorization.k8s.io"


@pytest.fixture
def apps(server: DemoServer) -> DemoServer:
    """`looker` may see Kustomizations in lists, and read them whole and their events in team-a only."""
    storage = server.clusters["management"]
    storage.put(kustomization("alpha"))
    storage.put(kustomization("omega", "team-a"))
    server.rules.add(
        "looker",
        Rule(WATCH, ("kustomizations", "helmreleases")),
        Rule(("get",), ("kustomizations",), namespaces=("team-a",)),
        Rule(WATCH, ("events",), namespaces=("team-a",)),
    )
    return server


async def at_alpha(seen: Dashboard) -> None:
    await seen.sees("alpha", "omega", "live", "(y YAML)", "(E events)")


async def test_the_footer_tells_what_may_not_be_done_here(apps: DemoServer, tmp_path: Path) -> None:
    """For the row under the cursor: rights differ by namespace."""
    async with dashboard(apps, tmp_path, token="looker", screen="applications", size=WIDE) as seen:
        await at_alpha(seen)
        await seen.press("j")
        await seen.sees("y YAML", "E events")
        await seen.sees_no("(y YAML)", "(E events)")


async def test_a_key_that_may_not_be_used_says_why(apps: DemoServer, tmp_path: Path) -> None:
    """And does nothing."""
    async with dashboard(apps, tmp_path, token="looker", screen="applications", size=WIDE) as seen:
        await at_alpha(seen)
        await seen.press("y")
        await seen.sees("YAML: not allowed", "you may not get kustomizations", "namespace flux-system")
        assert "Applications ›" not in seen.text


async def test_help_and_palette_say_why_too(apps: DemoServer, tmp_path: Path) -> None:
    """In place of what the key would do."""
    async with dashboard(apps, tmp_path, token="looker", screen="applications", size=(220, 60)) as seen:
        await at_alpha(seen)
        await seen.press("question_mark")
        await seen.sees("The whole object", "you may not get kustomizations")
        await seen.press("escape", "colon")
        await seen.type("the whole obj")
        await seen.sees("The whole object", "you may not get")
        await seen.press("enter")
        await seen.sees("Go to")


async def test_who_may_do_everything_is_asked_for_once_for_all_rows(apps: DemoServer, tmp_path: Path) -> None:
    """Not once for each row the cursor passes."""
    async with dashboard(apps, tmp_path, screen="applications", size=(140, 30)) as seen:
        await seen.sees("alpha", "live", "y YAML")
        for _ in range(6):
            await seen.press("j", "k")
        await seen.sees_no("(y YAML)")
        needed = {(key.verb, key.on) for key in KEYS if key.verb}
        assert len(apps.requests.of("create", resource=REVIEWS)) == len(needed)


async def test_where_rights_cannot_be_asked_for_nothing_is_greyed_out(apps: DemoServer, tmp_path: Path) -> None:
    """The act itself will tell."""
    refused = apps.faults.add(Refuse(500), resource=REVIEWS)
    async with dashboard(apps, tmp_path, token="looker", screen="applications", size=WIDE) as seen:
        await seen.sees("alpha", "live", "y YAML")
        await eventually(lambda: refused.met > 0)
        await seen.press("y")
        await seen.sees("Applications › flux-system/alpha", "forbidden")
        assert "(y YAML)" not in seen.text


async def test_a_denied_kind_does_not_end_the_dashboard_where_rights_cannot_be_asked_for(
    apps: DemoServer, tmp_path: Path
) -> None:
    """It is denied, and asked for again."""
    apps.faults.add(Refuse(500), resource=REVIEWS)
    async with dashboard(apps, tmp_path, token="nobody", screen="applications") as seen:
        await seen.sees("you may not read applications", "denied: helmreleases, kustomizations")
