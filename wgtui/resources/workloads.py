"""apps and batch: what an application's inventory is made of, with what their health needs."""

from __future__ import annotations

from datetime import datetime

from wgtui.resources.core import PodSpec
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, Resource


class RollingUpdate(Resource, frozen=True):
    partition: int = 0


class UpdateStrategy(Resource, frozen=True):
    """Of a StatefulSet; a Deployment's is called otherwise."""

    type: str = ""
    rolling_update: RollingUpdate | None = None


class WorkloadSpec(Resource, frozen=True):
    """Of everything that runs Pods; `completions` is a Job's, `suspend` a Job's and a CronJob's."""

    replicas: int | None = None
    paused: bool = False
    suspend: bool = False
    completions: int | None = None
    update_strategy: UpdateStrategy = UpdateStrategy()


class WorkloadStatus(Resource, frozen=True):
    """Of a Deployment, ReplicaSet or StatefulSet; the API server leaves out counters that are zero."""

    observed_generation: int = 0
    replicas: int = 0
    ready_replicas: int = 0
    available_replicas: int = 0
    updated_replicas: int = 0
    current_revision: str = ""
    update_revision: str = ""
    conditions: tuple[Condition, ...] = ()


class PodTemplate(Resource, frozen=True):
    spec: PodSpec = PodSpec()


class DeploymentSpec(WorkloadSpec, frozen=True):
    template: PodTemplate = PodTemplate()


class Deployment(Resource, frozen=True):
    metadata: ObjectMeta
    spec: DeploymentSpec = DeploymentSpec()
    status: WorkloadStatus = WorkloadStatus()


class ReplicaSet(Resource, frozen=True):
    metadata: ObjectMeta
    spec: WorkloadSpec = WorkloadSpec()
    status: WorkloadStatus = WorkloadStatus()


class StatefulSet(Resource, frozen=True):
    metadata: ObjectMeta
    spec: WorkloadSpec = WorkloadSpec()
    status: WorkloadStatus = WorkloadStatus()


class DaemonSetStatus(Resource, frozen=True):
    observed_generation: int = 0
    desired_number_scheduled: int = 0
    updated_number_scheduled: int = 0
    number_available: int = 0
    number_ready: int = 0


class DaemonSet(Resource, frozen=True):
    metadata: ObjectMeta
    status: DaemonSetStatus = DaemonSetStatus()


class JobStatus(Resource, frozen=True):
    """`active`, `succeeded` and `failed` count Pods; conditions Complete and Failed end the Job."""

    active: int = 0
    succeeded: int = 0
    failed: int = 0
    start_time: datetime | None = None
    completion_time: datetime | None = None
    conditions: tuple[Condition, ...] = ()


class JobSpec(Resource, frozen=True):
    """Pods that may fail before the Job does."""

    backoff_limit: int | None = None


class Job(Resource, frozen=True):
    metadata: ObjectMeta
    spec: JobSpec = JobSpec()
    status: JobStatus = JobStatus()


class CronJob(Resource, frozen=True):
    metadata: ObjectMeta
    spec: WorkloadSpec = WorkloadSpec()


DEPLOYMENT = Kind("apps", "Deployment", "deployments", Deployment)
REPLICA_SET = Kind("apps", "ReplicaSet", "replicasets", ReplicaSet)
STATEFUL_SET = Kind("apps", "StatefulSet", "statefulsets", StatefulSet)
DAEMON_SET = Kind("apps", "DaemonSet", "daemonsets", DaemonSet)
CRON_JOB = Kind("batch", "CronJob", "cronjobs", CronJob)
JOB = Kind("batch", "Job", "jobs", Job)
