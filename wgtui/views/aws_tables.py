"""The EC2 instances and the subnets of a cluster, as tables."""

from __future__ import annotations

from datetime import datetime

from wgtui.fleet.aws import AwsObjects
from wgtui.fleet.aws_instances import Instance
from wgtui.fleet.status import Tone
from wgtui.resources.aws_network import Subnet
from wgtui.resources.infrastructure import AWS_MACHINE
from wgtui.views.aws_console import Console
from wgtui.views.cells import NOTHING, text_cell, text_column
from wgtui.views.columns import Cell, Column
from wgtui.views.page import Table, Target


def _spot(row: Instance, _: datetime) -> Cell:
    return NOTHING if row.spot is None else Cell("spot", Tone.WARN) if row.spot else Cell("no", Tone.MUTED)


_INSTANCES: tuple[Column[Instance], ...] = (
    text_column("instance", "INSTANCE", lambda row: row.id, 19, 0),
    Column("state", "STATE", lambda row, _: text_cell(row.state, row.tone), lambda row: row.state, 13, 0),
    text_column("type", "TYPE", lambda row: row.type, 10, 1, grow=1, max_width=16),
    text_column("zone", "ZONE", lambda row: row.zone, 10, 2, grow=1, max_width=16),
    Column("spot", "SPOT", _spot, lambda row: not row.spot, 4, 4),
    text_column("internal", "INTERNAL IP", lambda row: row.internal_ip, 11, 3, grow=1, max_width=24),
    text_column("external", "EXTERNAL IP", lambda row: row.external_ip, 11, 5, grow=1, max_width=24),
    text_column(
        "machine", "MACHINE OR GROUP", lambda row: row.machine.name if row.machine else row.group, 16, 6, grow=2
    ),
    text_column("provider-id", "PROVIDER ID", lambda row: row.provider_id, 20, 7, grow=1, max_width=48),
    text_column("message", "MESSAGE", lambda row: row.message, 8, 1, grow=3),
)


def instance_table(found: list[Instance], console: Console, stale: bool, target: Target) -> Table[Instance]:
    told = any(row.message for row in found)
    return Table(
        "Instances",
        _INSTANCES if told else _INSTANCES[:-1],
        tuple(found),
        lambda row: row.machine or (row.group, row.id),
        lambda row: target(AWS_MACHINE, row.machine) if row.machine else None,
        empty="none yet",
        stale=stale,
        link=lambda row: console.instance(row.id),
    )


def subnet_id(row: Subnet) -> str:
    return row.resource_id or row.id


_SUBNETS: tuple[Column[Subnet], ...] = (
    text_column("id", "SUBNET", subnet_id, 24, 0, grow=1, max_width=40),
    text_column("zone", "ZONE", lambda row: row.availability_zone, 10, 0, grow=1, max_width=20),
    text_column("cidr", "CIDR", lambda row: row.cidr_block, 14, 1, grow=1, max_width=24),
    text_column("public", "IS", lambda row: "public" if row.is_public else "private", 7, 0),
)


def subnets(found: AwsObjects, console: Console, stale: bool) -> Table[Subnet]:
    return Table(
        "Subnets",
        _SUBNETS,
        found.network.subnets,
        lambda row: (row.id, row.cidr_block),
        empty="none yet",
        stale=stale,
        link=lambda row: console.subnet(subnet_id(row)),
    )
