"""Everything that is expected to go wrong, as one tree.

WgtuiError               title, detail                                    exit code
├── ConfigError          before the screen: a flag, a file, a kubeconfig          2
├── FilterError          a filter that cannot be read                             2
├── TemplateError        a template, or a value given to it, is wrong             2
└── KubeError            one API server                                           3
    ├── Unreachable      no answer: refused, timed out, cut off, TLS
    ├── Unauthorized     401, or the login plugin failed
    ├── Forbidden        403
    ├── Absent           404 for a kind: this server does not serve it
    ├── NotFound         404 for an object
    ├── Conflict         409
    ├── Gone             410: the resource version is too old
    ├── Invalid          400, 415, 422
    ├── Throttled        429; `retry_after`
    ├── Waiting          nothing is wrong: more is watched than connections are allowed, and it is another's turn
    ├── ServerFault      5xx and unreadable answers; `retry_after`
    └── ReadOnly         a mutating request stopped here, before it left the process
"""

from __future__ import annotations


class WgtuiError(Exception):
    """`title` says what is the matter in one line; `detail` what to do about it."""

    exit_code = 1

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.title}: {self.detail}" if self.detail else self.title


class ConfigError(WgtuiError):
    exit_code = 2


class FilterError(WgtuiError):
    """`position` is the offset of the offending term in what was typed."""

    exit_code = 2

    def __init__(self, title: str, detail: str = "", position: int = 0) -> None:
        super().__init__(title, detail)
        self.position = position


class TemplateError(WgtuiError):
    """Where a template or a value is wrong, so that a form can point at it.

    `parameter` names the value at fault, `source` the part of the template (`spec.resourcetemplates[0].raw`), `line`
    and `column` count from 1 inside that part (0: unknown), `expected` says what would have been right.
    """

    exit_code = 2

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        parameter: str = "",
        source: str = "",
        line: int = 0,
        column: int = 0,
        expected: str = "",
    ) -> None:
        super().__init__(title, detail)
        self.parameter = parameter
        self.source = source
        self.line = line
        self.column = column
        self.expected = expected

    @property
    def place(self) -> str:
        """`spec.resourcetemplates[0].raw, line 3, column 7`, as far as it is known."""
        position = f"line {self.line}, column {self.column}" if self.line else ""
        return ", ".join(part for part in (self.source, position) if part)

    def __str__(self) -> str:
        words = [self.title]
        if self.place:
            words.insert(0, self.place)
        if self.expected:
            words.append(f"expected {self.expected}")
        if self.detail:
            words.append(self.detail)
        return ": ".join(words)


class KubeError(WgtuiError):
    """`code` is the HTTP status, 0 where no answer came."""

    exit_code = 3

    def __init__(self, title: str, detail: str = "", code: int = 0) -> None:
        super().__init__(title, detail)
        self.code = code


class Unreachable(KubeError): ...


class Unauthorized(KubeError): ...


class Forbidden(KubeError): ...


class Absent(KubeError): ...


class NotFound(KubeError): ...


class Conflict(KubeError): ...


class Gone(KubeError): ...


class Invalid(KubeError): ...


class Waiting(KubeError): ...


class ServerFault(KubeError):
    """`retry_after` is in seconds; None where the server named none."""

    def __init__(self, title: str, detail: str = "", code: int = 0, retry_after: float | None = None) -> None:
        super().__init__(title, detail, code)
        self.retry_after = retry_after


class Throttled(ServerFault): ...


class ReadOnly(KubeError): ...
