"""docs/json.md, made from the models: `python -m tests.headless.json_document > docs/json.md` writes it anew."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wgtui.headless import application_models, aws_models, models, tree_models

Models = tuple[type[BaseModel], ...]

LISTS: Models = (models.List, models.Change, models.WatchState, models.Gap)
ITEMS: Models = (models.Item, models.Cluster, models.Application, models.Source, models.Template, models.Event)
PARTS: Models = (models.Count, models.InvolvedObject)
TREES: Models = (tree_models.ClusterTree, models.TreeNode, models.MachineCounts, models.Condition)
AWS: Models = (
    aws_models.Aws,
    aws_models.AwsIdentity,
    aws_models.AwsVpc,
    aws_models.AwsSubnet,
    aws_models.AwsLoadBalancer,
    aws_models.AwsBastion,
    aws_models.Eks,
    aws_models.EksAddon,
    aws_models.AwsGroup,
    aws_models.AwsInstance,
    aws_models.AwsFailure,
)
APPLICATION: Models = (
    application_models.ApplicationTree,
    application_models.ChainStep,
    application_models.DependencyNode,
    application_models.InventoryNode,
)
PULLS: Models = (models.Pulls, models.Pull)
CREDENTIALS: Models = (models.Credentials, models.Credential)
FILES: Models = (models.RenderedFiles, models.RenderedFile)
REPORTS: Models = (models.DoctorReport, models.Check, models.VersionReport, models.ClientVersion, models.ServerVersion)

INTRODUCTION = """\
# The JSON of wgtui

`wgtui get KIND -o json` prints one `List`. With `--watch` it prints a document a line: a `Change` of type `added` for
everything there is, a `WatchState` when that was all, then a `Change` for whatever changes, and a `WatchState` whenever
something cannot be read any more or can be read again. `-o yaml` has the same content; with `--watch` a stream of
documents. `wgtui describe cluster NAME -o json` prints a `ClusterTree`,
`wgtui describe application NAME -o json` an `ApplicationTree`, `wgtui render TEMPLATE -o json`
`RenderedFiles`, `wgtui doctor -o json` a `DoctorReport`, `wgtui version -o json` a `VersionReport`.

- `apiVersion` is `wgtui/v1`: fields may be added to it, none is changed or taken away. Ignore what you do not know.
- Every field is always there; times are RFC 3339 in UTC; text is what controllers wrote, escaped to ASCII.
- `incomplete` says what could not be read. Where nothing could be read, nothing is printed and the exit code is 3.
- Exit codes: 0 done, 1 a named object is not there, 2 usage or configuration, 3 cannot reach or not allowed.

```console
$ wgtui get clusters -o json | jq -r '.items[] | select(.status != "ready") | "\\(.namespace)/\\(.name) \\(.message)"'
$ wgtui get applications --clusters all -o json | jq '.incomplete'
$ wgtui get clusters --watch -o json | jq -c --unbuffered 'select(.type == "changed") | [.item.name, .item.status]'
```
"""


def document() -> str:
    parts = [
        INTRODUCTION,
        "## Answers of `wgtui get`",
        *map(_section, LISTS),
        "## Items",
        *map(_section, ITEMS),
        *map(_section, PARTS),
        f"A *status* is one of {_words(models.StatusWord)}.",
        "## The tree of `wgtui describe cluster`",
        *map(_section, TREES),
        "## What it tells of AWS",
        *map(_section, AWS),
        "## The tree of `wgtui describe application`",
        *map(_section, APPLICATION),
        "## Pull requests of `wgtui get pulls`",
        *map(_section, PULLS),
        "## Identities of `wgtui get credentials`",
        *map(_section, CREDENTIALS),
        "## Files of `wgtui render`",
        *map(_section, FILES),
        "## Reports",
        *map(_section, REPORTS),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(model: type[BaseModel]) -> str:
    parent = model.__bases__[0]
    inherited = parent.model_fields if parent in ITEMS else {}
    words = [" ".join(model.__doc__.split())] if model.__doc__ and parent is not models.Item else []
    if inherited:
        words.append(f"All of `{parent.__name__}`, and:")
    rows = [_row(name, field) for name, field in model.model_fields.items() if name not in inherited]
    table = "\n".join(["| field | type | meaning |", "| --- | --- | --- |", *rows])
    return "\n\n".join([f"### {model.__name__.partition('[')[0]}", *words, table])


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{name}` | {_type(field.annotation)} | {field.description or ''} |"


def _type(annotation: Any) -> str:
    if annotation is models.StatusWord:
        return "status"
    if get_origin(annotation) is Literal:
        return _words(annotation)
    if get_origin(annotation) in (types.UnionType, typing.Union):
        return " or ".join(map(_type, get_args(annotation)))
    if get_origin(annotation) is list:
        return f"list of {_type(get_args(annotation)[0])}"
    if get_origin(annotation) is dict:
        return "object of strings"
    if isinstance(annotation, typing.TypeVar):
        return "`Item`"
    return _NAMES.get(annotation) or f"`{annotation.__name__}`"


_NAMES = {str: "string", int: "integer", bool: "boolean", datetime: "time", type(None): "null"}


def _words(annotation: Any) -> str:
    return ", ".join(f"`{word}`" for word in get_args(annotation))


def sections() -> Iterator[str]:
    """The models that are documented."""
    documented = (*LISTS, *ITEMS, *PARTS, *TREES, *AWS, *PULLS, *CREDENTIALS, *FILES, *REPORTS)
    return (model.__name__ for model in documented)


if __name__ == "__main__":
    sys.stdout.write(document())
