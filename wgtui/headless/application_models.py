"""What `wgtui describe application -o json` prints."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from wgtui.headless.models import API_VERSION, Application, Gap, Model, StatusWord


class ChainStep(Model):
    """One step of where the application comes from."""

    how: str = Field(description="`chart`, `from` or `applied by`; empty of the application itself")
    kind: str
    namespace: str
    name: str
    status: StatusWord
    reason: str
    message: str
    revision: str
    changed: datetime | None


class DependencyNode(Model):
    """An application that is needed, or that waits."""

    kind: str
    namespace: str
    name: str
    status: StatusWord
    reason: str
    message: str
    circle: bool = Field(description="it waits for itself: this never ends")
    children: list[DependencyNode]


class InventoryNode(Model):
    """An object that the application has put on its cluster, or that belongs to one."""

    group: str = Field(description="empty for core kinds")
    kind: str
    namespace: str
    name: str
    status: StatusWord
    reason: str = Field(description="`Missing` of what is not on the cluster; a word of the object's own, or empty")
    message: str
    created: datetime | None
    children: list[InventoryNode]


class ApplicationTree(Model):
    """Of `wgtui describe application -o json`."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["ApplicationTree"] = "ApplicationTree"
    context: str
    incomplete: list[Gap] = Field(description="what could not be read")
    application: Application
    chain: list[ChainStep]
    needs: list[DependencyNode] = Field(description="what has to be ready before it, by dependsOn")
    needed_by: list[DependencyNode] = Field(description="what waits for it")
    inventory: list[InventoryNode] | None = Field(description="null where there is none; `note` says why")
    note: str = Field(description="why there is no inventory, or what is left out of it")
