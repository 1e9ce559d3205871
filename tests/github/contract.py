"""GitHub's own description of its API, held against what was sent and answered; skipped where it is not at hand."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import graphql
import jsonschema
import pytest
from jsonschema.validators import validator_for

from wgtui.demo.hub.faults import Seen

FOLDER = Path(os.environ.get("WGTUI_GITHUB_CONTRACT") or Path(__file__).parents[3] / "shared" / "github-contract")

UNDESCRIBED = ("/merge", "/requested_reviewers", "/files")
"""Operations, or their refusals, that the description leaves out."""


class Contract:
    def __init__(self, description: dict[str, Any], schema: graphql.GraphQLSchema) -> None:
        self._description = description
        self._schema = schema
        self._validators: dict[str, Any] = {}
        self._paths = [(re.compile(_pattern(path)), path, methods) for path, methods in description["paths"].items()]

    def faults(self, seen: Seen) -> Iterator[str]:
        """What GitHub would not have been sent, or not have answered."""
        if seen.path == "/api/graphql":
            yield from self._graphql_faults(seen)
            return
        path = seen.path.removeprefix("/api/v3")
        if seen.status == 0 or path.endswith(UNDESCRIBED) or seen.status in (307, 401):
            return
        found = next(((name, methods) for pattern, name, methods in self._paths if pattern.fullmatch(path)), None)
        if found is None or seen.method.lower() not in found[1]:
            yield f"{seen.method} {path} is not described"
            return
        name, operation = found[0], found[1][seen.method.lower()]
        where = f"{seen.method} {name}"
        yield from self._query_faults(where, operation, seen)
        if seen.body:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            yield from self._faults(f"{where} request", schema, seen.body)
        yield from self._answer_faults(where, operation, seen)

    def _query_faults(self, where: str, operation: dict[str, Any], seen: Seen) -> Iterator[str]:
        known = {self._resolved(one)["name"] for one in operation.get("parameters", ())}
        for name in seen.query.keys() - known:
            yield f"{where}: no parameter {name}"

    def _answer_faults(self, where: str, operation: dict[str, Any], seen: Seen) -> Iterator[str]:
        answer = operation["responses"].get(str(seen.status))
        if answer is None:
            yield f"{where} does not answer {seen.status}"
            return
        content = self._resolved(answer).get("content", {}).get("application/json")
        if content and seen.answer is not None:
            yield from self._faults(f"{where} {seen.status}", content["schema"], seen.answer)

    def _resolved(self, found: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in found:
            node: Any = self._description
            for part in found["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            found = node
        return found

    def _faults(self, where: str, schema: dict[str, Any], body: Any) -> Iterator[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = {**schema, "components": self._description["components"]}
            kind = validator_for(whole, default=jsonschema.Draft202012Validator)
            self._validators[key] = kind(whole)
        for error in self._validators[key].iter_errors(body):
            yield f"{where}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"

    def _graphql_faults(self, seen: Seen) -> Iterator[str]:
        document = graphql.parse(seen.body["query"])
        for error in graphql.validate(self._schema, document):
            yield f"graphql: {error.message}"


def _pattern(path: str) -> str:
    return re.sub(
        r"\\\{(?:path|ref|branch|file_sha)\\\}",
        ".+",
        re.sub(r"\\\{(?!path|ref|branch)\w+\\\}", "[^/]+", re.escape(path)),
    )


@cache
def contract() -> Contract:
    description, schema = FOLDER / "openapi-subset.json", FOLDER / "schema-subset.graphql"
    if not description.exists():
        pytest.skip(f"GitHub's description is not at hand: {FOLDER} (set WGTUI_GITHUB_CONTRACT)")
    return Contract(json.loads(description.read_text()), graphql.build_schema(schema.read_text(), assume_valid=True))
