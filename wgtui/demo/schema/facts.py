"""What is known of the fields of served custom kinds, by path: types, choices, what must be there, how lists merge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wgtui.demo.schema.structure import LIST_KEYS, PRESERVE

Fact = Mapping[str, Any]
Facts = Mapping[str, Fact]

KEYED_CONDITIONS = frozenset(
    f"{group}cluster.x-k8s.io" for group in ("", "addons.", "bootstrap.", "controlplane.", "ipam.", "runtime.")
)
"""Groups of Cluster API, whose conditions merge by type."""

STRING: Fact = {"type": "string"}
BOOLEAN: Fact = {"type": "boolean"}
INTEGER: Fact = {"type": "integer", "format": "int32"}
DURATION: Fact = {"type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"}
CLOSED: Fact = {"type": "object", PRESERVE: False}


def _one_of(*choices: str) -> Fact:
    return {"type": "string", "enum": list(choices)}


def _keys(*names: str) -> Fact:
    return {LIST_KEYS: list(names)}


_RULES = (
    ("(has(self.secretRef) || has(self.capiClusterRef))", "must provide a secretRef or capiClusterRef"),
    ("!(has(self.secretRef) && has(self.capiClusterRef))", "cannot provide both capiClusterRef and secretRef"),
)

_CONDITIONS: Facts = {
    "status.conditions[].type!": STRING,
    "status.conditions[].status!": _one_of("True", "False", "Unknown"),
    "status.conditions[].reason!": STRING,
    "status.conditions[].message!": STRING,
    "status.conditions[].lastTransitionTime!": {"type": "string", "format": "date-time"},
    "status.conditions[].observedGeneration": {"type": "integer", "format": "int64", "minimum": 0},
}

_SOURCE: Facts = {
    "spec.interval!": DURATION,
    "spec.timeout": {"type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m))+$"},
    "spec.suspend": BOOLEAN,
    "spec.secretRef.name!": STRING,
    "status.observedGeneration": {"type": "integer", "format": "int64"},
    **_CONDITIONS,
}

_CLUSTER_NAME: Facts = {"spec.clusterName!": {"type": "string", "minLength": 1, "maxLength": 63}}

_MACHINE: Facts = {
    **_CLUSTER_NAME,
    "spec.readinessGates[]": _keys("conditionType"),
    "spec.taints[]": _keys("key", "effect"),
}

_MACHINES: Facts = {
    **_CLUSTER_NAME,
    "spec.replicas": INTEGER,
    "spec.selector!": {"type": "object"},
    "spec.template!.spec!.clusterName!": {"type": "string", "minLength": 1, "maxLength": 63},
    "spec.template.spec.readinessGates[]": _keys("conditionType"),
    "spec.template.spec.taints[]": _keys("key", "effect"),
    "status.versions[]": _keys("version"),
}

FACTS: dict[str, Facts] = {
    "gitopsclusters.gitops.weave.works": {
        "spec": {**CLOSED, "x-kubernetes-validations": [{"rule": rule, "message": text} for rule, text in _RULES]},
        "spec.secretRef": CLOSED,
        "spec.secretRef.name!": STRING,
        "spec.capiClusterRef": CLOSED,
        "spec.capiClusterRef.name!": STRING,
        **_CONDITIONS,
    },
    "clusterbootstrapconfigs.capi.weave.works": {
        "spec.clusterSelector!": {"type": "object"},
        "spec.jobTemplate!.spec!.containers![].name!": STRING,
        "spec.jobTemplate.generateName!": STRING,
        "spec.requireClusterReady": BOOLEAN,
        "spec.requireClusterProvisioned": BOOLEAN,
    },
    "clusters.cluster.x-k8s.io": {
        "spec.paused": BOOLEAN,
        "spec.availabilityGates[]": _keys("conditionType"),
        "spec.topology.version!": STRING,
        "spec.topology.variables[]": _keys("name"),
        "spec.topology.workers.machineDeployments[]": _keys("name"),
        "spec.topology.workers.machineDeployments[].class!": STRING,
        "spec.topology.workers.machineDeployments[].name!": STRING,
        "spec.topology.workers.machineDeployments[].replicas": INTEGER,
        "spec.topology.workers.machinePools[]": _keys("name"),
        "spec.topology.controlPlane.replicas": INTEGER,
    },
    "clusters.cluster.x-k8s.io/v1beta2": {"status.failureDomains[]": _keys("name")},
    "machines.cluster.x-k8s.io": _MACHINE,
    "machinesets.cluster.x-k8s.io": _MACHINES,
    "machinedeployments.cluster.x-k8s.io": _MACHINES,
    "machinepools.cluster.x-k8s.io": {
        key: value for key, value in _MACHINES.items() if not key.startswith("spec.selector")
    },
    "machinehealthchecks.cluster.x-k8s.io": _CLUSTER_NAME,
    "kubeadmcontrolplanes.controlplane.cluster.x-k8s.io": {
        "spec.replicas": INTEGER,
        "spec.version!": {"type": "string", "minLength": 1},
        "spec.kubeadmConfigSpec!": {"type": "object"},
        "spec.machineTemplate!": {"type": "object"},
        "status.versions[]": _keys("version"),
    },
    "awsclusters.infrastructure.cluster.x-k8s.io": {"spec.region": STRING, "spec.network.subnets[]": _keys("id")},
    "awsmanagedcontrolplanes.controlplane.cluster.x-k8s.io": {
        "spec.region": STRING,
        "spec.version": {"type": "string", "minLength": 2, "pattern": r"^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.?.*$"},
        "spec.network.subnets[]": _keys("id"),
    },
    "kustomizations.kustomize.toolkit.fluxcd.io": {
        "spec.interval!": DURATION,
        "spec.path": STRING,
        "spec.prune!": BOOLEAN,
        "spec.suspend": BOOLEAN,
        "spec.wait": BOOLEAN,
        "spec.force": {"type": "boolean", "default": False},
        "spec.timeout": DURATION,
        "spec.retryInterval": DURATION,
        "spec.targetNamespace": {"type": "string", "minLength": 1, "maxLength": 63},
        "spec.sourceRef!.kind!": _one_of("OCIRepository", "GitRepository", "Bucket", "ExternalArtifact"),
        "spec.sourceRef.name!": STRING,
        "spec.dependsOn[].name!": STRING,
        **_CONDITIONS,
    },
    "helmreleases.helm.toolkit.fluxcd.io": {
        "spec.interval!": DURATION,
        "spec.suspend": BOOLEAN,
        "spec.timeout": DURATION,
        "spec.releaseName": {"type": "string", "minLength": 1, "maxLength": 53},
        "spec.chart.spec!.chart!": STRING,
        "spec.chart.spec.version": {"type": "string", "default": "*"},
        "spec.chart.spec.sourceRef!.kind": _one_of("HelmRepository", "GitRepository", "Bucket"),
        "spec.chart.spec.sourceRef.name!": {"type": "string", "minLength": 1, "maxLength": 253},
        "spec.dependsOn[].name!": STRING,
        **_CONDITIONS,
    },
    "gitrepositories.source.toolkit.fluxcd.io": {
        **_SOURCE,
        "spec.url!": {"type": "string", "pattern": "^(http|https|ssh)://.*$"},
        "spec.timeout": {"type": "string", "default": "60s", "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m))+$"},
    },
    "ocirepositories.source.toolkit.fluxcd.io": {**_SOURCE, "spec.url!": {"type": "string", "pattern": "^oci://.*$"}},
    "buckets.source.toolkit.fluxcd.io": {**_SOURCE, "spec.bucketName!": STRING, "spec.endpoint!": STRING},
    "helmcharts.source.toolkit.fluxcd.io": {
        **{key: value for key, value in _SOURCE.items() if not key.startswith(("spec.timeout", "spec.secretRef"))},
        "spec.chart!": STRING,
        "spec.sourceRef!.kind!": _one_of("HelmRepository", "GitRepository", "Bucket"),
        "spec.sourceRef.name!": STRING,
        "spec.version": {"type": "string", "default": "*"},
    },
    "helmrepositories.source.toolkit.fluxcd.io": {
        **{key: value for key, value in _SOURCE.items() if key != "spec.interval!"},
        "spec.interval": DURATION,
        "spec.url!": {"type": "string", "pattern": "^(http|https|oci)://.*$"},
        "spec.type": _one_of("default", "oci"),
    },
    "receivers.notification.toolkit.fluxcd.io": {"spec.oidcProviders[]": _keys("issuerURL")},
    "extensionconfigs.runtime.cluster.x-k8s.io": {"status.handlers[]": _keys("name")},
}
