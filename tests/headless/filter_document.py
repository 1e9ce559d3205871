"""docs/filters.md: `python -m tests.headless.filter_document > docs/filters.md` writes it anew."""

from __future__ import annotations

import sys
from typing import Any

from wgtui.headless.answers import ANSWERS
from wgtui.views.fields import Field

INTRODUCTION = """\
# Filters

What is typed at `/` in a list, and given to `--filter`. All terms must hold; `!` before one means the opposite.

| term | finds rows |
| --- | --- |
| `prod eu` | that hold both words, anywhere in what they show, in any case; `*` in a word stands for anything |
| `!dev` | that do not hold the word |
| `"two words"` | that hold the phrase; quotes also keep special characters: `"!important"` |
| `status=failed` | whose field is that; `!=` is not that |
| `status=failed,degraded` | whose field is one of them |
| `ns=team-*` | whose field matches; `*` and `?` stand for anything |
| `name~^team-[ab]` | whose field matches the regular expression; `!~` does not |
| `age<2h` `age>=1h30m` | by time: `s m h d w y`; `=` is as exact as the smallest unit typed |
| `apps<10` `cp=3/3` `cp<all` | by a count: of the ready ones, of both, of the ready against the wanted |
| `version<1.30` | by version, as exact as typed: `version=1.30` is every 1.30 |
| `suspended=yes` | by a flag |
| `-l env=prod,tier!=dev` | by labels, as `kubectl -l`: `=` `==` `!=` `in (…)` `notin (…)` `key` `!key` `>` `<` |
| `~time.*out` | that match the regular expression, anywhere in what they show |

Texts are compared without regard to case. Of an unknown time, count or version only `!=` is true.
Regular expressions have no back references, no `(?…)` but `(?:…)`, and no repeated repetitions: none can take for ever.

```console
$ wgtui get clusters --filter 'status!=ready -l env=prod'
$ wgtui get applications --filter 'status=failed age<1h !ns=sandbox-*'
$ wgtui --pane --filter 'cp<all'
```"""


def document() -> str:
    return "\n\n".join([INTRODUCTION, *(_section(kind) for kind in ANSWERS)]) + "\n"


def _section(kind: str) -> str:
    fields = ANSWERS[kind].listing.fields
    assert fields is not None
    labels = "" if fields.labels else " They have no labels."
    table = ["| field | compared by | with |", "| --- | --- | --- |", *map(_row, fields.fields)]
    return "\n\n".join([f"## {kind.capitalize()}", f"Fields of {kind}.{labels}", "\n".join(table)])


def _row(field: Field[Any]) -> str:
    names = ", ".join(f"`{name}`" for name in (field.name, *field.aliases))
    operators = " ".join(f"`{operator}`" for operator in field.operators if operator != "==")
    return f"| {names} | {operators} | {field.expected} |"


if __name__ == "__main__":
    sys.stdout.write(document())
