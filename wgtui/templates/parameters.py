"""The parameters of a template: what is asked for, and what a value has to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wgtui.errors import TemplateError
from wgtui.resources.templates import TemplateParameter
from wgtui.templates.language import Values
from wgtui.templates.names import is_label, is_subdomain

LONGEST_VALUE = 256
NAMESPACE = "NAMESPACE"
CLUSTER_NAME = "CLUSTER_NAME"
RESOURCE_NAME = "RESOURCE_NAME"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Found in a text of the template; the rest is what its declaration says, where it has one."""

    name: str
    description: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    default: str = ""

    @property
    def editable(self) -> bool:
        """Whether what is rendered stays the same object when the value changes: name and namespace say which it is."""
        return self.name not in (NAMESPACE, CLUSTER_NAME, RESOURCE_NAME)

    def problem(self, value: str) -> TemplateError | None:
        """What is wrong with a value, for a form to show while it is typed."""
        if not value:
            return self._missing() if self.required and not self.default else None
        if self.options and value not in self.options and value != self.default:
            return self._wrong(value, f"one of {', '.join(self.options)}")
        if len(value) > LONGEST_VALUE:
            return self._wrong(value[:20] + "…", f"at most {LONGEST_VALUE} characters")
        if self.name == NAMESPACE and not is_label(value):
            return self._wrong(value, "lower-case letters, digits and - (up to 63), as a namespace is named")
        if self.name in (CLUSTER_NAME, RESOURCE_NAME) and not is_subdomain(value):
            return self._wrong(value, "lower-case letters, digits, - and ., as an object is named")
        return None

    def _missing(self) -> TemplateError:
        return TemplateError(f"missing required parameter: {self.name}", parameter=self.name, expected="a value")

    def _wrong(self, value: str, expected: str) -> TemplateError:
        return TemplateError(f"{self.name} cannot be {value!r}", parameter=self.name, expected=expected)

    def value(self, given: str) -> str:
        """`given`, or the default. Raises TemplateError where neither is there and one must be."""
        if not given and not self.default and self.required:
            raise self._missing()
        return given or self.default


def ordered(found: Iterable[str], declared: Iterable[TemplateParameter]) -> tuple[Parameter, ...]:
    """Declared ones as declared, then the others by name. What is declared but used nowhere is not asked for."""
    names = set(found)
    known = {one.name: one for one in declared if one.name in names}
    return (
        *(Parameter(one.name, one.description, one.required, one.options, one.default) for one in known.values()),
        *(Parameter(name) for name in sorted(names - known.keys())),
    )


def resolved(parameters: Iterable[Parameter], given: Mapping[str, str]) -> Values:
    """The value of each; what is given beside is kept. Raises TemplateError for the first that is missing."""
    values = Values(given)
    for parameter in parameters:
        values[parameter.name] = parameter.value(given.get(parameter.name, ""))
    return values


def problems(parameters: Iterable[Parameter], given: Mapping[str, str]) -> list[TemplateError]:
    """Everything wrong with the values, in the order of the form."""
    found = (parameter.problem(given.get(parameter.name, "")) for parameter in parameters)
    return [problem for problem in found if problem is not None]
