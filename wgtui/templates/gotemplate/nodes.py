"""The tree of a Go template; `position` is an offset into the text it came from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Field:
    """`.A.B`"""

    position: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """`$x.A.B`; `slot` is where the variable lives while its template runs."""

    position: int
    name: str
    slot: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    position: int


@dataclass(frozen=True, slots=True)
class Nil:
    position: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal. `text` is as written: a whole number may also serve where a float is wanted, and the reverse."""

    position: int
    value: str | bool | int | float | complex
    text: str
    is_float: bool = False
    as_integer: int | None = None
    as_float: float | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """`(pipeline).A.B`"""

    position: int
    operand: Node
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Function:
    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Command:
    position: int
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pipe:
    """`$a, $b := command | command`; `assigns` is true for `=`."""

    position: int
    commands: tuple[Command, ...]
    variables: tuple[Variable, ...] = ()
    assigns: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    position: int
    pipe: Pipe


@dataclass(frozen=True, slots=True)
class If:
    position: int
    pipe: Pipe
    body: Nodes
    otherwise: Nodes | None


@dataclass(frozen=True, slots=True)
class With:
    position: int
    pipe: Pipe
    body: Nodes
    otherwise: Nodes | None


@dataclass(frozen=True, slots=True)
class Range:
    position: int
    pipe: Pipe
    body: Nodes
    otherwise: Nodes | None


@dataclass(frozen=True, slots=True)
class Call:
    """`{{template "name" pipeline}}`, and where `{{block}}` stood."""

    position: int
    name: str
    pipe: Pipe | None


@dataclass(frozen=True, slots=True)
class Break:
    position: int


@dataclass(frozen=True, slots=True)
class Continue:
    position: int


Node = Field | Variable | Dot | Nil | Constant | Chain | Function | Pipe


def written(node: Node) -> str:
    """As it stands in a template, but for spaces."""
    match node:
        case Dot():
            return "."
        case Nil():
            return "nil"
        case Constant():
            return node.text
        case Function():
            return node.name
        case Field():
            return "".join(f".{name}" for name in node.names)
        case Variable():
            return node.name + "".join(f".{name}" for name in node.fields)
        case Chain():
            return f"({written(node.operand)})" + "".join(f".{name}" for name in node.fields)
        case Pipe():
            return " | ".join(" ".join(map(written, command.arguments)) for command in node.commands)


Statement = Text | Action | If | With | Range | Call | Break | Continue
Nodes = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """One named template; `slots` is how many variables it needs while it runs (`$` is slot 0)."""

    name: str
    body: Nodes
    slots: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed text: its own body and every template it defines."""

    source: str
    main: Definition
    definitions: dict[str, Definition] = field(default_factory=dict)
