"""The kinds that the embedded clusters serve, as upstream's CRDs declare them."""

from __future__ import annotations

from wgtui.demo.kinds import read_kinds

CORE_KINDS = read_kinds("""
v1 Namespace namespaces ns global
    Age
v1 Node nodes no global
    Version=.status.nodeInfo.kubeletVersion | Age
v1 Secret secrets no-status
    Type=.type | Age
v1 ConfigMap configmaps cm no-status
    Age
v1 Service services svc
    Type=.spec.type | Cluster-IP=.spec.clusterIP | Age
v1 ServiceAccount serviceaccounts sa no-status
    Age
v1 Pod pods po
    Status=.status.phase | *IP=.status.podIP | *Node=.spec.nodeName | Age
v1 Event events ev no-status
    Last Seen:date=.lastTimestamp | Type=.type | Reason=.reason | Object=.involvedObject.name | Message=.message
apps/v1 Deployment deployments deploy
    Desired:integer=.spec.replicas | Up-to-date:integer=.status.updatedReplicas |
    Available:integer=.status.availableReplicas | Age
apps/v1 ReplicaSet replicasets rs
    Desired:integer=.spec.replicas | Ready:integer=.status.readyReplicas | Age
apps/v1 StatefulSet statefulsets sts
    Desired:integer=.spec.replicas | Ready:integer=.status.readyReplicas | Age
apps/v1 DaemonSet daemonsets ds
    Desired:integer=.status.desiredNumberScheduled | Ready:integer=.status.numberReady | Age
batch/v1 Job jobs
    Succeeded:integer=.status.succeeded | Failed:integer=.status.failed | Age
networking.k8s.io/v1 Ingress ingresses ing
    Class=.spec.ingressClassName | Age
""")

FLEET_KINDS = read_kinds(r"""
gitops.weave.works/v1alpha1 GitopsCluster gitopsclusters
    Age | Ready=?Ready | Status=?Ready.message | ClusterConnectivity=?ClusterConnectivity
capi.weave.works/v1alpha1 ClusterBootstrapConfig clusterbootstrapconfigs
capi.weave.works/v1alpha1 SecretSync secretsyncs
capi.weave.works/v1alpha2 CAPITemplate capitemplates
templates.weave.works/v1alpha2 GitOpsTemplate gitopstemplates
cluster.x-k8s.io/v1beta2 Cluster clusters cl
    ClusterClass=.spec.topology.classRef.name | Available=?Available |
    CP Desired:integer=.status.controlPlane.desiredReplicas | *CP Current:integer=.status.controlPlane.replicas |
    *CP Ready:integer=.status.controlPlane.readyReplicas |
    CP Available:integer=.status.controlPlane.availableReplicas |
    CP Up-to-date:integer=.status.controlPlane.upToDateReplicas |
    W Desired:integer=.status.workers.desiredReplicas | *W Current:integer=.status.workers.replicas |
    *W Ready:integer=.status.workers.readyReplicas | W Available:integer=.status.workers.availableReplicas |
    W Up-to-date:integer=.status.workers.upToDateReplicas | *Paused=?Paused | Phase=.status.phase | Age |
    Version=.spec.topology.version
cluster.x-k8s.io/v1beta2 Machine machines ma
    Cluster=.spec.clusterName | Node Name=.status.nodeRef.name | *Provider ID=.spec.providerID |
    Failure domain=.status.failureDomain | Ready=?Ready | Available=?Available | Up-to-date=?UpToDate |
    *Internal-IP=.status.addresses[?(@.type=="InternalIP")].address |
    *External-IP=.status.addresses[?(@.type=="ExternalIP")].address | *OS-Image=.status.nodeInfo.osImage |
    *Paused=?Paused | Phase=.status.phase | Age | Version=.spec.version
cluster.x-k8s.io/v1beta2 MachineSet machinesets ms
    Cluster=.spec.clusterName | Desired:integer=.spec.replicas | Current:integer=.status.replicas |
    Ready:integer=.status.readyReplicas | Available:integer=.status.availableReplicas |
    Up-to-date:integer=.status.upToDateReplicas | *Paused=?Paused | Age | Version=.spec.template.spec.version
cluster.x-k8s.io/v1beta2 MachineDeployment machinedeployments md
    Cluster=.spec.clusterName | Available=?Available | Desired:integer=.spec.replicas |
    Current:integer=.status.replicas | Ready:integer=.status.readyReplicas |
    Available:integer=.status.availableReplicas | Up-to-date:integer=.status.upToDateReplicas | *Paused=?Paused |
    Phase=.status.phase | Age | Version=.spec.template.spec.version
cluster.x-k8s.io/v1beta2 MachinePool machinepools mp
    Cluster=.spec.clusterName | Desired:integer=.spec.replicas | Current:integer=.status.replicas |
    Ready:integer=.status.readyReplicas | Available:integer=.status.availableReplicas |
    Up-to-date:integer=.status.upToDateReplicas | *Paused=?Paused | Phase=.status.phase | Age |
    Version=.spec.template.spec.version
cluster.x-k8s.io/v1beta2 MachineHealthCheck machinehealthchecks mhc,mhcs
    Cluster=.spec.clusterName | Replicas:integer=.status.expectedMachines | Healthy:integer=.status.currentHealthy |
    *Paused=?Paused | Age
bootstrap.cluster.x-k8s.io/v1beta2 KubeadmConfig kubeadmconfigs
    Cluster=.metadata.labels['cluster\.x-k8s\.io/cluster-name'] | *Paused=?Paused |
    Data secret created=.status.initialization.dataSecretCreated | Age
bootstrap.cluster.x-k8s.io/v1beta2 KubeadmConfigTemplate kubeadmconfigtemplates no-status
    ClusterClass=.metadata.ownerReferences[?(@.kind=="ClusterClass")].name |
    Cluster=.metadata.ownerReferences[?(@.kind=="Cluster")].name | Age
bootstrap.cluster.x-k8s.io/v1beta2 EKSConfig eksconfigs eksc
    Ready=.status.ready | DataSecretName=.status.dataSecretName
bootstrap.cluster.x-k8s.io/v1beta2 EKSConfigTemplate eksconfigtemplates eksct no-status
controlplane.cluster.x-k8s.io/v1beta2 KubeadmControlPlane kubeadmcontrolplanes kcp
    Cluster=.metadata.labels['cluster\.x-k8s\.io/cluster-name'] | Available=?Available |
    Desired:integer=.spec.replicas | Current:integer=.status.replicas | Ready:integer=.status.readyReplicas |
    Available:integer=.status.availableReplicas | Up-to-date:integer=.status.upToDateReplicas | *Paused=?Paused |
    Initialized:boolean=.status.initialization.controlPlaneInitialized | Age | Version=.spec.version
controlplane.cluster.x-k8s.io/v1beta2 AWSManagedControlPlane awsmanagedcontrolplanes awsmcp
    Cluster=.metadata.labels.cluster\.x-k8s\.io/cluster-name | Ready=.status.ready | VPC=.spec.network.vpc.id |
    *Endpoint=.spec.controlPlaneEndpoint.host | Bastion IP=.status.bastion.publicIp
infrastructure.cluster.x-k8s.io/v1beta2 AWSCluster awsclusters awsc
    Cluster=.metadata.labels.cluster\.x-k8s\.io/cluster-name | Ready=.status.ready | VPC=.spec.network.vpc.id |
    *Endpoint=.spec.controlPlaneEndpoint | Bastion IP=.status.bastion.publicIp |
    Bastion IPv6=.status.bastion.ipv6Address
infrastructure.cluster.x-k8s.io/v1beta2 AWSMachine awsmachines awsm
    Cluster=.metadata.labels.cluster\.x-k8s\.io/cluster-name | State=.status.instanceState | Ready=.status.ready |
    InstanceID=.spec.providerID | Machine=.metadata.ownerReferences[?(@.kind=="Machine")].name
infrastructure.cluster.x-k8s.io/v1beta2 AWSMachineTemplate awsmachinetemplates awsmt
infrastructure.cluster.x-k8s.io/v1beta2 AWSMachinePool awsmachinepools awsmp
    Ready=.status.ready | Replicas:integer=.status.replicas | MinSize:integer=.spec.minSize |
    MaxSize:integer=.spec.maxSize | LaunchTemplate ID=.status.launchTemplateID
infrastructure.cluster.x-k8s.io/v1beta2 AWSManagedCluster awsmanagedclusters awsmc
    Cluster=.metadata.labels.cluster\.x-k8s\.io/cluster-name | Ready=.status.ready |
    *Endpoint=.spec.controlPlaneEndpoint.host
infrastructure.cluster.x-k8s.io/v1beta2 AWSManagedMachinePool awsmanagedmachinepools awsmmp
    Ready=.status.ready | Replicas:integer=.status.replicas
infrastructure.cluster.x-k8s.io/v1beta2 AWSFargateProfile awsfargateprofiles awsfp
    Ready=.status.ready | ProfileName=.spec.profileName | FailureReason=.status.failureReason
infrastructure.cluster.x-k8s.io/v1beta2 AWSClusterControllerIdentity awsclustercontrolleridentities awsci global no-status
infrastructure.cluster.x-k8s.io/v1beta2 AWSClusterRoleIdentity awsclusterroleidentities awsri global no-status
infrastructure.cluster.x-k8s.io/v1beta2 AWSClusterStaticIdentity awsclusterstaticidentities awssi global no-status
""")

