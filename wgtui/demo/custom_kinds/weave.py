"""Weave GitOps: clusters, bootstrap, templates, policies, pipelines, sets."""

from __future__ import annotations

from wgtui.demo.custom_kinds.columns import AGE, READY, STATUS
from wgtui.demo.served import PrinterColumn as Column
from wgtui.demo.served import ServedKind

KINDS = (
    ServedKind("capi.weave.works", "capitemplates", "CAPITemplate", ("v1alpha2", "v1alpha1"), columns=()),
    ServedKind("capi.weave.works", "clusterbootstrapconfigs", "ClusterBootstrapConfig", ("v1alpha1",), columns=()),
    ServedKind("capi.weave.works", "secretsyncs", "SecretSync", ("v1alpha1",), columns=()),
    ServedKind(
        "gitops.weave.works",
        "gitopsclusters",
        "GitopsCluster",
        ("v1alpha1",),
        columns=(
            AGE,
            READY,
            STATUS,
            Column("ClusterConnectivity", '.status.conditions[?(@.type=="ClusterConnectivity")].status'),
        ),
    ),
    ServedKind(
        "pac.weave.works",
        "policies",
        "Policy",
        ("v2beta2", "v2beta1"),
        namespaced=False,
        columns=(
            Column("Severity", ".spec.severity"),
            Column("Category", ".spec.category"),
            Column("Provider", ".spec.provider"),
            Column("Modes", ".status.modes_str"),
        ),
    ),
    ServedKind(
        "pac.weave.works",
        "policyconfigs",
        "PolicyConfig",
        ("v2beta2",),
        namespaced=False,
        columns=(
            Column("Status", ".status.status"),
            AGE,
        ),
    ),
    ServedKind(
        "pipelines.weave.works",
        "pipelines",
        "Pipeline",
        ("v1alpha1",),
        columns=(
            Column("App Kind", ".spec.appRef.kind"),
            Column("App Name", ".spec.appRef.name"),
            AGE,
            READY,
            STATUS,
        ),
    ),
    ServedKind(
        "sets.gitops.pro",
        "gitopssets",
        "GitOpsSet",
        ("v1alpha1",),
        short_names=("gs",),
        columns=(
            AGE,
            READY,
            STATUS,
        ),
    ),
    ServedKind("templates.weave.works", "gitopstemplates", "GitOpsTemplate", ("v1alpha2", "v1alpha1"), columns=()),
)
