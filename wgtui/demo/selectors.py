"""Label and field selectors, read and refused as apimachinery does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from wgtui.demo.answers import bad_request
from wgtui.demo.names import LABEL_KEY, LABEL_KEY_MESSAGE
from wgtui.demo.served import ServedKind
from wgtui.demo.stored import Stored

Labels = Mapping[str, str]

_TOKEN = re.compile(r"\s*(?:(==|!=|[!=(),<>])|([^\s=!(),<>]+))")
_END = ""
_COMPARISONS = (">", "<")
_FIELDS: dict[str, frozenset[str]] = {
    "events": frozenset(
        {
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
            "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
            "reportingComponent", "source", "type",
        }
    ),
    "pods": frozenset({"spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
                       "status.phase", "status.podIP", "status.nominatedNodeName"}),
    "secrets": frozenset({"type"}),
    "nodes": frozenset({"spec.unschedulable"}),
    "namespaces": frozenset({"status.phase"}),
    "jobs.batch": frozenset({"status.successful"}),
}  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    """`operator` is exists, !, in, notin, < or >; equality is `in` with one value."""

    key: str
    operator: str
    values: frozenset[str] = frozenset()

    def matches(self, labels: Labels) -> bool:
        if self.operator == "in":
            return labels.get(self.key) in self.values if self.key in labels else False
        if self.operator == "notin":
            return labels.get(self.key) not in self.values
        if self.operator in _COMPARISONS:
            return self._compares(labels.get(self.key, ""))
        return (self.key in labels) == (self.operator == "exists")

    def _compares(self, actual: str) -> bool:
        """Whole numbers only; anything else matches neither."""
        if not actual.isdecimal():
            return False
        (wanted,) = map(int, self.values)
        return int(actual) > wanted if self.operator == ">" else int(actual) < wanted


class _Reader:
    """A recursive descent over tokens; raises ValueError with apimachinery's words."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._position = 0

    def peek(self) -> str:
        return self._tokens[self._position] if self._position < len(self._tokens) else _END

    def take(self) -> str:
        token = self.peek()
        self._position += 1
        return token

    def requirements(self) -> Iterator[Requirement]:
        while self.peek() != _END:
            if _is_symbol(self.peek()) and self.peek() != "!":
                raise ValueError(f"found '{self.peek()}', expected: !, identifier, or 'end of string'")
            yield self._requirement()
            if self.peek() == _END:
                return
            if self.take() != ",":
                raise ValueError(f"found '{self._tokens[self._position - 1]}', expected: ',' or 'end of string'")
            following = self.peek()
            if following == _END or (_is_symbol(following) and following != "!"):
                raise ValueError(f"found '{following}', expected: identifier after ','")

    def _requirement(self) -> Requirement:
        absent = self.peek() == "!"
        if absent:
            self.take()
        key = self.take()
        if key == _END or _is_symbol(key):
            raise ValueError(f"unable to parse requirement: found '{key}', expected: identifier")
        if not LABEL_KEY.fullmatch(key.rpartition("/")[2]):
            raise ValueError(f'unable to parse requirement: <nil>: Invalid value: "{key}": {LABEL_KEY_MESSAGE}')
        if absent:
            return Requirement(key, "!")
        if self.peek() in (_END, ","):
            return Requirement(key, "exists")
        return self._compared(key, self.take())

    def _compared(self, key: str, operator: str) -> Requirement:
        if operator in ("=", "==", "!="):
            value = "" if self.peek() in (_END, ",") else self.take()
            if _is_symbol(value):
                raise ValueError(f"unable to parse requirement: found '{value}', expected: identifier")
            return Requirement(key, "notin" if operator == "!=" else "in", frozenset({value}))
        if operator in ("in", "notin"):
            return Requirement(key, operator, self._values())
        if operator in _COMPARISONS:
            value = self.take()
            if not value.isdecimal():
                why = "for 'Gt', 'Lt' operators, the value must be an integer"
                raise ValueError(f'unable to parse requirement: values[0][{key}]: Invalid value: "{value}": {why}')
            return Requirement(key, operator, frozenset({value}))
        raise ValueError(f"unable to parse requirement: found '{operator}', expected: in, notin, =, ==, !=, gt, lt")

    def _values(self) -> frozenset[str]:
        if (opening := self.take()) != "(":
            raise ValueError(f"unable to parse requirement: found '{opening}' expected: '('")
        values = set()
        if self.peek() in (",", ")"):
            values.add("")
        while (token := self.take()) != ")":
            if token == _END:
                raise ValueError("unable to parse requirement: found '', expected: ',' or ')'")
            if token != ",":
                values.add(token)
        return frozenset(values)


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text.rstrip()):
        yield match[1] or match[2]


def _is_symbol(token: str) -> bool:
    return bool(token) and token[0] in "=!(),<>"


@dataclass(frozen=True)
class FieldRequirement:
    path: str
    value: str
    equal: bool

    def matches(self, stored: Stored) -> bool:
        return (self._actual(stored) == self.value) == self.equal

    def _actual(self, stored: Stored) -> str:
        if self.path == "metadata.name":
            return stored.name
        if self.path == "metadata.namespace":
            return stored.namespace
        body = stored.parsed()
        if self.path == "source":
            return str(body.get("source", {}).get("component", "") or body.get("reportingComponent", ""))
        return _text(reduce(_member, self.path.split("."), body))


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Selector:
    """Both selectors of one request."""

    labels: tuple[Requirement, ...] = ()
    fields: tuple[FieldRequirement, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.labels or self.fields)

    def matches(self, stored: Stored) -> bool:
        return all(wanted.matches(stored.labels) for wanted in self.labels) and all(
            wanted.matches(stored) for wanted in self.fields
        )

    def label(self, key: str) -> str | None:
        """The one value that a label must have, where the selector says so."""
        for wanted in self.labels:
            if wanted.key == key and wanted.operator == "in" and len(wanted.values) == 1:
                return next(iter(wanted.values))
        return None

    @property
    def name(self) -> str:
        """The object name that a field selector demands, or empty."""
        return next((wanted.value for wanted in self.fields if wanted.path == "metadata.name" and wanted.equal), "")


def parse_selector(kind: ServedKind, labels: str, fields: str) -> Selector:
    """Raises Refusal (400) for what the server could not read or does not support."""
    return Selector(parse_labels(labels), tuple(_parse_fields(kind, fields)))


def parse_labels(text: str) -> tuple[Requirement, ...]:
    try:
        return tuple(_Reader(text).requirements())
    except ValueError as error:
        raise bad_request(str(error)) from error


def _parse_fields(kind: ServedKind, text: str) -> Iterator[FieldRequirement]:
    for term in filter(None, text.split(",")):
        match = re.fullmatch(r"([^=!]+)(!=|==|=)(.*)", term)
        if match is None:
            raise bad_request(f"invalid selector: '{text}'; can't understand '{term}'")
        path, operator, value = match.groups()
        if path not in ("metadata.name", "metadata.namespace") and path not in _FIELDS.get(kind.resource, ()):
            raise bad_request(_unsupported(kind, path))
        yield FieldRequirement(path, value, operator != "!=")


def _unsupported(kind: ServedKind, path: str) -> str:
    if kind.custom or kind.resource in _FIELDS:
        return f"field label not supported: {path}"
    return f'"{path}" is not a known field selector: only "metadata.name", "metadata.namespace"'
