"""The EC2 instances of a cluster, whoever made them: machines of their own, Auto Scaling groups, EKS node groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from wgtui.fleet.aws import AwsObjects
from wgtui.fleet.status import Tone
from wgtui.resources.infrastructure import AWSMachine, AWSMachinePool, AWSManagedMachinePool, LaunchTemplate
from wgtui.resources.meta import ObjectRef

_TONES = {
    "running": Tone.GOOD,
    "pending": Tone.BUSY,
    "shutting-down": Tone.WARN,
    "stopping": Tone.WARN,
    "stopped": Tone.BAD,
    "terminated": Tone.BAD,
}
_SPOT = "Spot"


class Instance(Struct, frozen=True, gc=False):
    """`machine` is the AWSMachine where there is one; `spot` is None where nobody says. `state` in EC2's words."""

    id: str
    group: str
    machine: ObjectRef | None = None
    type: str = ""
    state: str = ""
    zone: str = ""
    spot: bool | None = None
    provider_id: str = ""
    internal_ip: str = ""
    external_ip: str = ""
    message: str = ""

    @property
    def tone(self) -> Tone:
        return _TONES.get(self.state, Tone.MUTED)


def instances(found: AwsObjects) -> list[Instance]:
    """One for each machine, whether it has an instance yet or not; by group and name."""
    return [
        *(_of_machine(one) for one in found.machines),
        *(each for one in found.machine_pools for each in _of_pool(one)),
        *(each for one in found.node_groups for each in _of_node_group(one)),
    ]


def _of_machine(machine: AWSMachine) -> Instance:
    spec, status = machine.spec, machine.status
    zone, id = parts_of(spec.provider_id)
    addresses = {one.type: one.address for one in reversed(status.addresses)}
    return Instance(
        spec.instance_id or id,
        "",
        machine.metadata.ref,
        spec.instance_type,
        status.instance_state,
        zone,
        status.interruptible or spec.spot_market_options is not None or spec.market_type == _SPOT,
        spec.provider_id,
        addresses.get("InternalIP", ""),
        addresses.get("ExternalIP", ""),
        " ".join(part for part in status.failure if part),
    )


def _of_pool(pool: AWSMachinePool) -> Iterator[Instance]:
    template = pool.spec.aws_launch_template
    by_id = {parts_of(one)[1]: one for one in pool.spec.provider_ids}
    for id in [one.instance_id for one in pool.status.instances] or list(by_id):
        provider_id = by_id.get(id, "")
        yield Instance(
            id,
            pool.metadata.name,
            type=template.instance_type,
            zone=parts_of(provider_id)[0],
            spot=is_spot(template),
            provider_id=provider_id,
        )


def _of_node_group(group: AWSManagedMachinePool) -> Iterator[Instance]:
    spec = group.spec
    for provider_id in spec.provider_ids:
        zone, id = parts_of(provider_id)
        yield Instance(
            id,
            group.metadata.name,
            type=type_of(group),
            zone=zone,
            spot=spec.capacity_type == "spot",
            provider_id=provider_id,
        )


def type_of(group: AWSManagedMachinePool) -> str:
    template = group.spec.aws_launch_template
    return group.spec.instance_type or (template.instance_type if template else "")


def is_spot(template: LaunchTemplate) -> bool:
    return template.spot_market_options is not None or template.market_type == _SPOT


_PROVIDER_ID = re.compile(r"aws:///([a-z0-9-]*)/(i-[0-9a-f]+)\Z")


def parts_of(provider_id: str) -> tuple[str, str]:
    """Zone and instance of `aws:///eu-west-1a/i-0123`; empty of anything else."""
    found = _PROVIDER_ID.match(provider_id)
    return (found[1], found[2]) if found else ("", "")
