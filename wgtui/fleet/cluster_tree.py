"""What a cluster is made of, as a tree by the rules of `clusterctl describe cluster`: grouped, and without echoes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wgtui.fleet import conditions
from wgtui.fleet.tree_objects import Found, TreeObjects, controlled_by, templates_of
from wgtui.resources.addons import CLUSTER_RESOURCE_SET
from wgtui.resources.capi import CLUSTER, CONTROL_PLANE_LABEL, MACHINE, MACHINE_DEPLOYMENT, MACHINE_POOL, MACHINE_SET
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import Condition, ObjectMeta, ObjectRef
from wgtui.resources.providers import ProviderObject

NO_REASON = "NoReasonReported"
"""What stands for the reason of an older condition that has none."""

Same = tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class TreeOptions:
    """As the flags of clusterctl: `grouping` folds equal siblings into one line, `echo` shows what says nothing new."""

    grouping: bool = True
    echo: bool = False
    machine_sets: bool = False
    resource_sets: bool = False
    templates: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """One line: an object, a group of equal ones (`members`), or a heading (`title`) that stands for no object."""

    title: str
    kind: Kind[Any] | None
    object: Any
    members: tuple[Any, ...]
    children: tuple[Branch, ...]
    key: str
    """Unique in the tree, and the same as long as the line is about the same."""
    control_plane: bool = False

    @property
    def is_group(self) -> bool:
        return bool(self.members)

    @property
    def ref(self) -> ObjectRef | None:
        return self.object.metadata.ref if self.object is not None else None


AS_CLUSTERCTL = TreeOptions()


def cluster_tree(found: TreeObjects, options: TreeOptions = AS_CLUSTERCTL) -> Branch:
    return _Growing(found, options).tree().branch()


class _Twig:
    """A branch while the tree grows: siblings may still fold into it."""

    def __init__(self, title: str, kind: Kind[Any] | None = None, found: Any = None, groups: bool = False) -> None:
        self.title = title
        self.control_plane = False
        self.is_first = False
        """Before its siblings, whatever it is called."""
        self.kind = kind
        self.object = found
        self.groups = groups
        """Whether equal children of it are folded into one."""
        self.members: list[Any] = []
        self.children: list[_Twig] = []

    def branch(self) -> Branch:
        twigs = sorted(self.children, key=lambda child: not child.is_first)
        first = sum(child.is_first for child in twigs)
        branches = [child.branch() for child in twigs]
        children = [*branches[:first], *sorted(branches[first:], key=printed_name)]
        members = tuple(sorted(self.members, key=lambda one: one.metadata.name))
        key = self._key(members)
        return Branch(self.title, self.kind, self.object, members, tuple(children), key, self.control_plane)

    def _key(self, members: tuple[Any, ...]) -> str:
        if members:
            return f"group of {members[0].metadata.uid}"
        if self.object is None:
            return f"heading {self.title}"
        return self.object.metadata.uid or f"{self.kind} {self.object.metadata.ref}"


class _Growing:
    def __init__(self, found: TreeObjects, options: TreeOptions) -> None:
        self._found = found
        self._options = options
        self._placed: set[str] = set()

    def tree(self) -> _Twig:
        found, namespace = self._found, self._found.cluster.metadata.namespace
        root = _Twig("", CLUSTER, found.cluster)
        spec = found.cluster.spec
        self._add_found(root, found.read(spec.infrastructure_ref, namespace))
        if self._options.resource_sets and found.resource_sets:
            self._add_resource_sets(root, namespace)
        control_plane = self._add_found(root, found.read(spec.control_plane_ref, namespace), groups=True)
        own = [machine for machine in found.machines if CONTROL_PLANE_LABEL in machine.metadata.labels]
        if control_plane is not None:
            control_plane.control_plane = True
            self._add_templates(control_plane)
            self._add_machines(control_plane, own)
        if len(own) < len(found.machines) or found.pools:
            self._add_workers(root, has_machines=len(own) < len(found.machines))
        return root

    def _add_workers(self, root: _Twig, has_machines: bool) -> None:
        """A MachineDeployment scaled to nothing shows only beside one that has machines."""
        workers = _Twig("Workers")
        root.children.append(workers)
        for deployment in self._found.deployments if has_machines else ():
            line = self._add(workers, MACHINE_DEPLOYMENT, deployment, groups=not self._options.machine_sets)
            if line is not None:
                self._add_templates(line)
                self._add_sets(line)
        for pool in self._found.pools:
            line = self._add(workers, MACHINE_POOL, pool, groups=True)
            if line is not None:
                self._add_what_is_behind(line, pool.spec.template.spec)
                self._add_machines(line, controlled_by(self._found.machines, pool))
        others = [one for one in self._found.machines if one.metadata.uid not in self._placed]
        if others:
            heading = _Twig("Other")
            workers.children.append(heading)
            self._add_machines(heading, others)

    def _add_resource_sets(self, root: _Twig, namespace: str) -> None:
        """Only named: what they hold is not looked at."""
        heading = _Twig("ClusterResourceSets")
        root.children.append(heading)
        for name in self._found.resource_sets:
            self._add(heading, CLUSTER_RESOURCE_SET, ProviderObject(ObjectMeta(name=name, namespace=namespace)))

    def _add_templates(self, parent: _Twig) -> None:
        if not self._options.templates:
            return
        namespace = parent.object.metadata.namespace
        found = [self._found.read(one, namespace) for one in templates_of(parent.object)]
        if any(found):
            heading = _Twig("Templates")
            heading.is_first = True
            parent.children.append(heading)
            for one in found:
                self._add_found(heading, one)

    def _add_sets(self, deployment: _Twig) -> None:
        for one in controlled_by(self._found.sets, deployment.object):
            parent: _Twig | None = deployment
            if self._options.machine_sets:
                parent = self._add(deployment, MACHINE_SET, one, groups=True)
            if parent is not None:
                self._add_machines(parent, controlled_by(self._found.machines, one))

    def _add_machines(self, parent: _Twig, machines: Iterable[Any]) -> None:
        for machine in machines:
            self._placed.add(machine.metadata.uid)
            line = self._add(parent, MACHINE, machine)
            if line is not None:
                self._add_what_is_behind(line, machine.spec)

    def _add_what_is_behind(self, parent: _Twig, spec: Any) -> None:
        """What a machine or a pool refers to, where it says something that the machine does not."""
        namespace = parent.object.metadata.namespace
        for reference in (spec.infrastructure_ref, spec.bootstrap.config_ref):
            found = self._found.read(reference, namespace)
            if found is not None and (self._options.echo or not _echoes(found.object, parent.object)):
                self._add_found(parent, found)

    def _add_found(self, parent: _Twig, found: Found | None, groups: bool = False) -> _Twig | None:
        return self._add(parent, found.kind, found.object, groups) if found is not None else None

    def _add(self, parent: _Twig, kind: Kind[Any], found: Any, groups: bool = False) -> _Twig | None:
        """None where it was folded into a sibling, or into the group that its equals already are."""
        if parent.groups and self._options.grouping and self._folded(parent, kind, found):
            return None
        line = _Twig("", kind, found, groups)
        parent.children.append(line)
        return line

    def _folded(self, parent: _Twig, kind: Kind[Any], found: Any) -> bool:
        for index, sibling in enumerate(parent.children):
            equal = sibling.members[0] if sibling.members else sibling.object
            if sibling.kind is not kind or _differ(equal, found):
                continue
            if sibling.members:
                sibling.members.append(found)
            else:
                group = parent.children[index] = _Twig("", kind)
                group.members = [equal, found]
            return True
        return False


def printed_name(branch: Branch) -> str:
    """The first column of clusterctl, by which siblings are sorted too."""
    if branch.is_group:
        return f"{len(branch.members)} {branch.kind}s..."
    if branch.object is None or branch.kind is None:
        return branch.title
    version = version_of(branch)
    name = f"{branch.kind.kind} {branch.object.metadata.ref}"
    return name if version is None else f"{name}, {version}"


def version_of(branch: Branch) -> str | None:
    """The version behind the name: of what runs Kubernetes, empty where it says none; None for all other kinds."""
    found, spec = branch.object, getattr(branch.object, "spec", None)
    if branch.kind is CLUSTER:
        return spec.topology.version if spec is not None and spec.topology is not None else None
    if branch.kind in (MACHINE_DEPLOYMENT, MACHINE_SET, MACHINE_POOL):
        version: str = found.spec.template.spec.version
        return version
    if branch.kind is MACHINE:
        version = found.spec.version
        return version
    if branch.control_plane:
        return getattr(spec, "version", "") or None
    return None


def condition_of(found: Any, name: str) -> Condition | None:
    """In the new form where the object has it."""
    return conditions.find(conditions.said_by(found), name)


def _same(condition: Condition | None) -> Same:
    return (condition.status.value, condition.reason or NO_REASON) if condition is not None else None


def _differ(one: Any, other: Any) -> bool:
    """In what is available, ready or up to date, by status and reason."""
    return any(
        _same(condition_of(one, name)) != _same(condition_of(other, name))
        for name in ("Available", "Ready", "UpToDate")
    )


def _echoes(found: Any, parent: Any) -> bool:
    """Whether it is ready, or not ready for the reason that its parent tells already."""
    ready = condition_of(found, "Ready")
    return (ready is not None and ready.status.value == "True") or _same(ready) == _same(condition_of(parent, "Ready"))
