"""What stands still in the demo: nodes, credentials, templates, bootstrap configurations, notifications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wgtui.demo.world.catalogue import FLUX, MANAGEMENT
from wgtui.demo.world.draft import Draft, Json, Placed
from wgtui.demo.world.fleet import BOOTSTRAP, LAB
from wgtui.demo.world.gitops import bootstrap_config, joined_cluster, secret
from wgtui.demo.world.nodes import STANDING_NODES, standing_nodes
from wgtui.demo.world.system import system_objects
from wgtui.demo.world.templates import templates

FLEET_NAMESPACES = ("fleet-prod", "fleet-staging", "fleet-dev")
INFRASTRUCTURE = "infrastructure.cluster.x-k8s.io/v1beta2"


def scenery(draft: Draft) -> Iterator[Placed]:
    for server, version in ((MANAGEMENT, "v1.34.1-eks-113cf36"), (LAB, "v1.31.13-eks-113cf36")):
        nodes = STANDING_NODES[server]
        yield from (Placed(server, body) for body in standing_nodes(draft, nodes, version))
        yield from (Placed(server, body) for body in system_objects(draft, nodes, version))
    yield from (Placed(MANAGEMENT, body) for body in _identities(draft))
    yield from (Placed(MANAGEMENT, body) for body in templates(draft))
    for namespace in FLEET_NAMESPACES:
        yield from (Placed(MANAGEMENT, body) for body in _bootstrap(replace(draft, namespace=namespace)))
    yield from (Placed(MANAGEMENT, body) for body in _dangling(replace(draft, namespace="edge")))
    yield from (Placed(MANAGEMENT, body) for body in _notifications(replace(draft, namespace=FLUX)))


def _identities(draft: Draft) -> Iterator[Json]:
    everywhere: Json = {"allowedNamespaces": {}}
    role = {
        "roleARN": "arn:aws:iam::111122223333:role/fleet",
        "sourceIdentityRef": {"kind": "AWSClusterControllerIdentity", "name": "default"},
    }
    static = {"secretRef": "sandbox-credentials", "allowedNamespaces": {"list": ["fleet-dev"]}}
    for kind, name, spec in (
        ("AWSClusterControllerIdentity", "default", everywhere),
        ("AWSClusterRoleIdentity", "fleet-account", everywhere | role),
        ("AWSClusterStaticIdentity", "sandbox-account", static),
    ):
        yield draft.object(INFRASTRUCTURE, kind, name, namespaced=False, spec=spec)


def _bootstrap(draft: Draft) -> Iterator[Json]:
    yield bootstrap_config(draft, "flux", BOOTSTRAP)
    yield secret(draft, "registry-pull", ".dockerconfigjson", "{}", type_="kubernetes.io/dockerconfigjson")
    yield draft.object(
        "capi.weave.works/v1alpha1",
        "SecretSync",
        "registry-pull",
        spec={
            "clusterSelector": {"matchLabels": BOOTSTRAP},
            "secretRef": {"name": "registry-pull"},
            "targetNamespace": "platform",
        },
    )


def _dangling(draft: Draft) -> Iterator[Json]:
    """GitopsClusters whose Secret or Cluster is not there."""
    labels = {"environment": "edge", "team": "logistics"}
    message = 'failed to get secret "edge/kiosk-access": Secret "kiosk-access" not found'
    waiting = draft.condition("Ready", False, "WaitingForSecret", message)
    yield joined_cluster(draft, "kiosk", labels, [waiting], secretRef={"name": "kiosk-access"})
    message = 'failed to get CAPI cluster "edge/mirage": Cluster.cluster.x-k8s.io "mirage" not found'
    missing = draft.condition("Ready", False, "WaitingForCAPICluster", message)
    yield joined_cluster(draft, "mirage", labels, [missing], capiClusterRef={"name": "mirage"})


def _notifications(draft: Draft) -> Iterator[Json]:
    yield secret(draft, "slack-url", "address", "https://hooks.slack.com/services/T000/B000/demo")
    yield draft.object(
        "notification.toolkit.fluxcd.io/v1beta3",
        "Provider",
        "slack",
        spec={"type": "slack", "channel": "fleet", "secretRef": {"name": "slack-url"}},
    )
    yield draft.object(
        "notification.toolkit.fluxcd.io/v1beta3",
        "Alert",
        "fleet",
        spec={
            "providerRef": {"name": "slack"},
            "eventSeverity": "error",
            "eventSources": [{"kind": "Kustomization", "name": "*"}, {"kind": "HelmRelease", "name": "*"}],
        },
    )
    yield draft.object(
        "notification.toolkit.fluxcd.io/v1",
        "Receiver",
        "github",
        finalizers=["finalizers.fluxcd.io"],
        spec={
            "type": "github",
            "events": ["ping", "push"],
            "secretRef": {"name": "github-webhook"},
            "resources": [{"kind": "GitRepository", "name": FLUX}],
        },
        status={
            "observedGeneration": 0,
            "webhookPath": f"/hook/{draft.token(64, 'hook')}",
            "conditions": [draft.condition("Ready", True, "Succeeded", "Receiver initialized for path: /hook/")],
        },
    )
