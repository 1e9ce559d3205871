"""A PolicyConfig for a cluster: other parameters of policies for some of what runs there."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import msgspec

from wgtui.errors import TemplateError
from wgtui.templates.names import check_name
from wgtui.templates.wire import NameChoice, Wire

Json = dict[str, Any]
API_VERSION = "pac.weave.works/v2beta2"


class Matched(Wire, frozen=True):
    """An application, or any other resource; without a namespace in all of them."""

    kind: str = ""
    name: str = ""
    namespace: str = ""


class Match(Wire, frozen=True):
    """One of these, and no other."""

    workspaces: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    apps: tuple[Matched, ...] = ()
    resources: tuple[Matched, ...] = ()


class PolicyParameters(Wire, frozen=True):
    parameters: dict[str, Any] = {}


class PolicyConfigSpec(Wire, frozen=True):
    """`config` by the id of a policy."""

    match: Match = Match()
    config: dict[str, PolicyParameters] = {}


class PolicyConfig(Wire, frozen=True):
    metadata: NameChoice = NameChoice()
    spec: PolicyConfigSpec = PolicyConfigSpec()

    @property
    def file(self) -> str:
        """In the folder of its cluster."""
        return f"policy-configs/{self.metadata.name}-policy-config.yaml"

    def check(self) -> None:
        """Raises TemplateError in the words of Weave GitOps."""
        if not self.metadata.name:
            raise TemplateError("policy config name must be specified")
        check_name(self.metadata.name)
        _check_match(self.spec.match)
        if not self.spec.config:
            raise TemplateError("policy config configuration must be specified")
        for policy, config in self.spec.config.items():
            if not config.parameters:
                raise TemplateError(f"policy {policy} configuration must have at least one parameter")

    def body(self) -> Json:
        """Cluster-scoped. Raises TemplateError."""
        self.check()
        spec: Json = msgspec.json.decode(msgspec.json.encode(self.spec))
        return {
            "apiVersion": API_VERSION,
            "kind": "PolicyConfig",
            "metadata": {"name": self.metadata.name},
            "spec": spec,
        }


def _check_match(match: Match) -> None:
    targets = [name for name in match.__struct_fields__ if getattr(match, name)]
    if not targets:
        raise TemplateError("policy config must target workspaces, namespaces, applications or resources")
    for first, second in combinations(targets, 2):
        raise TemplateError(f"cannot target {first} and {second} in same policy config")
    for what, matched in (("application", match.apps), ("resource", match.resources)):
        for one in matched:
            if not one.kind or not one.name:
                raise TemplateError(f"invalid matches, {what} {'name' if one.kind else 'kind'} is required")
    for app in match.apps:
        if app.kind not in ("HelmRelease", "Kustomization"):
            raise TemplateError(f"{app.kind} is no application", expected="HelmRelease or Kustomization")
