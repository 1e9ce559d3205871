"""Reviews: what a user may do, and who the server takes them for. Nothing of them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType

from aiohttp import web

from wgtui.demo.access import ANONYMOUS_PATHS, DISCOVERY_PATHS, Ask, Identity, Rule, Rules
from wgtui.demo.answers import Json, bad_request, method_not_allowed
from wgtui.demo.bodies import read_body
from wgtui.demo.call import ResourcePath
from wgtui.demo.sending import answer
from wgtui.demo.served import ServedKind

_ATTRIBUTES = ("resourceAttributes", "nonResourceAttributes")


def _review(group: str, plural: str, kind: str, namespaced: bool = False) -> ServedKind:
    return ServedKind(group, plural, kind, namespaced=namespaced, custom=False, status=False)


REVIEW_KINDS = {
    kind.plural: kind
    for kind in (
        _review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        _review("authorization.k8s.io", "localsubjectaccessreviews", "LocalSubjectAccessReview", namespaced=True),
        _review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        _review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        _review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
    )
}


def review_kind(path: ResourcePath) -> ServedKind | None:
    kind = REVIEW_KINDS.get(path.plural)
    return kind if kind is not None and (path.group, path.version) == (kind.group, "v1") else None


async def review(request: web.Request, kind: ServedKind, rules: Rules, user: Identity, cluster: str) -> web.Response:
    """Answers a POST; raises Refusal (405) for anything else."""
    if request.method != "POST":
        raise method_not_allowed(kind.target)
    body = await read_body(request, kind.kind, named=False)
    if body.get("kind", kind.kind) != kind.kind:
        raise bad_request(f"the object provided is unrecognized (must be of type {kind.kind})")
    answered: Json = {"kind": kind.kind, "apiVersion": kind.api_version(), "metadata": {}}
    if kind.plural == "selfsubjectreviews":
        return answer(request, answered | {"status": {"userInfo": _user_info(user)}}, 201)
    spec = body.get("spec") or {}
    if not isinstance(spec, dict) or not all(isinstance(spec.get(name, {}), dict | NoneType) for name in _ATTRIBUTES):
        raise bad_request(f"{kind.kind} cannot be read: json: cannot unmarshal into Go struct field {kind.kind}.spec")
    if kind.plural == "selfsubjectrulesreviews":
        status = _rules_status(rules, user, cluster, spec.get("namespace", ""))
        return answer(request, answered | {"spec": {}, "status": status}, 201)
    status = {"allowed": _allowed(rules, _subject(spec, user), cluster, spec)}
    return answer(request, answered | {"spec": spec, "status": status}, 201)


def _subject(spec: Json, user: Identity) -> Identity:
    """Whom a review asks about: somebody else, where it names them."""
    return Identity(spec.get("user", ""), tuple(spec.get("groups") or ())) if "user" in spec else user


def _user_info(user: Identity) -> Json:
    return {"username": user.user, "groups": list(user.groups)} if user.groups else {"username": user.user}


def _allowed(rules: Rules, user: Identity, cluster: str, spec: Json) -> bool:
    resource = spec.get("resourceAttributes")
    if resource is not None:
        names = ("verb", "group", "resource", "subresource", "namespace", "name")
        return rules.allowed(user, Ask(**{name: resource.get(name, "") for name in names}, cluster=cluster))
    path = (spec.get("nonResourceAttributes") or {}).get("path")
    if path is None:
        raise bad_request("exactly one of resourceAttributes and nonResourceAttributes must be specified")
    return rules.allowed_path(user, path)


def _rules_status(rules: Rules, user: Identity, cluster: str, namespace: str) -> Json:
    paths = DISCOVERY_PATHS if "system:authenticated" in user.groups else ANONYMOUS_PATHS
    everything = ["*"] if "system:masters" in user.groups else []
    return {
        "resourceRules": [_rule(rule) for rule in _rules_in(rules, user, cluster, namespace)],
        "nonResourceRules": [
            {"verbs": ["get"], "nonResourceURLs": list(paths)},
            *({"verbs": ["*"], "nonResourceURLs": [each]} for each in everything),
        ],
        "incomplete": False,
    }


def _rules_in(rules: Rules, user: Identity, cluster: str, namespace: str) -> Iterator[Rule]:
    for rule in rules.rules_for(user):
        if rule.clusters is not None and cluster not in rule.clusters:
            continue
        if rule.namespaces is None or namespace in rule.namespaces:
            yield rule


def _rule(rule: Rule) -> Json:
    found: Json = {"verbs": list(rule.verbs), "apiGroups": list(rule.groups), "resources": list(rule.resources)}
    return {**found, "resourceNames": list(rule.names)} if rule.names else found
