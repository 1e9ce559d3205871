"""The lines of a recording: a header, then what happened, each a JSON object with the seconds since it began.

    {"wgtui":"recording","version":1,"began":"2026-11-24T18:00:00+00:00","context":"prod","server":"v1.34.2"}
    {"at":0.2,"does":"serve","resource":"clusters.cluster.x-k8s.io","kind":"Cluster","version":"v1beta2","namespaced":true}
    {"at":0.3,"does":"sync","resource":"clusters.cluster.x-k8s.io","objects":[{…}]}
    {"at":7.9,"does":"apply","resource":"clusters.cluster.x-k8s.io","objects":[{…}]}
    {"at":9.1,"does":"delete","resource":"clusters.cluster.x-k8s.io","namespace":"team-a","name":"prod"}
    {"at":60.0,"does":"end"}

The whole file is one gzip stream.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

VERSION = 1


class Header(msgspec.Struct, frozen=True):
    began: datetime
    wgtui: Literal["recording"] = "recording"
    version: int = VERSION
    context: str = ""
    server: str = ""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`sync` tells all there is, of one namespace where it names one; `serve` comes before a kind's first."""

    at: float
    does: Literal["serve", "sync", "apply", "delete", "end"]
    resource: str = ""
    objects: tuple[msgspec.Raw, ...] = ()
    namespace: str = ""
    name: str = ""
    kind: str = ""
    version: str = ""
    namespaced: bool = True
