"""What a kind is: group, plural, versions, and the struct its objects decode to. Each group defines its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One resource. `versions` are those wgtui can read, best first; the server's discovery decides. None named: any.

    Compared and hashed by group and kind alone.
    """

    group: str
    kind: str
    plural: str
    struct: type[T] = field(compare=False)
    versions: tuple[str, ...] = field(compare=False, default=("v1",))
    namespaced: bool = field(compare=False, default=True)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Everything that is known is looked up by kind, hundreds of thousands of times while a fleet is read.
        object.__setattr__(self, "_hash", hash((self.group, self.kind)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def resource(self) -> str:
        """`clusters.cluster.x-k8s.io`, as kubectl and access reviews write it."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    def __str__(self) -> str:
        return self.kind
