"""Where a server keeps a kind: paths of collections and objects."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef


def collection_path(kind: Kind[Any], version: str, namespace: str = "") -> str:
    """`/apis/GROUP/VERSION/namespaces/NS/PLURAL`; all namespaces where none is given."""
    root = f"/apis/{kind.group}/{version}" if kind.group else f"/api/{version}"
    if namespace and kind.namespaced:
        root += f"/namespaces/{quote(namespace, safe='')}"
    return f"{root}/{kind.plural}"


def object_path(kind: Kind[Any], version: str, ref: ObjectRef, subresource: str = "") -> str:
    path = f"{collection_path(kind, version, ref.namespace)}/{quote(ref.name, safe='')}"
    return f"{path}/{subresource}" if subresource else path
