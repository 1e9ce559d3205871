"""The script of the demo: what happens to whom, after how many seconds. Each story goes round for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wgtui.demo.world.blueprint import Blueprint, Bootstrap, Infrastructure
from wgtui.demo.world.delivery import Fault, Health
from wgtui.demo.world.fleet import CLUSTERS, JOINED, LAB, LEAVES
from wgtui.demo.world.lifecycles import asked_for, bootstrapping, coming_up, going_down, growing, replaced
from wgtui.demo.world.stories import NEXT, TAKE, Step, Story, then

BLUEPRINTS = {f"{member.blueprint.namespace}/{member.blueprint.name}": member.blueprint for member in CLUSTERS}

SHOP = "management:GitRepository/shop/shop"
FLEET = "management:GitRepository/flux-system/flux-system"
CHARTS = "management:HelmRepository/flux-system/acme-charts"
PODINFO = "management:OCIRepository/shop/podinfo"


def kustomization(name: str, server: str = "management") -> str:
    return f"{server}:Kustomization/{name}"


def release(name: str) -> str:
    return f"management:HelmRelease/{name}"


# Clusters


def short_lived(key: str, begun: Iterable[Step], calm: float) -> Story:
    """Comes up, is used for a while, is deleted, is asked for again; `begun` leads from its first state to ready."""
    blueprint = BLUEPRINTS[key]
    again = [then(calm), *going_down(blueprint), asked_for(blueprint)]
    return Story(key, (*again, *coming_up(blueprint)), before=tuple(begun))


def eks_control_plane_first(blueprint: Blueprint) -> Iterator[Step]:
    yield then(14, control_plane="r")
    yield from growing(blueprint)


def network_first(blueprint: Blueprint) -> Iterator[Step]:
    yield then(20, infrastructure=Infrastructure.READY, control_plane="p", bootstrap=Bootstrap.WAITING)
    yield then(5, control_plane="c")
    yield then(5, control_plane="b")
    yield then(5, control_plane="r")
    yield from growing(blueprint)


def in_deletion(key: str) -> Story:
    """It is being deleted when the world begins; later it is there again, until it is deleted once more."""
    blueprint = BLUEPRINTS[key]
    begun, *rest = going_down(blueprint)
    return Story(key, (*rest, asked_for(blueprint), *coming_up(blueprint), then(75), begun))


ROLLING_OUT = Story(
    "fleet-staging/checkout",
    (
        *(then(7, workers=(letters,)) for letters in replaced("oo_", (2, 0), (0, 1))),
        then(45, workers=("o_o",), control_plane="o_", rolling_from="", template=NEXT),
        *(then(7, control_plane=letters) for letters in replaced("o_", (1, 0))),
        *(then(7, workers=(letters,)) for letters in replaced("o_o", (1, 0), (0, 2))),
        then(45, workers=("oo_",), control_plane="_o", template=NEXT),
        *(then(7, control_plane=letters) for letters in replaced("_o", (0, 1))),
    ),
)
"""A new version, then new machine images, for ever: a machine more for each, then one less."""

REMEDIATED = Story(
    "fleet-prod/storefront-us",
    (
        then(20, workers=("rrrtp",)),
        *(then(8, workers=(letters,)) for letters in ["rrrtc", "rrr_b", "rrr_r"]),
        then(50, workers=("rrr_u",)),
        then(25, workers=("rrrpt",)),
        *(then(8, workers=(letters,)) for letters in ["rrrct", "rrrb_", "rrrr_"]),
        then(50, workers=("rrru_",)),
    ),
)
"""Each machine that becomes unhealthy is replaced by the health check."""

IN_THE_LAB = Story(
    f"{LAB}/canary",
    (
        then(20, workers=("rr",)),
        then(50, workers=("ru",)),
        then(15, workers=("rt",)),
        *(then(8, workers=(letters,)) for letters in ("r_", "rp", "rc", "rb")),
    ),
)

RAISED_LIMIT = Story(
    "fleet-dev/preview",
    (
        then(180),
        *coming_up(BLUEPRINTS["fleet-dev/preview"]),
        then(60),
        *going_down(BLUEPRINTS["fleet-dev/preview"]),
        asked_for(BLUEPRINTS["fleet-dev/preview"]),
        then(6, infrastructure=Infrastructure.LIMITED, workers=("pp",)),
    ),
)
"""AWS refuses for long; then the limit is raised, until the account is full again."""

PAUSED = Story(
    "fleet-dev/legacy",
    (then(55, paused=False), then(3, behind=False), then(65, paused=True), then(15, behind=True)),
)

NEVER_BOOTSTRAPPED = Story(
    "fleet-dev/ml",
    (then(130, bootstrap=Bootstrap.RUNNING, bootstrap_run=NEXT), then(25, bootstrap=Bootstrap.FAILED)),
)
"""Somebody tries again, in vain."""

FLAKY_LINK = Story(
    f"edge/{JOINED}",
    (then(48, answering=False), then(9, connected=False), then(38, answering=True), then(6, connected=True)),
)

# Applications


def applied(who: str, wait: float = 2.0, takes: float = 6.0) -> tuple[Step, ...]:
    """A new revision is applied, its images roll out, and all is well."""
    return then(wait, who, health=Health.PROGRESSING, commit=TAKE, release=NEXT), then(takes, who, health=Health.READY)


def upgraded(who: str, wait: float = 2.0, takes: float = 7.0) -> tuple[Step, ...]:
    """A new chart version is released."""
    return then(wait, who, health=Health.PROGRESSING, release=NEXT), then(takes, who, health=Health.READY)


CATALOG, FRONTEND = kustomization("shop/catalog"), kustomization("shop/frontend")

DEPLOYED = Story(SHOP, (then(17, commit=NEXT), *applied(kustomization("shop/cart")), then(20)))

FIXED_AND_BROKEN = Story(
    CATALOG,
    (
        then(24, SHOP, commit=NEXT),
        *applied(CATALOG),
        *applied(FRONTEND, wait=3),
        then(40, SHOP, commit=NEXT),
        then(2, health=Health.PROGRESSING, commit=TAKE, release=NEXT),
        then(12, health=Health.UNHEALTHY),
        then(1, FRONTEND, health=Health.WAITING, commit=TAKE),
    ),
)
"""An image that crashes is fixed and broken again; what depends on it waits."""

INDEXED = Story(
    kustomization("shop/search-index"),
    (then(15, health=Health.READY), then(45, health=Health.PROGRESSING, commit=TAKE, release=NEXT)),
)

RESUMED = Story(
    kustomization("shop/payments"),
    (
        then(50, suspended=False),
        *applied(kustomization("shop/payments")),
        then(35, suspended=True),
        then(10),
    ),
)

OVERDUE = Story(
    kustomization("shop/newsletter"),
    (then(33, behind=False), then(50, behind=True)),
)

BUILT = Story(
    kustomization("shop/recommendations"),
    (
        then(62, SHOP, commit=NEXT),
        *applied(kustomization("shop/recommendations")),
        then(70, SHOP, commit=NEXT),
        then(2, health=Health.BUILD_FAILED, commit=TAKE),
    ),
)

DRAGGED_ALONG = Story(
    CHARTS,
    (
        then(58, fault=Fault.NONE, commit=NEXT),
        *upgraded(release("shop/loyalty"), wait=3),
        then(52, fault=Fault.UNREACHABLE, commit=NEXT),
        then(4, release("shop/loyalty"), health=Health.NO_SOURCE),
    ),
)
"""A chart repository that is down takes its release with it."""

CHART_UPGRADED = Story(PODINFO, (then(31, commit=NEXT), *upgraded(release("shop/podinfo")), then(30)))

ROLLED_BACK = Story(
    release("ingress/ingress-nginx"),
    (
        *upgraded(release("ingress/ingress-nginx"), wait=76, takes=9),
        then(60, health=Health.PROGRESSING, release=NEXT),
        then(13, health=Health.UPGRADE_FAILED),
    ),
)

UNHEALTHY_ON_A_LEAF = Story(
    kustomization("flux-system/team", "storefront-us"),
    (then(41, health=Health.PROGRESSING), then(7, health=Health.READY), then(60, health=Health.UNHEALTHY)),
)


def fleet_commit() -> Iterator[Step]:
    """A commit to the fleet's repository: the management cluster applies it, and every leaf after it."""
    yield then(44, commit=NEXT)
    yield then(2, kustomization("flux-system/flux-system"), commit=TAKE)
    yield then(2, kustomization("flux-system/clusters"), commit=TAKE)
    yield from applied(kustomization("flux-system/infrastructure"), takes=4)
    yield then(0, kustomization("fleet-prod/ledger-platform"), commit=TAKE)
    for leaf in (LAB, *LEAVES):
        yield then(1, f"{leaf}:GitRepository/flux-system/flux-system", commit=NEXT)
        for name in ("flux-system", "platform", "team"):
            yield then(1, kustomization(f"flux-system/{name}", leaf), commit=TAKE)


STORIES: tuple[Story, ...] = (
    short_lived("fleet-staging/search", eks_control_plane_first(BLUEPRINTS["fleet-staging/search"]), calm=70),
    short_lived("fleet-staging/reports", network_first(BLUEPRINTS["fleet-staging/reports"]), calm=90),
    short_lived("fleet-dev/sandbox", [*bootstrapping(BLUEPRINTS["fleet-dev/sandbox"])][1:], calm=110),
    in_deletion("fleet-dev/load-test"),
    ROLLING_OUT,
    REMEDIATED,
    IN_THE_LAB,
    RAISED_LIMIT,
    PAUSED,
    NEVER_BOOTSTRAPPED,
    FLAKY_LINK,
    DEPLOYED,
    FIXED_AND_BROKEN,
    INDEXED,
    RESUMED,
    OVERDUE,
    BUILT,
    DRAGGED_ALONG,
    CHART_UPGRADED,
    ROLLED_BACK,
    UNHEALTHY_ON_A_LEAF,
    Story(FLEET, tuple(fleet_commit())),
)
