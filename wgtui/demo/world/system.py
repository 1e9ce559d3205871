"""What every cluster has in kube-system: name resolution, and a proxy on each node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wgtui.demo.world.delivery import Workload
from wgtui.demo.world.draft import Draft, Json, owner, timestamp, token
from wgtui.demo.world.workloads import Progress, Rollout, workload_objects

NAMESPACE = "kube-system"
DNS = Workload(NAMESPACE, "coredns", "registry.k8s.io/coredns/coredns:v1.12.4", 2, labels=(("k8s-app", "kube-dns"),))


def system_objects(draft: Draft, nodes: Sequence[str], version: str) -> Iterator[Json]:
    """`nodes` are those that are up, `version` is that of Kubernetes."""
    draft = replace(draft, namespace=NAMESPACE, labels={}, deleted=None)
    yield from workload_objects(draft, DNS, {}, Rollout("v1", draft.created, Progress.DONE, nodes))
    proxy = _proxy(draft, len(nodes), f"registry.k8s.io/kube-proxy:{version.partition('-')[0]}")
    yield proxy
    for node in nodes:
        yield _pod(draft, proxy, node)


def _proxy(draft: Draft, nodes: int, image: str) -> Json:
    labels = {"k8s-app": "kube-proxy"}
    container = {"name": "kube-proxy", "image": image, "command": ["/usr/local/bin/kube-proxy"]}
    return draft.object(
        "apps/v1",
        "DaemonSet",
        "kube-proxy",
        labels=labels,
        spec={
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
        },
        status={
            "observedGeneration": 0,
            "currentNumberScheduled": nodes,
            "desiredNumberScheduled": nodes,
            "numberMisscheduled": 0,
            "numberReady": nodes,
            "numberAvailable": nodes,
            "updatedNumberScheduled": nodes,
        },
    )


def _pod(draft: Draft, proxy: Json, node: str) -> Json:
    moment = timestamp(draft.created)
    template = proxy["spec"]["template"]
    container = template["spec"]["containers"][0]
    return draft.object(
        "v1",
        "Pod",
        f"kube-proxy-{token(5, 'kube-proxy', node)}",
        labels=template["metadata"]["labels"],
        owner=owner(proxy),
        spec=template["spec"] | {"nodeName": node, "hostNetwork": True, "restartPolicy": "Always"},
        status={
            "phase": "Running",
            "startTime": moment,
            "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": moment}],
            "containerStatuses": [
                {
                    "name": "kube-proxy",
                    "image": container["image"],
                    "imageID": "",
                    "ready": True,
                    "started": True,
                    "restartCount": 0,
                    "state": {"running": {"startedAt": moment}},
                }
            ],
        },
    )
