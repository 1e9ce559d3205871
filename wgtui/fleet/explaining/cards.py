"""A catalogue of known failures: what the cause usually is, how to check it, what helps."""

from __future__ import annotations

from collections.abc import Sequence

from wgtui.fleet.explaining.card import Card, first_fitting
from wgtui.fleet.explaining.explanation import Link
from wgtui.fleet.explaining.github_cards import GITHUB_CARDS

__all__ = ["CARDS", "Card", "card_for"]


def card_for(cause: Link, own: Sequence[Card] = ()) -> Card | None:
    """The first that fits; those of the team before all others."""
    return first_fitting((*own, *CARDS), cause)


_FLUX = "https://fluxcd.io/flux/components"
_CAPI = "https://cluster-api.sigs.k8s.io"
_CAPA = "https://cluster-api-aws.sigs.k8s.io"

CARDS: tuple[Card, ...] = (
    *GITHUB_CARDS,
    Card(
        "An AWS limit is reached",
        "The account has as many of these as its quota allows.",
        "Service Quotas in the AWS console, for the region of the cluster.",
        "Have the quota raised, or delete what is not used; the controller tries again by itself.",
        "^AWS",
        message=r"LimitExceeded|maximum number of|quota",
        document=f"{_CAPA}/topics/troubleshooting",
    ),
    Card(
        "AWS has no capacity",
        "No instance of this type is to be had in this zone now.",
        "The same type in another zone, or another type.",
        "Change the instance type or the failure domain, or wait: the controller tries again.",
        "^AWS",
        message=r"InsufficientInstanceCapacity|do not have sufficient",
    ),
    Card(
        "The AWS identity is not for this namespace",
        "An identity allows the namespaces that it names or selects by labels; the cluster is in none of them.",
        "spec.allowedNamespaces of the identity: absent allows none, an empty one allows all.",
        "Allow the namespace there, or name an identity in identityRef that is for it.",
        "^AWSCluster.*Identity$",
        reason="^NotAllowed$",
        document=f"{_CAPA}/topics/multitenancy",
    ),
    Card(
        "The AWS identity is not there",
        "identityRef names an identity that nobody has made, or that has another kind.",
        "wgtui get credentials, or kubectl get awsclusterroleidentities and its two likes.",
        "Make the identity, or correct identityRef.",
        "^AWSCluster.*Identity$",
        reason="^Missing$",
        document=f"{_CAPA}/topics/multitenancy",
    ),
    Card(
        "AWS refuses the credentials",
        "The identity of the cluster may not do this, or its keys are not valid any more.",
        "identityRef of the AWSCluster, and what that identity may do.",
        "Mend the role or the keys; check with aws sts get-caller-identity.",
        "^AWS",
        message=r"UnauthorizedOperation|AccessDenied|not authorized|AuthFailure|InvalidClientTokenId|ExpiredToken",
        document=f"{_CAPA}/topics/multitenancy",
    ),
    Card(
        "An image is not there",
        "No AMI fits the Kubernetes version, or it is not shared with this account.",
        "The AMI that the machine template or lookup names, in this region.",
        "Name an AMI, or use a version that has one.",
        "^AWS",
        message=r"no AMI found|InvalidAMIID|failed to (?:get|find) ami",
        document=f"{_CAPA}/topics/images/built-amis",
    ),
    Card(
        "A machine never became a node",
        "Its bootstrap failed, or it cannot reach the API server.",
        "The console output of the instance (cloud-init), security groups, the load balancer.",
        "Delete the Machine after the cause is mended: its owner makes another.",
        "^Machine$",
        reason=r"NodeStartupTimeout|NodeNotFound|NodeDoesNotExist|BootstrapFailed",
        document=f"{_CAPI}/user/troubleshooting",
    ),
    Card(
        "A node is lost",
        "The kubelet does not report any more.",
        "The instance in AWS: running, reachable, disk full?",
        "A MachineHealthCheck replaces it; without one delete the Machine.",
        "^Machine$",
        reason=r"NodeNotReady|NodeUnhealthy|UnhealthyNode|NodeInspectionFailed|ConditionsFailed",
        document=f"{_CAPI}/tasks/automated-machine-management/healthchecking",
    ),
    Card(
        "The cluster is paused",
        "Somebody wants its controllers to leave it alone, as during a move.",
        "spec.paused, and the annotation cluster.x-k8s.io/paused of its parts.",
        "Set spec.paused to false when it is done.",
        "^Cluster$",
        reason="^Paused$",
    ),
    Card(
        "Deletion waits for something",
        "A finalizer is held by a controller that is not done, or not running.",
        "The finalizers named here, and the logs of the controller that holds each.",
        "Mend what keeps the controller; take a finalizer away by hand only if what it guards is gone.",
        reason="^Deleting$",
    ),
    Card(
        "The kubeconfig Secret is missing",
        "The GitopsCluster names a Secret that is not there.",
        "spec.secretRef of the GitopsCluster, in its own namespace.",
        "Make the Secret with the kubeconfig under the key value or value.yaml.",
        "^GitopsCluster$",
        reason=r"SecretNotFound|WaitForSecret|WaitingForSecret|MissingSecret",
        message="secret",
    ),
    Card(
        "The cluster cannot be reached",
        "Its API server does not answer the cluster controller.",
        "The endpoint in its kubeconfig: DNS, firewall, certificate, and whether it runs.",
        "Mend the network or the kubeconfig.",
        "^GitopsCluster$",
        reason="ClusterConnectionFailed|ConnectionFailed",
    ),
    Card(
        "The bootstrap Job failed",
        "What the ClusterBootstrapConfig runs on the new cluster did not succeed.",
        "The logs of the Job's pods, and the template of the ClusterBootstrapConfig.",
        "Mend the template, delete the Job, take the configuration out of capi.weave.works/bootstrap-configs.",
        "^Job$",
        reason="BackoffLimitExceeded|DeadlineExceeded|PodFailurePolicy|JobFailed",
    ),
    Card(
        "The cluster waits to be bootstrapped",
        "The ClusterBootstrapConfig asks for more than the cluster is yet.",
        "What the message waits for.",
        "Wait; or ask for less in the ClusterBootstrapConfig.",
        "^GitopsCluster$",
        reason="^BootstrapPending$",
    ),
    Card(
        "The login of a source is refused",
        "The Secret's token or key is wrong, expired, or may not read this.",
        "The Secret named here, and the same login by hand.",
        "Renew the Secret; then reconcile the source.",
        reason="AuthenticationFailed|AuthenticationError",
        document=f"{_FLUX}/source",
    ),
    Card(
        "A source is not there",
        "The application names a source that does not exist in this namespace.",
        "spec.sourceRef: kind, name, namespace.",
        "Make the source, or name the right one.",
        "^(?:GitRepository|OCIRepository|HelmRepository|HelmChart|Bucket|ExternalArtifact)$",
        reason="^Missing$",
    ),
    Card(
        "A chart version does not exist",
        "No version in the repository fits the range.",
        "The versions that the repository offers.",
        "Name a version that is there; a release may be pending in the chart's repository.",
        "^HelmChart$",
        message=r"no .*chart.* (?:with version matching|found)|chart pull error",
        document=f"{_FLUX}/source/helmcharts",
    ),
    Card(
        "A repository cannot be fetched",
        "The address is wrong, or the network, DNS or proxy keeps the source controller from it.",
        "The url from inside the cluster.",
        "Mend url or network; the controller tries again at every interval.",
        r"Repository$|^Bucket$",
        reason=r"GitOperationFailed|FetchFailed|BucketOperationFailed|OCIArtifactPullFailed|IndexationFailed",
        document=f"{_FLUX}/source",
    ),
    Card(
        "The manifests cannot be built",
        "kustomize cannot make objects of what is in the folder.",
        "kustomize build of spec.path at this revision.",
        "Mend the files; the next commit is applied by itself.",
        "^Kustomization$",
        reason="^BuildFailed$",
        document=f"{_FLUX}/kustomize/kustomizations",
    ),
    Card(
        "Objects do not become healthy",
        "What was applied is there, but not ready within the timeout.",
        "The object named in the message: its pods, events and logs.",
        "Mend the workload; raise spec.timeout if it only needs longer.",
        "^Kustomization$",
        reason="^HealthCheckFailed$",
    ),
    Card(
        "The API server refuses the manifests",
        "An object is invalid, immutable, or may not be made by Flux.",
        "The message: which object, which field, which rule.",
        "Mend the manifest; for an immutable field use the annotation kustomize.toolkit.fluxcd.io/force.",
        "^Kustomization$",
        reason="ReconciliationFailed",
    ),
    Card(
        "A release failed",
        "Helm could not install or upgrade; it may have been rolled back.",
        "The message, the history of the release, and the pods of the chart.",
        "Mend values or chart; then reconcile with force, or reset the failures when retries are spent.",
        "^HelmRelease$",
        reason="InstallFailed|UpgradeFailed|TestFailed|RollbackFailed|RetriesExceeded|MissingRollbackTarget",
        document=f"{_FLUX}/helm/helmreleases",
    ),
    Card(
        "It is suspended",
        "Somebody stopped Flux from touching it.",
        "Who and why, if a note was left.",
        "Resume it when the reason is gone.",
        reason="^Suspended$",
    ),
    Card(
        "Applications wait for each other",
        "dependsOn goes round, so that none of them can begin.",
        "spec.dependsOn of each of them.",
        "Take one of the dependencies away.",
        reason="^Cycle$",
    ),
    Card(
        "A dependency is not there",
        "dependsOn names an application that does not exist.",
        "spec.dependsOn: name and namespace.",
        "Make it, or take the dependency away.",
        "^(?:Kustomization|HelmRelease)$",
        reason="^Missing$",
    ),
    Card(
        "No controller has looked at it",
        "The Flux controller of this kind does not run, or is far behind.",
        "The pods of flux-system.",
        "Start the controller; see its logs.",
        reason="^NotReconciled$",
    ),
)
