"""What a kind looks like to the embedded API server: names, versions, printer columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

AGE = ".metadata.creationTimestamp"
FLAGS = ("global", "no-status")


@dataclass(frozen=True, slots=True)
class PrinterColumn:
    """One column of kubectl's table; a priority above 0 shows with `-o wide` only. `path` is a JSON path."""

    name: str
    path: str
    type: str = "string"
    priority: int = 0


@dataclass(frozen=True, slots=True)
class ServedKind:
    """One kind as a server serves it. `versions[0]` is the stored one."""

    group: str
    kind: str
    plural: str
    versions: tuple[str, ...]
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    status: bool = True
    """Whether /status is a subresource, so that a change of the status leaves the generation alone."""
    columns: tuple[PrinterColumn, ...] = ()

    @property
    def resource(self) -> str:
        """`clusters.cluster.x-k8s.io`, or `pods` in the core group."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.versions[0]}" if self.group else self.versions[0]


def read_kinds(table: str) -> tuple[ServedKind, ...]:
    """Kinds from a table: a line `group/version Kind plural [short,…] [global] [no-status]`,
    then indented printer columns, `[*]Name[:type]=path` with `|` between; `*` is wide, `?Ready.message` a condition.
    """
    return tuple(_kind(head, columns) for head, columns in _entries(table))


def _entries(table: str) -> Iterator[tuple[str, str]]:
    head, columns = "", ""
    for line in table.strip().splitlines():
        if line.startswith(" "):
            columns += line
            continue
        if head:
            yield head, columns
        head, columns = line, ""
    yield head, columns


def _kind(head: str, columns: str) -> ServedKind:
    api_version, kind, plural, *rest = head.split()
    group, _, version = api_version.rpartition("/")
    return ServedKind(
        group,
        kind,
        plural,
        (version,),
        namespaced="global" not in rest,
        short_names=tuple(name for word in rest if word not in FLAGS for name in word.split(",")),
        status="no-status" not in rest,
        columns=tuple(_column(text.strip()) for text in columns.split("|") if text.strip()),
    )


def _column(text: str) -> PrinterColumn:
    if text == "Age":
        return PrinterColumn("Age", AGE, type="date")
    title, _, path = text.partition("=")
    name, _, type_ = title.lstrip("*").partition(":")
    if path.startswith("?"):
        condition, _, field = path[1:].partition(".")
        path = f'.status.conditions[?(@.type=="{condition}")].{field or "status"}'
    return PrinterColumn(name, path, type_ or "string", priority=10 if title.startswith("*") else 0)
