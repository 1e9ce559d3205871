"""Semantic versions and constraints, as Masterminds/semver reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wgtui.templates.gotemplate.functions import Function, FunctionTable
from wgtui.templates.gotemplate.values import CallError, Struct, Uint64, Value

TABLE = FunctionTable()

_SUFFIX = r"(?:-([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?(?:\+([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?"
_VERSION = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?" + _SUFFIX)
_PART = r"[0-9xX*|]+"
_WANTED = rf"v?({_PART})(?:\.({_PART}))?(?:\.({_PART}))?" + _SUFFIX
_OPERATOR = r"=>|=<|!=|>=|<=|~>|=|>|<|~|\^|"
_CONSTRAINT = re.compile(rf"\s*({_OPERATOR})\s*{_WANTED}\s*,?")
_RANGE = re.compile(rf"\s*({_WANTED})\s+-\s+({_WANTED})\s*")
_LONGEST = 512


@dataclass(frozen=True, eq=False)
class Version(Struct):
    """`original` is as it was written; `str` gives the full form."""

    major: int
    minor: int
    patch: int
    prerelease: str
    metadata: str
    original: str

    go_type = "*semver.Version"
    go_kind = "ptr"

    def __str__(self) -> str:
        suffix = f"-{self.prerelease}" if self.prerelease else ""
        return f"{self.major}.{self.minor}.{self.patch}{suffix}" + (f"+{self.metadata}" if self.metadata else "")

    def member(self, name: str) -> Value:
        facts: dict[str, Value] = {
            "Major": Uint64(self.major), "Minor": Uint64(self.minor), "Patch": Uint64(self.patch),
            "Prerelease": self.prerelease, "Metadata": self.metadata, "Original": self.original, "String": str(self),
        }  # fmt: skip
        return facts[name] if name in facts else self._method(name)

    def _method(self, name: str) -> Function:
        methods = {
            "Compare": lambda other: compare(self, other),
            "Equal": lambda other: compare(self, other) == 0,
            "LessThan": lambda other: compare(self, other) < 0,
            "GreaterThan": lambda other: compare(self, other) > 0,
        }
        if name in methods:
            return Function(methods[name], ("*semver.Version",), False, False)
        increments = {
            "IncMajor": (self.major + 1, 0, 0),
            "IncMinor": (self.major, self.minor + 1, 0),
            "IncPatch": (self.major, self.minor, self.patch + (not self.prerelease)),
        }
        numbers = increments[name]
        text = ("v" if self.original.startswith("v") else "") + ".".join(map(str, numbers))
        return Function(lambda: Version(*numbers, "", "", text), (), False, False)


def parsed(text: str) -> Version:
    """Forgives a leading `v` and missing parts. Raises CallError."""
    match = _VERSION.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise CallError(f"Invalid Semantic Version: {text[:60]!r}")
    major, minor, patch, prerelease, metadata = match.groups()
    numbers = [int(part or 0) for part in (major, minor, patch)]
    if any(number >= 2**64 for number in numbers):
        raise CallError("a number of the version is too big")
    if any(part.isdigit() and len(part) > 1 and part[0] == "0" for part in (prerelease or "").split(".")):
        raise CallError("a number of the pre-release starts with 0")
    return Version(numbers[0], numbers[1], numbers[2], prerelease or "", metadata or "", text)


def compare(left: Version, right: Version) -> int:
    """-1, 0 or 1; a pre-release comes before its release, metadata does not count."""
    mine, other = (left.major, left.minor, left.patch), (right.major, right.minor, right.patch)
    if mine != other:
        return 1 if mine > other else -1
    return _compare_prereleases(left.prerelease, right.prerelease)


def _compare_prereleases(left: str, right: str) -> int:
    if left == right:
        return 0
    if not left or not right:
        return -1 if left else 1
    mine, other = [[_rank(part) for part in text.split(".")] for text in (left, right)]
    return 1 if mine > other else -1 if mine < other else 0


def _rank(part: str) -> tuple[int, int, str]:
    return (0, int(part), "") if part.isdigit() else (1, 0, part)


@dataclass(frozen=True, slots=True)
class _Constraint:
    """`level` is how many parts were given: 0 for `*`, 1 for `1.x`, 2 for `1.2`, 3 for all."""

    operator: str
    version: Version
    level: int

    def allows(self, version: Version) -> bool:
        if version.prerelease and not self.version.prerelease and (self.operator != "!=" or self.level < 3):
            return False
        match self.operator:
            case "!=":
                return not self._matches_parts(version)
            case ">":
                return self._is_above(version)
            case "<":
                return compare(version, self.version) < 0
            case ">=" | "=>":
                return compare(version, self.version) >= 0
            case "<=" | "=<":
                return self._is_up_to(version)
            case "~" | "~>":
                return self._is_near(version)
            case "^":
                return self._is_compatible(version)
        return self._is_near(version) if self.level < 3 else compare(version, self.version) == 0

    def _matches_parts(self, version: Version) -> bool:
        mine = (self.version.major, self.version.minor, self.version.patch)
        other = (version.major, version.minor, version.patch)
        if self.level == 3:
            return compare(version, self.version) == 0
        same = mine[: max(self.level, 1)] == other[: max(self.level, 1)]
        if same and self.level == 2:
            return version.prerelease == self.version.prerelease
        return same

    def _is_above(self, version: Version) -> bool:
        """`>1` starts at 2, `>1.1` at 1.2."""
        if self.level in {3, 0}:
            return compare(version, self.version) > 0
        mine = (self.version.major, self.version.minor)[: self.level]
        return (version.major, version.minor)[: self.level] > mine

    def _is_up_to(self, version: Version) -> bool:
        if self.level == 3:
            return compare(version, self.version) <= 0
        level = max(self.level, 1) if self.level else 2
        return (version.major, version.minor)[:level] <= (self.version.major, self.version.minor)[:level]

    def _is_near(self, version: Version) -> bool:
        if compare(version, self.version) < 0:
            return False
        if self.level == 0 or (
            self.level == 3 and not (self.version.major or self.version.minor or self.version.patch)
        ):
            return True
        same_minor = self.level == 1 or version.minor == self.version.minor
        return version.major == self.version.major and same_minor

    def _is_compatible(self, version: Version) -> bool:
        if compare(version, self.version) < 0:
            return False
        if self.level == 0:
            return version.major == 0
        if self.version.major > 0 or self.level == 1:
            return version.major == self.version.major
        if version.major > 0:
            return False
        if self.version.minor > 0 or self.level == 2:
            return version.minor == self.version.minor
        return version.minor == 0 and version.patch == self.version.patch


def _constraint(match: re.Match[str]) -> _Constraint:
    operator, major, minor, patch, prerelease, _ = match.groups()
    level = 3
    for given, part in enumerate((major, minor, patch)):
        if part is None or part in ("x", "X", "*"):
            level = given
            break
    numbers = [part if part and at < level else "0" for at, part in enumerate((major, minor, patch))]
    suffix = f"-{prerelease}" if prerelease else ""
    return _Constraint(operator, parsed(".".join(numbers) + suffix), level)


def _alternative(text: str) -> list[_Constraint]:
    found: list[_Constraint] = []
    at = 0
    while at < len(text.rstrip()):
        match = _CONSTRAINT.match(text, at)
        if match is None or match.end() == at:
            raise CallError(f"improper constraint: {text.strip()}")
        if found and not text[at - 1].isspace() and text[at - 1] != "," and not text[at].isspace():
            raise CallError(f"improper constraint: {text.strip()}")
        found.append(_constraint(match))
        at = match.end()
    if not found or text.rstrip().endswith(","):
        raise CallError(f"improper constraint: {text.strip()}")
    return found


def allows(constraint: str, version: Version) -> bool:
    """`>=1.2 <2 || ~3.1`. Raises CallError."""
    if len(constraint) > _LONGEST:
        raise CallError("the constraint is too long")
    rewritten = _RANGE.sub(lambda match: f">= {match.group(1)}, <= {match.group(7)}", constraint)
    alternatives = [_alternative(text) for text in rewritten.split("||")]
    return any(all(part.allows(version) for part in alternative) for alternative in alternatives)


@TABLE.add("semver", "string")
def semver(text: str) -> Version:
    return parsed(text)


@TABLE.add("semverCompare", "string string")
def semver_compare(constraint: str, version: str) -> bool:
    return allows(constraint, parsed(version))
