"""Functions a template can call: their Go signatures, and the check of arguments against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from wgtui.templates.gotemplate.nodes import Constant
from wgtui.templates.gotemplate.values import CallError, StringList, Value, type_name

Implementation = TypeVar("Implementation", bound=Callable[..., Value])

_GO_NAMES = {
    "map": "map[string]interface {}",
    "list": "[]interface {}",
    "time": "time.Time",
    "certificate": "sprig.certificate",
}
TYPES_OF_LITERALS = {"string": "string", "int": "integer", "float64": "float", "bool": "bool"}
_EXACT: dict[str, type] = {"string": str, "int": int, "float64": float, "bool": bool}
_EMPTY: dict[str, Callable[[], Value]] = {"map": dict, "list": list, "strings": StringList}


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` are Go types by short names; the last repeats when `variadic`.

    `contextual` ones also get the Context. A `slow` one looks at each character by itself, and is charged for each.
    """

    call: Callable[..., Value]
    parameters: tuple[str, ...]
    variadic: bool
    contextual: bool
    slow: bool = False

    def parameter(self, index: int) -> str:
        if self.variadic and index >= len(self.parameters) - 1:
            return self.parameters[-1]
        return self.parameters[index]

    def wrong_count(self, count: int) -> str:
        """Why `count` arguments do not fit, or empty."""
        least = len(self.parameters) - self.variadic
        if self.variadic and count < least:
            return f"want at least {least} got {count}"
        if not self.variadic and count != least:
            return f"want {least} got {count}"
        return ""


@dataclass(slots=True)
class FunctionTable:
    """A family of functions, filled by decoration: `@table.add("trunc", "int string")`."""

    functions: dict[str, Function] = field(default_factory=dict)

    def add(
        self, names: str, signature: str, *, context: bool = False, slow: bool = False
    ) -> Callable[[Implementation], Implementation]:
        """`names` may be several; a signature ending in `...` is variadic."""
        variadic = signature.endswith("...")
        parameters = tuple(signature.removesuffix("...").split())

        def remember(implementation: Implementation) -> Implementation:
            for name in names.split():
                self.functions[name] = Function(implementation, parameters, variadic, context, slow)
            return implementation

        return remember


def checked(value: Value, parameter: str) -> Value:
    """`value` as an argument for `parameter`. Raises CallError naming both types."""
    if parameter == "any":
        return value
    exact = _EXACT.get(parameter)
    if exact is not None:
        if type(value) is exact:
            return value
    elif value is None and parameter in _EMPTY:
        return _EMPTY[parameter]()
    elif type_name(value) == _GO_NAMES.get(parameter, parameter):
        return value
    expected = _GO_NAMES.get(parameter, parameter)
    if value is None:
        raise CallError(f"invalid value; expected {expected}")
    raise CallError(f"wrong type for value; expected {expected}; got {type_name(value)}")


def literal(constant: Constant, parameter: str) -> Value:
    """A literal takes the type the parameter wants, if it can. Raises CallError."""
    if parameter == "int" and constant.as_integer is not None:
        return constant.as_integer
    if parameter == "float64" and constant.as_float is not None:
        return constant.as_float
    if parameter == "any" or type(constant.value) is _EXACT.get(parameter):
        return constant.value
    if parameter in TYPES_OF_LITERALS:
        raise CallError(f"expected {TYPES_OF_LITERALS[parameter]}; found {constant.text}")
    raise CallError(f"can't handle {constant.text} for arg of type {_GO_NAMES.get(parameter, parameter)}")