FLUX_KINDS = read_kinds("""
source.toolkit.fluxcd.io/v1 GitRepository gitrepositories gitrepo
    URL=.spec.url | Age | Ready=?Ready | Status=?Ready.message
source.toolkit.fluxcd.io/v1 OCIRepository ocirepositories ocirepo
    URL=.spec.url | Ready=?Ready | Status=?Ready.message | Age
source.toolkit.fluxcd.io/v1 HelmRepository helmrepositories helmrepo
    URL=.spec.url | Age | Ready=?Ready | Status=?Ready.message
source.toolkit.fluxcd.io/v1 HelmChart helmcharts hc
    Chart=.spec.chart | Version=.spec.version | Source Kind=.spec.sourceRef.kind |
    Source Name=.spec.sourceRef.name | Age | Ready=?Ready | Status=?Ready.message
source.toolkit.fluxcd.io/v1 Bucket buckets
    Endpoint=.spec.endpoint | Age | Ready=?Ready | Status=?Ready.message
source.toolkit.fluxcd.io/v1 ExternalArtifact externalartifacts ea
    Age | Ready=?Ready | Status=?Ready.message | Source=.spec.sourceRef.name
kustomize.toolkit.fluxcd.io/v1 Kustomization kustomizations ks
    Age | Ready=?Ready | Status=?Ready.message
helm.toolkit.fluxcd.io/v2 HelmRelease helmreleases hr
    Age | Ready=?Ready | Status=?Ready.message
notification.toolkit.fluxcd.io/v1beta3 Alert alerts no-status
    Age
notification.toolkit.fluxcd.io/v1beta3 Provider providers no-status
    Age
notification.toolkit.fluxcd.io/v1 Receiver receivers
    Age | Ready=?Ready | Status=?Ready.message
""")

MANAGEMENT_KINDS = CORE_KINDS + FLEET_KINDS + FLUX_KINDS
LEAF_KINDS = CORE_KINDS + FLUX_KINDS
