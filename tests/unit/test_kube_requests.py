"""Which requests only read, and what the others say."""

from __future__ import annotations

import pytest

from wgtui.kube import changing
from wgtui.kube.requests import APPLY_PATCH, JSON_PATCH, MERGE_PATCH, Request

PATH = "/apis/cluster.x-k8s.io/v1beta2/namespaces/fleet/clusters/prod"


@pytest.mark.parametrize(
    ("method", "path", "reads"),
    [
        ("GET", PATH, True),
        ("HEAD", PATH, True),
        ("GET", "/version", True),
        ("GET", "/api/v1/namespaces/a/pods/b/log", True),
        ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", True),
        ("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", True),
        ("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", True),
        ("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", False),
        ("POST", "/apis/authentication.k8s.io/v1/tokenreviews", False),
        ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/x", False),
        ("POST", PATH, False),
        ("PUT", PATH, False),
        ("PATCH", PATH, False),
        ("PATCH", f"{PATH}/status", False),
        ("DELETE", PATH, False),
        ("get", PATH, False),
        ("GET", "/api/v1/namespaces/a/pods/b/exec", False),
        ("GET", "/api/v1/namespaces/a/pods/b/attach", False),
        ("GET", "/api/v1/namespaces/a/pods/b/portforward", False),
        ("GET", "/api/v1/namespaces/a/services/b/proxy/shutdown", False),
        ("GET", "/api/v1/nodes/n/proxy", False),
    ],
)
def test_only_what_is_known_to_read_reads(method: str, path: str, reads: bool) -> None:
    """What is not known counts as writing: `--read-only` is no promise otherwise."""
    assert Request(path, method).reads is reads


def test_a_change_goes_under_our_name() -> None:
    """`kubectl get --show-managed-fields` tells who it was."""
    made = changing.creation("/api/v1/namespaces/a/pods", {"kind": "Pod"}, dry_run=True)
    assert (made.method, made.query) == ("POST", (("fieldManager", "wgtui"), ("dryRun", "All")))
    applied = changing.application(PATH, {"kind": "Cluster"}, force=False, dry_run=False)
    assert (applied.method, applied.content_type) == ("PATCH", APPLY_PATCH)
    assert applied.query == (("fieldManager", "wgtui"), ("force", "false"))


def test_a_merge_patch_names_the_version_it_was_made_for() -> None:
    """Beside what it changes in the metadata anyway."""
    body = {"metadata": {"labels": {"a": "b"}}, "spec": {}}
    made = changing.patch(PATH, body, MERGE_PATCH, resource_version="7", dry_run=False)
    assert made.body == {"metadata": {"labels": {"a": "b"}, "resourceVersion": "7"}, "spec": {}}
    assert body == {"metadata": {"labels": {"a": "b"}}, "spec": {}}


def test_a_json_patch_names_the_version_it_was_made_for() -> None:
    """First, so that nothing else is tried."""
    change = {"op": "remove", "path": "/spec/paused"}
    made = changing.patch(PATH, [change], JSON_PATCH, resource_version="7", dry_run=False)
    assert made.body == [{"op": "replace", "path": "/metadata/resourceVersion", "value": "7"}, change]


def test_a_deletion_names_the_object_it_was_meant_for() -> None:
    """Not one of the same name that was made since."""
    made = changing.deletion(PATH, uid="u", resource_version="", propagation="Foreground", dry_run=True)
    assert made.body == {
        "apiVersion": "v1",
        "kind": "DeleteOptions",
        "propagationPolicy": "Foreground",
        "preconditions": {"uid": "u"},
        "dryRun": ["All"],
    }


def test_a_body_is_not_in_a_repr() -> None:
    """It may be a Secret."""
    assert "hunter2" not in repr(Request(PATH, "POST", body={"data": "hunter2"}))
