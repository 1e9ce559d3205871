"""Connect: a GitopsCluster for a cluster that is there already, and how to make the Secret that opens it."""

from __future__ import annotations

from collections.abc import Mapping

from wgtui.actions.proposal import Proposal, Subject, Verb, written
from wgtui.resources.meta import ObjectRef
from wgtui.templates.budget import Budget
from wgtui.templates.files import RenderedFile
from wgtui.templates.manifest.writing import dump
from wgtui.templates.names import check_name, check_namespace
from wgtui.templates.paths import Layout

SECRET_KEY = "value"


def connected(
    cluster: ObjectRef,
    layout: Layout,
    labels: Mapping[str, str],
    secret: str = "",
    title: str = "",
    description: str = "",
) -> Proposal:
    """The Secret itself never goes into the repository. Raises TemplateError for a name that cannot be."""
    check_name(cluster.name)
    check_namespace(cluster.namespace)
    secret = secret or secret_name(cluster)
    body = {
        "apiVersion": "gitops.weave.works/v1alpha1",
        "kind": "GitopsCluster",
        "metadata": {
            "name": cluster.name,
            "namespace": cluster.namespace,
            **({"labels": dict(labels)} if labels else {}),
        },
        "spec": {"secretRef": {"name": secret}},
    }
    file = RenderedFile(layout.manifest(cluster.namespace, cluster.name), dump(body, Budget()))
    return Proposal(
        Verb.CONNECT,
        (Subject("GitopsCluster", cluster.namespace, cluster.name),),
        title or f"Connect {cluster}",
        description or f"This makes the cluster {cluster} known. Its kubeconfig is kept in the Secret {secret}.",
        written([file]),
    )


def secret_name(cluster: ObjectRef) -> str:
    return f"{cluster.name}-kubeconfig"


def instructions(cluster: ObjectRef, secret: str = "") -> str:
    """The command that makes the Secret, for somebody who has the kubeconfig."""
    name = secret or secret_name(cluster)
    return (
        f"kubectl create secret generic {name} --namespace {cluster.namespace} "
        f"--from-file={SECRET_KEY}=./{cluster.name}.kubeconfig"
    )
