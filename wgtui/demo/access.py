"""Who asks, and what they may do: bearer tokens, impersonation and rules as RBAC has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wgtui.demo.answers import GroupResource, Refusal, forbidden, unauthorized

ANONYMOUS_PATHS = ("/healthz", "/livez", "/readyz", "/version", "/version/")
DISCOVERY_PATHS = (*ANONYMOUS_PATHS, "/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*")
READ = ("get", "list", "watch")


@dataclass(frozen=True)
class Identity:
    user: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One PolicyRule; `namespaces` None is a ClusterRoleBinding, `clusters` None every server of the demo."""

    verbs: tuple[str, ...]
    resources: tuple[str, ...] = ("*",)
    groups: tuple[str, ...] = ("*",)
    namespaces: tuple[str, ...] | None = None
    names: tuple[str, ...] = ()
    clusters: tuple[str, ...] | None = None

    def allows(self, ask: Ask) -> bool:
        return (
            _has(self.verbs, ask.verb)
            and _has(self.groups, ask.group)
            and self._has_resource(ask)
            and (self.namespaces is None or (bool(ask.namespace) and ask.namespace in self.namespaces))
            and (not self.names or ask.name in self.names)
            and (self.clusters is None or ask.cluster in self.clusters)
        )

    def _has_resource(self, ask: Ask) -> bool:
        if ask.subresource:
            whole = f"{ask.resource}/{ask.subresource}"
            return "*" in self.resources or whole in self.resources or f"*/{ask.subresource}" in self.resources
        return _has(self.resources, ask.resource)


@dataclass(frozen=True)
class Ask:
    """One question to the authorizer."""

    verb: str
    group: str
    resource: str
    subresource: str = ""
    namespace: str = ""
    name: str = ""
    cluster: str = ""


def _has(known: tuple[str, ...], wanted: str) -> bool:
    return "*" in known or wanted in known


EVERYTHING = (Rule(("*",)),)
REVIEWS = (
    Rule(("create",), ("selfsubjectaccessreviews", "selfsubjectrulesreviews"), ("authorization.k8s.io",)),
    Rule(("create",), ("selfsubjectreviews",), ("authentication.k8s.io",)),
)


@dataclass
class Rules:
    """Tokens and grants of the whole demo. Change it while the server runs: the next request knows."""

    tokens: dict[str, Identity] = field(default_factory=dict)
    grants: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def add(self, token: str, *rules: Rule, user: str = "", groups: tuple[str, ...] = ()) -> Identity:
        """A token for a user (by default of the same name) with these rules."""
        identity = Identity(user or token, groups)
        self.tokens[token] = identity
        self.grants[identity.user] = rules
        return identity

    def identify(self, headers: Mapping[str, str], certified: Identity | None = None) -> Identity:
        """Raises Refusal (401) for a token nobody has; without one or a certificate, the user is anonymous."""
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        if not scheme:
            if certified is not None:
                return Identity(certified.user, (*certified.groups, "system:authenticated"))
            return Identity("system:anonymous", ("system:unauthenticated",))
        found = self.tokens.get(token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise unauthorized()
        return Identity(found.user, (*found.groups, "system:authenticated"))

    def rules_for(self, identity: Identity) -> Iterator[Rule]:
        if "system:masters" in identity.groups:
            yield from EVERYTHING
        if "system:authenticated" in identity.groups:
            yield from REVIEWS
        for subject in (identity.user, *identity.groups):
            yield from self.grants.get(subject, ())

    def allowed(self, identity: Identity, ask: Ask) -> bool:
        return any(rule.allows(ask) for rule in self.rules_for(identity))

    def require(self, identity: Identity, ask: Ask) -> None:
        """Raises Refusal (403) in the authorizer's words."""
        if self.allowed(identity, ask):
            return
        target = GroupResource(ask.group, ask.resource)
        resource = f"{ask.resource}/{ask.subresource}" if ask.subresource else ask.resource
        where = f'in the namespace "{ask.namespace}"' if ask.namespace else "at the cluster scope"
        why = f'User "{identity.user}" cannot {ask.verb} resource "{resource}" in API group "{ask.group}" {where}'
        raise forbidden(target, ask.name, why)

    def allowed_path(self, identity: Identity, path: str) -> bool:
        known = DISCOVERY_PATHS if "system:authenticated" in identity.groups else ANONYMOUS_PATHS
        return "system:masters" in identity.groups or any(_covers(pattern, path) for pattern in known)

    def require_path(self, identity: Identity, path: str, verb: str = "get") -> None:
        """Raises Refusal (403) for a path that is none of a resource's."""
        if not self.allowed_path(identity, path):
            raise Refusal(403, "Forbidden", f'forbidden: User "{identity.user}" cannot {verb} path "{path}"', {})

    def impersonate(
        self, identity: Identity, headers: Mapping[str, str], groups: tuple[str, ...], cluster: str
    ) -> Identity:
        """Who the request acts as; raises Refusal (403) where this user may not, 500 for groups without a user."""
        user = headers.get("Impersonate-User", "")
        if not user:
            if groups or "Impersonate-Uid" in headers:
                why = f"requested {[{'Group': group} for group in groups]} without impersonating a user"
                raise Refusal(500, "InternalError", f"Internal error occurred: {why}")
            return identity
        self._require_impersonation(identity, "users", user, cluster)
        for group in groups:
            self._require_impersonation(identity, "groups", group, cluster)
        return Identity(user, (*groups, "system:authenticated"))

    def _require_impersonation(self, identity: Identity, resource: str, name: str, cluster: str) -> None:
        self.require(identity, Ask("impersonate", "", resource, name=name, cluster=cluster))


def _covers(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def identity_of(peer: dict[str, Any] | None) -> Identity | None:
    """Who a verified client certificate names, as `ssl.SSLSocket.getpeercert` describes it."""
    if not peer:
        return None
    subject = [pair for names in peer.get("subject", ()) for pair in names]
    user = next((value for key, value in subject if key == "commonName"), "")
    return Identity(user, tuple(value for key, value in subject if key == "organizationName"))


def default_rules() -> Rules:
    """`admin` may do everything; `viewer` reads everything but secrets; `nobody` may only ask what it may do."""
    rules = Rules()
    rules.add("admin", user="admin", groups=("system:masters",))
    rules.add("viewer", *_reading_all_but_secrets(), user="viewer")
    rules.add("nobody", user="nobody")
    return rules


def _reading_all_but_secrets() -> tuple[Rule, ...]:
    from wgtui.demo.kinds import MANAGEMENT_KINDS

    plurals = tuple(kind.plural for kind in MANAGEMENT_KINDS if kind.plural != "secrets")
    return (Rule(READ, (*plurals, "pods/log")),)
