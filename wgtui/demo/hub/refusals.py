"""How the embedded GitHub says no: status, message and errors as GitHub words them."""

from __future__ import annotations

from typing import Any

DOCS = "https://docs.github.com/rest"


class HubRefusal(Exception):
    """An answer above 399."""

    def __init__(
        self, status: int, message: str, errors: list[Any] | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body: dict[str, Any] = {"message": message, "documentation_url": DOCS, "status": str(status)}
        if errors is not None:
            self.body["errors"] = errors


def not_found() -> HubRefusal:
    return HubRefusal(404, "Not Found")


def unprocessable(message: str, *errors: Any) -> HubRefusal:
    return HubRefusal(422, message, list(errors) if errors else None)


def invalid(resource: str, field: str, message: str = "") -> HubRefusal:
    error = {"resource": resource, "field": field, "code": "custom" if message else "invalid"}
    return unprocessable("Validation Failed", error | ({"message": message} if message else {}))
