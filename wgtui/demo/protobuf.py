"""Requests in protobuf, which newer kubectls send for the kinds they were compiled with: the commonest of them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from json import loads
from typing import Any

from wgtui.demo.answers import Json

MAGIC = b"k8s\0"
CONTENT_TYPE = "application/vnd.kubernetes.protobuf"


MESSAGES: dict[str, str] = {
    "Unknown": "1 typeMeta:TypeMeta 2 raw:raw 3 contentEncoding 4 contentType",
    "TypeMeta": "1 apiVersion 2 kind",
    "Time": "1 seconds:int 2 nanos:int",
    "ObjectMeta": (
        "1 name 2 generateName 3 namespace 4 selfLink 5 uid 6 resourceVersion 7 generation:int "
        "8 creationTimestamp:Time 9 deletionTimestamp:Time 10 deletionGracePeriodSeconds:int "
        "11 labels{} 12 annotations{} 13 ownerReferences:OwnerReference* 14 finalizers* "
        "17 managedFields:ManagedFieldsEntry*"
    ),
    "ManagedFieldsEntry": (
        "1 manager 2 operation 3 apiVersion 4 time:Time 6 fieldsType 7 fieldsV1:FieldsV1 8 subresource"
    ),
    "Scale": "1 metadata:ObjectMeta 2 spec:ScaleSpec 3 status:ignored",
    "ScaleSpec": "1 replicas:int",
    "Event": (
        "1 metadata:ObjectMeta 2 involvedObject:ObjectReference 3 reason 4 message 5 source:EventSource "
        "6 firstTimestamp:Time 7 lastTimestamp:Time 8 count:int 9 type 12 action 14 reportingComponent "
        "15 reportingInstance"
    ),
    "ObjectReference": "1 kind 2 namespace 3 name 4 uid 5 apiVersion 6 resourceVersion 7 fieldPath",
    "EventSource": "1 component 2 host",
    "OwnerReference": "1 kind 3 name 4 uid 5 apiVersion 6 controller:bool 7 blockOwnerDeletion:bool",
    "DeleteOptions": (
        "1 gracePeriodSeconds:int 2 preconditions:Preconditions 3 orphanDependents:bool 4 propagationPolicy 5 dryRun*"
    ),
    "Preconditions": "1 uid 2 resourceVersion",
    "Namespace": "1 metadata:ObjectMeta 2 spec:NamespaceSpec 3 status:ignored",
    "NamespaceSpec": "1 finalizers*",
    "Secret": "1 metadata:ObjectMeta 2 data{}:bytes 3 type 4 stringData{} 5 immutable:bool",
    "ConfigMap": "1 metadata:ObjectMeta 2 data{} 3 binaryData{}:bytes 4 immutable:bool",
    "ServiceAccount": "1 metadata:ObjectMeta",
    "SelfSubjectReview": "1 metadata:ObjectMeta 2 status:ignored",
    "SelfSubjectAccessReview": "1 metadata:ObjectMeta 2 spec:AccessReviewSpec 3 status:ignored",
    "LocalSubjectAccessReview": "1 metadata:ObjectMeta 2 spec:AccessReviewSpec 3 status:ignored",
    "SubjectAccessReview": "1 metadata:ObjectMeta 2 spec:SubjectAccessReviewSpec 3 status:ignored",
    "SelfSubjectRulesReview": "1 metadata:ObjectMeta 2 spec:RulesReviewSpec 3 status:ignored",
    "AccessReviewSpec": "1 resourceAttributes:ResourceAttributes 2 nonResourceAttributes:NonResourceAttributes",
    "SubjectAccessReviewSpec": (
        "1 resourceAttributes:ResourceAttributes 2 nonResourceAttributes:NonResourceAttributes 3 user 4 groups* 6 uid"
    ),
    "ResourceAttributes": "1 namespace 2 verb 3 group 4 version 5 resource 6 subresource 7 name",
    "NonResourceAttributes": "1 path 2 verb",
    "RulesReviewSpec": "1 namespace",
    "Pod": "1 metadata:ObjectMeta 2 spec:PodSpec 3 status:ignored",
    "Job": "1 metadata:ObjectMeta 2 spec:JobSpec 3 status:ignored",
    "Deployment": "1 metadata:ObjectMeta 2 spec:DeploymentSpec 3 status:ignored",
    "JobSpec": (
        "1 parallelism:int 2 completions:int 3 activeDeadlineSeconds:int 6 template:PodTemplateSpec 7 backoffLimit:int"
    ),
    "DeploymentSpec": (
        "1 replicas:int 2 selector:LabelSelector 3 template:PodTemplateSpec 4 strategy:DeploymentStrategy "
        "5 minReadySeconds:int 6 revisionHistoryLimit:int 7 paused:bool 9 progressDeadlineSeconds:int"
    ),
    "DeploymentStrategy": "1 type",
    "LabelSelector": "1 matchLabels{}",
    "PodTemplateSpec": "1 metadata:ObjectMeta 2 spec:PodSpec",
    "PodSpec": (
        "2 containers:Container* 3 restartPolicy 4 terminationGracePeriodSeconds:int 6 dnsPolicy 7 nodeSelector{} "
        "8 serviceAccountName 10 nodeName 19 schedulerName"
    ),
    "Container": (
        "1 name 2 image 3 command* 4 args* 5 workingDir 6 ports:ContainerPort* 7 env:EnvVar* 14 imagePullPolicy"
    ),
    "ContainerPort": "1 name 2 hostPort:int 3 containerPort:int 4 protocol 5 hostIP",
    "EnvVar": "1 name 2 value",
}
"""Fields by number: a name, `:` and its type (text where there is none), `*` for lists, `{}` for maps."""


class NotUnderstood(Exception):
    """A message, or a field of one, that is not among those above."""


def decode(data: bytes) -> Json:
    """A whole object with its kind; raises NotUnderstood."""
    if not data.startswith(MAGIC):
        raise NotUnderstood("no protobuf of a Kubernetes object")
    envelope = _message("Unknown", memoryview(data)[len(MAGIC) :])
    named = envelope.get("typeMeta", {})
    if named.get("kind") not in MESSAGES:
        raise NotUnderstood(f"protobuf of {named.get('kind')}")
    return {**named, **_message(named["kind"], envelope.get("raw", memoryview(b"")))}


def _message(name: str, data: memoryview) -> Json:
    """Empty fields are left out, as in JSON."""
    fields = _fields_of(name)
    found: Json = {}
    for number, value in _fields(data):
        if number not in fields:
            # Whoever writes protobuf writes empty fields too.
            if value in (0, b""):
                continue
            raise NotUnderstood(f"field {number} of {name}")
        field, kind, many = fields[number]
        if many == "{}":
            key, entry = _entry(kind, value)
            found.setdefault(field, {})[key] = entry
        elif many == "*":
            found.setdefault(field, []).append(_value(kind, value))
        else:
            found[field] = _value(kind, value)
    return {field: value for field, value in found.items() if value not in ("", None, {})}


def _fields_of(name: str) -> dict[int, tuple[str, str, str]]:
    words = MESSAGES[name].split()
    fields = {}
    for number, word in zip(words[::2], words[1::2], strict=True):
        many = "{}" if "{}" in word else "*" if word.endswith("*") else ""
        field, _, kind = word.replace("{}", "").rstrip("*").partition(":")
        fields[int(number)] = (field, kind, many)
    return fields


def _entry(kind: str, data: Any) -> tuple[str, Any]:
    pair = dict(_fields(data))
    return str(_value("", pair.get(1, b""))), _value(kind, pair.get(2, b""))


def _value(kind: str, value: Any) -> Any:
    plain = _PLAIN.get(kind)
    return plain(value) if plain is not None else _message(kind, value)


def _time(value: Any) -> str | None:
    seconds = _message("Time", value).get("seconds")
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "": lambda value: bytes(value).decode("utf-8", "replace"),
    "int": int,
    "bool": bool,
    "raw": lambda value: value,
    "ignored": lambda _: None,
    "FieldsV1": lambda value: loads(bytes(dict(_fields(value)).get(1, b"{}"))),
    "bytes": lambda value: b64encode(bytes(value)).decode(),
    "Time": _time,
}


def _fields(data: Any) -> Iterator[tuple[int, Any]]:
    """(number, value): whole numbers as they are, texts and messages as bytes."""
    view, position = memoryview(data), 0
    while position < len(view):
        tag, position = _varint(view, position)
        if tag & 7 == 0:
            value, position = _varint(view, position)
            yield tag >> 3, value
        elif tag & 7 == 2:
            length, position = _varint(view, position)
            yield tag >> 3, view[position : position + length]
            position += length
        else:
            raise NotUnderstood(f"wire type {tag & 7}")


def _varint(view: memoryview, position: int) -> tuple[int, int]:
    number = shift = 0
    while position < len(view):
        byte = view[position]
        position += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, position
        shift += 7
    raise NotUnderstood("a number that is cut off")
