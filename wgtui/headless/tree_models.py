"""What `wgtui describe cluster -o json` prints."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wgtui.headless.aws_models import Aws
from wgtui.headless.models import API_VERSION, Gap, Model, TreeNode


class ClusterTree(Model):
    """Of `wgtui describe cluster -o json`; `root` is the Cluster."""

    apiVersion: Literal["wgtui/v1"] = API_VERSION
    kind: Literal["ClusterTree"] = "ClusterTree"
    context: str
    incomplete: list[Gap] = Field(description="what could not be read")
    root: TreeNode
    aws: Aws | None = Field(description="null where Cluster API Provider AWS has nothing to do with it")
