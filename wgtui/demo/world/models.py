"""What a crowd is drawn after: one cluster and one application in each of their states, made as those of the world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from wgtui.demo.served import ServedKinds
from wgtui.demo.world.actors import ApplicationActor, ClusterActor, SourceActor
from wgtui.demo.world.blueprint import Blueprint, Bootstrap, ClusterState, Flavour, Infrastructure, Pool
from wgtui.demo.world.catalogue import MANAGEMENT
from wgtui.demo.world.delivery import Application, ApplicationState, Health, Source, SourceState
from wgtui.demo.world.draft import Placed
from wgtui.demo.world.stencil import CREATED, NAME, NAMESPACE, SINCE, Stencil
from wgtui.demo.world.writer import created

REGIONS = ("eu-central-1", "eu-west-1", "us-east-1", "us-west-2")


class Model(NamedTuple):
    """`share` is how many in a thousand are drawn after it; `young` is one that has just been asked for."""

    share: int
    stencils: tuple[Stencil, ...]
    young: bool = False


class Family(NamedTuple):
    """Models of one sort: the first is the usual one, `trouble` what it becomes for a while."""

    models: tuple[Model, ...]
    trouble: Model


def cluster_families(kinds: ServedKinds, seed: int, url: str) -> tuple[Family, ...]:
    """Three of four clusters are on EKS; every family is another region. `url` is where their API servers are."""
    flavours = (_eks(REGIONS[0]), _eks(REGIONS[1]), _kubeadm(REGIONS[2]), _eks(REGIONS[3]))
    return tuple(_cluster_family(kinds, seed, url, *flavour) for flavour in flavours)


def _eks(region: str) -> tuple[Blueprint, ClusterState]:
    pool = Pool("ng-0", 3, "m6i.xlarge", managed=True)
    return _blueprint(Flavour.EKS, region, pool), ClusterState(control_plane="r", workers=("rrr",))


def _kubeadm(region: str) -> tuple[Blueprint, ClusterState]:
    return _blueprint(Flavour.KUBEADM, region, Pool("md-0", 2)), ClusterState(control_plane="r", workers=("rr",))


def _blueprint(flavour: Flavour, region: str, pool: Pool) -> Blueprint:
    labels = {"environment": "prod", "team": NAMESPACE, "weave.works/capi": "bootstrap"}
    return Blueprint(NAMESPACE, NAME, flavour, region, "v1.34.2", (pool,), 1, labels=labels, bootstrap_config="flux")


def _cluster_family(kinds: ServedKinds, seed: int, url: str, blueprint: Blueprint, well: ClusterState) -> Family:
    well = replace(well, bootstrap=Bootstrap.DONE)
    workers = well.workers[0]
    trouble = replace(well, workers=(workers[:-1] + "u",))
    coming = replace(well, workers=("p" * len(workers),), connected=None, bootstrap=Bootstrap.WAITING)

    def model(share: int, state: ClusterState, young: bool = False) -> Model:
        actor = ClusterActor(blueprint, state, seed, CREATED, SINCE, lambda _: url)
        return Model(share, _stencils(kinds, actor.objects()), young)

    return Family(
        (
            model(955, well),
            model(12, trouble),
            model(8, replace(well, connected=False)),
            model(6, replace(well, paused=True)),
            model(6, replace(well, bootstrap=Bootstrap.FAILED)),
            model(5, replace(coming, infrastructure=Infrastructure.CREATING, control_plane=""), young=True),
            model(4, replace(coming, infrastructure=Infrastructure.LIMITED, control_plane=""), young=True),
            model(4, replace(well, deleting=True, workers=("d" * len(workers),))),
        ),
        model(0, trouble),
    )


APPS = Source(MANAGEMENT, "GitRepository", NAMESPACE, NAME, {"url": "https://github.com/acme/apps", "timeout": "60s"})
CHARTS = Source(
    MANAGEMENT,
    "OCIRepository",
    NAMESPACE,
    NAME,
    {"url": "oci://ghcr.io/acme/charts/service", "ref": {"semver": "2.x"}},
    interval="5m0s",
    version="2.4.0",
)


def source_model(kinds: ServedKinds, seed: int, name: str) -> Model:
    """`apps`, which Kustomizations use, or `charts`, which HelmReleases use."""
    source = replace(APPS if name == "apps" else CHARTS, name=name)
    return Model(1000, _stencils(kinds, SourceActor(source, SourceState(), seed, CREATED, SINCE).objects()))


def application_families(kinds: ServedKinds, seed: int) -> tuple[Family, ...]:
    """Of five applications three are Kustomizations."""
    apps, charts = replace(APPS, name="apps"), replace(CHARTS, name="charts")
    built = Application(MANAGEMENT, NAMESPACE, NAME, apps.ref, f"./{NAME}", objects=_inventory())
    released = Application(MANAGEMENT, NAMESPACE, NAME, charts.ref, chart="service", chart_version="2.4.0")
    kustomizations = _application_family(kinds, seed, built, apps, Health.UNHEALTHY)
    releases = _application_family(kinds, seed, released, charts, Health.UPGRADE_FAILED)
    return kustomizations, releases, kustomizations, releases, kustomizations


def _inventory() -> tuple[tuple[str, str], ...]:
    kinds = ("_ConfigMap", "_Service", "apps_Deployment")
    return tuple((f"{NAMESPACE}_{NAME}_{kind}", "v1") for kind in kinds)


def _application_family(
    kinds: ServedKinds, seed: int, application: Application, source: Source, failing: Health
) -> Family:
    def model(share: int, state: ApplicationState, young: bool = False) -> Model:
        actor = ApplicationActor(application, state, seed, CREATED, SINCE, source)
        return Model(share, _stencils(kinds, actor.objects()), young)

    return Family(
        (
            model(955, ApplicationState()),
            model(15, ApplicationState(failing)),
            model(10, ApplicationState(Health.PROGRESSING), young=True),
            model(15, ApplicationState(suspended=True, suspended_by="ops@acme.example", suspended_comment="frozen")),
            model(5, ApplicationState(behind=True)),
        ),
        model(0, ApplicationState(Health.PROGRESSING)),
    )


def _stencils(kinds: ServedKinds, objects: Iterable[Placed]) -> tuple[Stencil, ...]:
    return tuple(_on_management(kinds, objects))


def _on_management(kinds: ServedKinds, objects: Iterable[Placed]) -> Iterator[Stencil]:
    for server, body in objects:
        if server == MANAGEMENT:
            kind = kinds.of_object(body["apiVersion"], body["kind"])
            model = created(body)
            if kind.custom or "spec" in model:
                model["metadata"].setdefault("generation", 1)
            yield Stencil(kind, model)
