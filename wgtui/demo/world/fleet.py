"""The clusters of the demo: who they are, and in which state each is when the world begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wgtui.demo.world.blueprint import (
    Answers,
    Blueprint,
    Bootstrap,
    ClusterState,
    Flavour,
    Infrastructure,
    Pool,
)

LONG_AGO = timedelta(days=400)
"""Settled soon after creation."""

BOOTSTRAP = {"weave.works/capi": "bootstrap"}


@dataclass(frozen=True, slots=True)
class Member:
    """`since` is how long ago it came into its state."""

    blueprint: Blueprint
    state: ClusterState
    since: timedelta = LONG_AGO


def _labels(environment: str, team: str) -> dict[str, str]:
    return {"environment": environment, "team": team} | BOOTSTRAP


CLUSTERS: tuple[Member, ...] = (
    Member(
        Blueprint(
            "fleet-prod",
            "payments-eu",
            Flavour.EKS,
            "eu-central-1",
            "v1.34.1",
            (Pool("ng-0", 4, "m6i.xlarge", managed=True), Pool("batch", 2, "c6i.2xlarge")),
            age=timedelta(days=212, hours=5),
            labels=_labels("prod", "payments"),
            fargate=(("jobs", "jobs"),),
            bootstrap_config="flux",
        ),
        ClusterState(control_plane="r", workers=("rrrr", "rr"), bootstrap=Bootstrap.DONE),
    ),
    Member(
        Blueprint(
            "fleet-prod",
            "storefront-eu",
            Flavour.KUBEADM,
            "eu-west-1",
            "v1.34.2",
            (Pool("md-0", 3), Pool("gpu", 2, "g5.xlarge", spot=True)),
            age=timedelta(days=97, hours=2),
            labels=_labels("prod", "storefront"),
            health_check=True,
            bastion=True,
            bootstrap_config="flux",
        ),
        ClusterState(workers=("rrr", "rr"), bootstrap=Bootstrap.DONE),
    ),
    Member(
        Blueprint(
            "fleet-prod",
            "storefront-us",
            Flavour.KUBEADM,
            "us-east-1",
            "v1.34.2",
            (Pool("md-0", 4),),
            age=timedelta(days=96, hours=20),
            labels=_labels("prod", "storefront"),
            health_check=True,
            bootstrap_config="flux",
        ),
        ClusterState(workers=("rrru_",), bootstrap=Bootstrap.DONE),
        timedelta(minutes=6),
    ),
    Member(
        Blueprint(
            "fleet-prod",
            "ledger",
            Flavour.KUBEADM,
            "eu-central-1",
            "v1.33.5",
            (Pool("md-0", 3, "r6i.large"),),
            age=timedelta(days=301),
            labels=_labels("prod", "payments"),
            answers=Answers.SILENCE,
            bootstrap_config="flux",
        ),
        ClusterState(workers=("rrr",), connected=False, bootstrap=Bootstrap.DONE),
        timedelta(minutes=41),
    ),
    Member(
        Blueprint(
            "fleet-staging",
            "checkout",
            Flavour.KUBEADM,
            "eu-west-1",
            "v1.33.5",
            (Pool("md-0", 2),),
            control_plane=1,
            age=timedelta(days=61),
            labels=_labels("staging", "storefront"),
            bootstrap_config="flux",
        ),
        ClusterState(
            control_plane="r_",
            workers=("oo_",),
            bootstrap=Bootstrap.DONE,
            version="v1.34.2",
            rolling_from="v1.33.5",
            template=1,
        ),
        timedelta(minutes=3),
    ),
    Member(
        Blueprint(
            "fleet-staging",
            "search",
            Flavour.EKS,
            "eu-central-1",
            "v1.34.1",
            (Pool("ng-0", 3, "m6i.xlarge", managed=True),),
            age=timedelta(minutes=7),
            labels=_labels("staging", "search"),
            bootstrap_config="flux",
        ),
        ClusterState(control_plane="c", workers=("ppp",), connected=None, bootstrap=Bootstrap.WAITING),
        timedelta(minutes=4),
    ),
    Member(
        Blueprint(
            "fleet-staging",
            "reports",
            Flavour.KUBEADM,
            "eu-west-1",
            "v1.34.2",
            (Pool("md-0", 2),),
            age=timedelta(minutes=2),
            labels=_labels("staging", "analytics"),
            bootstrap_config="flux",
        ),
        ClusterState(
            infrastructure=Infrastructure.CREATING,
            control_plane="",
            workers=("pp",),
            connected=None,
            bootstrap=Bootstrap.WAITING,
        ),
        timedelta(seconds=100),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "sandbox",
            Flavour.KUBEADM,
            "eu-central-1",
            "v1.34.2",
            (Pool("md-0", 1, "t3.large"),),
            control_plane=1,
            age=timedelta(minutes=19),
            labels=_labels("dev", "platform"),
            identity="AWSClusterStaticIdentity/sandbox-account",
            bootstrap_config="flux",
        ),
        ClusterState(control_plane="r", workers=("r",), bootstrap=Bootstrap.RUNNING),
        timedelta(seconds=70),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "ml",
            Flavour.EKS,
            "us-west-2",
            "v1.34.1",
            (Pool("ng-0", 2, "g5.2xlarge", managed=True),),
            age=timedelta(hours=3),
            labels=_labels("dev", "research"),
            degraded_addon="coredns",
            bootstrap_config="flux",
        ),
        ClusterState(control_plane="r", workers=("rr",), bootstrap=Bootstrap.FAILED),
        timedelta(hours=2, minutes=20),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "render",
            Flavour.KUBEADM,
            "us-east-1",
            "v1.34.2",
            (Pool("gpu", 2, "g5.xlarge"),),
            control_plane=1,
            age=timedelta(days=2, hours=4),
            labels=_labels("dev", "research"),
            bootstrap_config="flux",
        ),
        ClusterState(control_plane="r", workers=("rf",), bootstrap=Bootstrap.DONE),
        timedelta(minutes=36),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "preview",
            Flavour.KUBEADM,
            "us-east-1",
            "v1.34.2",
            (Pool("md-0", 2, "t3.large"),),
            control_plane=1,
            age=timedelta(minutes=50),
            labels=_labels("dev", "storefront"),
            bootstrap_config="flux",
        ),
        ClusterState(
            infrastructure=Infrastructure.LIMITED,
            control_plane="",
            workers=("pp",),
            connected=None,
            bootstrap=Bootstrap.WAITING,
        ),
        timedelta(minutes=49),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "legacy",
            Flavour.KUBEADM,
            "eu-west-1",
            "v1.32.9",
            (Pool("md-0", 2, "t3.large"),),
            control_plane=1,
            age=timedelta(days=390),
            labels={"environment": "dev", "team": "platform"},
        ),
        ClusterState(control_plane="r", workers=("rr",), paused=True, behind=True),
        timedelta(days=2),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "load-test",
            Flavour.KUBEADM,
            "eu-central-1",
            "v1.34.2",
            (Pool("md-0", 3, "c6i.2xlarge"),),
            control_plane=1,
            age=timedelta(days=6),
            labels=_labels("dev", "platform"),
            bootstrap_config="flux",
        ),
        ClusterState(control_plane="r", workers=("ddd",), bootstrap=Bootstrap.DONE, deleting=True),
        timedelta(minutes=5),
    ),
    Member(
        Blueprint(
            "fleet-dev",
            "orphan",
            Flavour.KUBEADM,
            "eu-central-1",
            "v1.33.5",
            (Pool("md-0", 1, "t3.large"),),
            control_plane=1,
            age=timedelta(days=33),
            labels={"environment": "dev"},
            gitops=False,
        ),
        ClusterState(control_plane="r", workers=("r",)),
    ),
)

JOINED = "warehouse-12"
"""A cluster joined by a kubeconfig Secret alone, in namespace edge."""

LAB = "lab"
"""Another management cluster, an old one, in the kubeconfig beside the first."""

LAB_CLUSTERS: tuple[Member, ...] = (
    Member(
        Blueprint(
            "lab",
            "proving-ground",
            Flavour.KUBEADM,
            "eu-west-1",
            "v1.31.13",
            (Pool("md-0", 3),),
            age=timedelta(days=371),
            labels={"environment": "lab", "team": "platform"},
            server=LAB,
        ),
        ClusterState(workers=("rru",)),
        timedelta(minutes=17),
    ),
    Member(
        Blueprint(
            "lab",
            "eks-trial",
            Flavour.EKS,
            "eu-central-1",
            "v1.31.13",
            (Pool("ng-0", 2, managed=True),),
            age=timedelta(days=120),
            labels={"environment": "lab", "team": "platform"},
            server=LAB,
        ),
        ClusterState(control_plane="r", workers=("rr",)),
    ),
    Member(
        Blueprint(
            "lab",
            "canary",
            Flavour.KUBEADM,
            "eu-west-1",
            "v1.32.9",
            (Pool("md-0", 2),),
            control_plane=1,
            age=timedelta(minutes=9),
            labels={"environment": "lab", "team": "platform"},
            server=LAB,
        ),
        ClusterState(control_plane="r", workers=("rb",), bootstrap=Bootstrap.WAITING),
        timedelta(minutes=2),
    ),
)

LEAVES = (
    *(member.blueprint.name for member in (*CLUSTERS, *LAB_CLUSTERS) if member.blueprint.answers is Answers.API),
    JOINED,
)
"""Every cluster that has, or will have, an API server of its own."""
