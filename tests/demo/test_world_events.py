"""Events and logs: what the controllers of the world say about what happens."""

from __future__ import annotations

from tests.demo.worlds import Json, named, new_world
from wgtui.demo.pod_logs import Container, Written
from wgtui.demo.server import MANAGEMENT
from wgtui.demo.world.events import KEPT_EACH
from wgtui.demo.world.world import World


def events_about(world: World, kind: str, name: str) -> list[Json]:
    """Oldest first."""
    found = world.server.clusters[MANAGEMENT].list("events")
    about = [event for event in found if event["involvedObject"]["kind"] == kind]
    chosen = [event for event in about if event["involvedObject"]["name"] == name]
    return sorted(chosen, key=lambda event: str(event["lastTimestamp"]))


def log_of(world: World, namespace: str, deployment: str, container: str = "manager") -> list[Written]:
    storage = world.server.clusters[MANAGEMENT]
    pods = [found.name for found in storage.collection("pods").ordered(namespace) if found.name.startswith(deployment)]
    return list(storage.logs.read(Container(namespace, pods[0], container)))


def test_what_failed_long_ago_has_been_said_many_times() -> None:
    """One event with a count, as a recorder aggregates them, and not one for each time."""
    world = new_world()
    (event,) = events_about(world, "AWSCluster", "preview")
    assert event["reason"] == "FailedCreateVPC"
    assert event["type"] == "Warning"
    assert event["count"] > 10
    assert event["firstTimestamp"] < event["lastTimestamp"]


def test_what_was_long_ago_is_forgotten() -> None:
    """No events of a cluster that became ready months ago; Flux repeats itself and has some."""
    world = new_world()
    assert events_about(world, "Cluster", "payments-eu") == []
    assert [event["reason"] for event in events_about(world, "Kustomization", "capi")] == ["ReconciliationSucceeded"]


def test_a_step_of_the_script_is_told_by_its_controller() -> None:
    """Reason, object, component and time of what has just happened."""
    world = new_world()
    world.advance(30)
    (event,) = [each for each in events_about(world, "Machine", machine(world)) if each["reason"] == "FailedDrainNode"]
    assert event["source"]["component"] == "machine-controller"
    assert "disruption budget" in event["message"]
    assert (
        event["involvedObject"]["uid"]
        == named(world, "machines.cluster.x-k8s.io", "fleet-dev", machine(world))["metadata"]["uid"]
    )


def machine(world: World) -> str:
    """One of the workers that are drained while their cluster is deleted."""
    found = world.server.clusters[MANAGEMENT].list("machines.cluster.x-k8s.io", "fleet-dev")
    draining = [each for each in found if each["status"].get("deletion")]
    return str(draining[-1]["metadata"]["name"])


def test_events_are_never_more_than_are_kept() -> None:
    """On every cluster, however long the world runs."""
    world = new_world()
    world.advance(900)
    for storage in world.server.clusters.values():
        assert len(storage.list("events")) <= KEPT_EACH


def test_the_responsible_controller_writes_it_down_as_well() -> None:
    """Flux in JSON with the object's name, Cluster API in klog's format, both in the order of time."""
    world = new_world()
    world.advance(60)
    kustomize = log_of(world, "flux-system", "kustomize-controller")
    assert any('"controllerKind":"Kustomization"' in line.text and '"name":"cart"' in line.text for line in kustomize)
    capi = log_of(world, "capi-system", "capi-controller-manager")
    assert any('controllerKind="Machine"' in line.text for line in capi)
    for lines in (kustomize, capi):
        assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_bootstrap_jobs_tell_how_far_they_came() -> None:
    """A running one ends in the middle, a failed one with the refusal."""
    world = new_world()
    running = log_of(world, "fleet-dev", "run-bootstrap-sandbox", "flux-bootstrap")
    assert running[-1].text.startswith("► installing components")
    failed = log_of(world, "fleet-dev", "run-bootstrap-ml", "flux-bootstrap")
    assert "401 Bad credentials" in failed[-1].text
    world.advance(40)
    assert log_of(world, "fleet-dev", "run-bootstrap-sandbox", "flux-bootstrap")[-1].text.startswith("✔ all components")


def test_a_crashing_container_says_why() -> None:
    """So that whoever looks at the pod's log finds the cause."""
    world = new_world()
    storage = world.server.clusters[MANAGEMENT]
    (pod,) = [
        pod
        for pod in storage.list("pods", "shop")
        if "CrashLoopBackOff" in str(pod["status"]["containerStatuses"][0]["state"])
    ]
    lines = storage.logs.read(Container("shop", pod["metadata"]["name"], "catalog"))
    assert "DATABASE_URL is not set" in lines[-1].text
