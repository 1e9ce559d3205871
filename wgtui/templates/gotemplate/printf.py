"""`printf` with Go's verbs, flags, widths, argument indexes and its way of reporting a wrong verb inside the output."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wgtui.errors import TemplateError
from wgtui.templates.budget import MAX_DEPTH, Budget
from wgtui.templates.gotemplate.formatting import described, plain, quoted
from wgtui.templates.gotemplate.numbers import float_text, integer_text
from wgtui.templates.gotemplate.spec import Spec
from wgtui.templates.gotemplate.values import Struct, Value, basic_kind, kind_name, type_name

_LARGEST_WIDTH = 1_000_000
_FLAGS = "#0+- "
_NUMBER = re.compile(r"\d*")
_INDEX = re.compile(r"\[([^\]]*)\]")


def sprintf(template: str, values: tuple[Value, ...], budget: Budget) -> str:
    return _Printer(template, values, budget).text()


@dataclass(slots=True)
class _Directive:
    """What is known while one `%…` is read."""

    spec: Spec
    good_index: bool = True
    after_index: bool = False
    flags: str = ""


class _Printer:
    def __init__(self, template: str, values: tuple[Value, ...], budget: Budget) -> None:
        self._template = template
        self._values = values
        self._budget = budget
        self._at = 0
        self._argument = 0
        self._reordered = False
        self._pieces: list[str] = []

    def text(self) -> str:
        while self._at < len(self._template):
            percent = self._template.find("%", self._at)
            if percent < 0:
                self._write(self._template[self._at :])
                break
            self._write(self._template[self._at : percent])
            self._at = percent + 1
            self._directive()
        if not self._reordered and self._argument < len(self._values):
            extra = ", ".join(described(value, self._budget) for value in self._values[self._argument :])
            self._write(f"%!(EXTRA {extra})")
        return "".join(self._pieces)

    def _write(self, text: str) -> None:
        self._budget.reserve(len(text))
        self._pieces.append(text)

    def _directive(self) -> None:
        directive = _Directive(Spec())
        self._reordered = False
        self._read_flags(directive)
        self._read_index(directive)
        self._read_width(directive)
        self._read_precision(directive)
        if not directive.after_index:
            self._read_index(directive)
        if self._at >= len(self._template):
            self._write("%!(NOVERB)")
            return
        verb = self._template[self._at]
        self._at += 1
        self._verb(verb, directive)

    def _verb(self, verb: str, directive: _Directive) -> None:
        if verb == "%":
            self._write("%")
        elif not directive.good_index:
            self._write(f"%!{verb}(BADINDEX)")
        elif self._argument >= len(self._values):
            self._write(f"%!{verb}(MISSING)")
        else:
            value = self._values[self._argument]
            self._argument += 1
            spec = replace(directive.spec, plus=False) if verb == "v" else directive.spec
            self._budget.reserve(spec.width + max(spec.precision, 0))
            self._write(_format(value, verb, spec, self._budget))

    def _read_flags(self, directive: _Directive) -> None:
        begins = self._at
        while self._at < len(self._template) and self._template[self._at] in _FLAGS:
            self._at += 1
        flags = self._template[begins : self._at]
        directive.spec = Spec(
            sharp="#" in flags, zero="0" in flags, plus="+" in flags, minus="-" in flags, space=" " in flags
        )

    def _read_index(self, directive: _Directive) -> None:
        """`[n]`: which argument is meant."""
        directive.after_index = False
        if not self._template.startswith("[", self._at):
            return
        self._reordered = True
        match = _INDEX.match(self._template, self._at)
        if match is None:
            directive.good_index = False
            self._at += 1
            return
        self._at = match.end()
        digits = match.group(1)
        wanted = int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 8 else 0
        if 1 <= wanted <= len(self._values):
            self._argument = wanted - 1
            directive.after_index = True
        else:
            directive.good_index = False

    def _read_number(self) -> int | None:
        match = _NUMBER.match(self._template, self._at)
        digits = match.group() if match else ""
        self._at += len(digits)
        if digits and (len(digits) > 8 or int(digits) > _LARGEST_WIDTH):
            self._at = len(self._template)
            return None
        return int(digits) if digits and digits.isascii() else None

    def _star(self) -> int | None:
        """A width or precision taken from the arguments; None if that argument is no usable number."""
        self._at += 1
        value: Value = self._values[self._argument] if self._argument < len(self._values) else None
        self._argument += self._argument < len(self._values)
        usable = basic_kind(value) in ("int", "uint") and abs(value) <= _LARGEST_WIDTH
        return int(value) if usable else None

    def _read_width(self, directive: _Directive) -> None:
        if self._template.startswith("*", self._at):
            width = self._star()
            directive.after_index = False
            if width is None:
                self._write("%!(BADWIDTH)")
                return
            minus = directive.spec.minus or width < 0
            directive.spec = replace(directive.spec, width=abs(width), has_width=True, minus=minus)
            return
        width = self._read_number()
        if width is not None:
            directive.spec = replace(directive.spec, width=width, has_width=True)
            directive.good_index = directive.good_index and not directive.after_index

    def _read_precision(self, directive: _Directive) -> None:
        if not self._template.startswith(".", self._at) or self._at + 1 == len(self._template):
            return
        self._at += 1
        if directive.after_index:
            directive.good_index = False
        self._read_index(directive)
        if self._template.startswith("*", self._at):
            precision = self._star()
            directive.after_index = False
            if precision is None or precision < 0:
                self._write("%!(BADPREC)")
                return
        else:
            precision = self._read_number() or 0
        directive.spec = replace(directive.spec, precision=precision)


def _format(value: Value, verb: str, spec: Spec, budget: Budget, depth: int = 0) -> str:
    if verb == "T":
        return spec.pad(type_name(value))
    if value is None:
        return spec.pad("<nil>") if verb == "v" or depth else f"%!{verb}(<nil>)"
    if depth > MAX_DEPTH:
        raise TemplateError("a value is nested too deeply to print", "does it contain itself?")
    text = _by_kind(value, verb, spec, budget, depth)
    if text is None:
        return f"%!{verb}({described(value, budget)})"
    budget.reserve(len(text))
    return text


def _by_kind(value: Value, verb: str, spec: Spec, budget: Budget, depth: int) -> str | None:
    """None where the verb does not suit the value."""
    match basic_kind(value):
        case "string":
            return _string(value, verb, spec)
        case "bool":
            return spec.pad(plain(value, budget)) if verb in "tv" else None
        case "int" | "uint":
            return integer_text(int(value), verb, spec, unsigned=basic_kind(value) == "uint")
        case "float":
            return float_text(value, verb, spec)
        case "complex":
            return _complex(value, verb, spec)
    if isinstance(value, Struct):
        return _string(str(value), verb, spec)
    return _composite(value, verb, spec, budget, depth)


def _string(text: str, verb: str, spec: Spec) -> str | None:
    if spec.precision >= 0 and verb in "vsqxX":
        text = text[: spec.precision] if verb in "vsq" else text.encode()[: spec.precision].decode(errors="replace")
    if verb == "s" or (verb == "v" and not spec.sharp):
        return spec.pad(text)
    if verb in "qv":
        raw = spec.sharp and verb == "q" and "`" not in text and text.isprintable()
        return spec.pad(f"`{text}`" if raw else quoted(text, ascii_only=spec.plus and verb == "q"))
    if verb in "xX":
        return spec.pad(_hex(text, verb, spec))
    return None


def _hex(text: str, verb: str, spec: Spec) -> str:
    prefix = f"0{verb}" if spec.sharp else ""
    pairs = [f"{byte:02{verb}}" for byte in text.encode()]
    if spec.space:
        return " ".join(prefix + pair for pair in pairs)
    return prefix + "".join(pairs) if pairs else ""


def _complex(value: complex, verb: str, spec: Spec) -> str | None:
    real = float_text(value.real, verb, spec)
    imaginary = float_text(value.imag, verb, replace(spec, plus=True))
    return None if real is None or imaginary is None else f"({real}{imaginary}i)"


def _composite(value: Value, verb: str, spec: Spec, budget: Budget, depth: int) -> str:
    """Lists and maps: the verb goes to every element."""
    go_syntax = verb == "v" and spec.sharp
    if kind_name(value) == "map":
        pieces = [
            f"{_format(key, verb, spec, budget, depth + 1)}:{_element(value[key], verb, spec, budget, depth)}"
            for key in sorted(value)
        ]
        return f"{type_name(value)}{{{', '.join(pieces)}}}" if go_syntax else f"map[{' '.join(pieces)}]"
    pieces = [_element(element, verb, spec, budget, depth) for element in value]
    return f"{type_name(value)}{{{', '.join(pieces)}}}" if go_syntax else f"[{' '.join(pieces)}]"


def _element(value: Value, verb: str, spec: Spec, budget: Budget, depth: int) -> str:
    if value is None and verb == "v" and spec.sharp:
        return "interface {}(nil)"
    return _format(value, verb, spec, budget, depth + 1)
