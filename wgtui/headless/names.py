"""Names typed on the command line, and the rows they mean."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wgtui.errors import ConfigError, NotFound
from wgtui.headless.answers import Named
from wgtui.resources import registry
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef


@dataclass(frozen=True, slots=True)
class Name:
    """`name`, `namespace/name`, `Kind/name` or `Kind/namespace/name`, in any case of the kind."""

    typed: str
    parts: tuple[str, ...]

    @property
    def namespace(self) -> str:
        """Empty where none was named for certain."""
        if len(self.parts) == 3:
            return self.parts[1]
        return self.parts[0] if len(self.parts) == 2 and registry.named(self.parts[0]) is None else ""

    def means(self, named: Named) -> bool:
        kind, ref = named
        match self.parts:
            case (name,):
                return name == ref.name
            case (first, name):
                return name == ref.name and (first == ref.namespace or _is_kind(first, kind))
            case (wanted, *where):
                return _is_kind(wanted, kind) and ObjectRef(*where) == ref
        return False


def _is_kind(typed: str, kind: str) -> bool:
    """Rows of a list may be of a kind that no server has, such as an Application."""
    known = registry.named(typed)
    return typed.lower() == kind.lower() or (known is not None and known.kind == kind)


def read_names(typed: Iterable[str]) -> tuple[Name, ...]:
    """Raises ConfigError for what cannot be a name."""
    return tuple(map(_read, typed))


def _read(typed: str) -> Name:
    parts = tuple(typed.split("/"))
    if len(parts) > 3 or not all(parts):
        raise ConfigError(f"{typed!r} is not a name", "expected name, namespace/name or Kind/namespace/name")
    return Name(typed, parts)


def application(typed: str, namespace: str) -> tuple[Kind[Any], ObjectRef]:
    """Of `Kind/name` or `Kind/namespace/name`, `ks` and `hr` for the kind. Raises ConfigError."""
    first, slash, rest = typed.partition("/")
    kind = registry.named(first)
    if not slash or kind not in registry.APPLICATION_KINDS:
        raise ConfigError(
            f"{typed!r} names no application", "expected Kustomization/namespace/name or HelmRelease/namespace/name"
        )
    assert kind is not None
    return kind, object_ref(rest, namespace)


def object_ref(typed: str, namespace: str = "") -> ObjectRef:
    """`name` or `namespace/name`; `namespace` is that of the command line."""
    first, slash, name = typed.partition("/")
    return ObjectRef(first, name) if slash else ObjectRef(namespace or "default", first)


def nearest(name: Name, there: Iterable[Named]) -> str:
    """The name among those that are there which was probably meant; empty where none comes near."""
    by_name = {ref.name: str(ref) for _, ref in there}
    found = difflib.get_close_matches(name.parts[-1], by_name, n=1)
    return by_name[found[0]] if found else ""


class NoSuch(NotFound):
    exit_code = 1


def the_one(found: Sequence[ObjectRef], noun: str, typed: str, verb: str) -> ObjectRef:
    """Raises NoSuch for none, ConfigError for several. `verb` lists what there is."""
    if not found:
        raise NoSuch(f"no {noun} {typed!r}", f"see wgtui get {verb}")
    if len(found) > 1:
        raise ConfigError(f"{typed!r} is more than one {noun}", f"name one of {', '.join(map(str, found))}")
    return found[0]
