"""docs/keys.md: `python -m tests.headless.key_document > docs/keys.md` writes it anew."""

from __future__ import annotations

import sys

from wgtui.keys import KEYS, Group, Key

INTRODUCTION = """\
# Keys

`?` tells the keys that work where you are. Each has an id, by which the configuration file gives it another key or
none: `~/.config/wgtui/config.toml` (below `$XDG_CONFIG_HOME`, or wherever `$WGTUI_CONFIG` says).

```toml
[keys]
palette = "ctrl+p"      # another key: a character, or a name such as "f5", "pagedown", "ctrl+alt+x"
quit = ["q", "f10"]     # several
sort-name = false       # none
```

Two bindings that work in one place cannot share a key; `^c` always leaves. `wgtui doctor` reads the file as the
dashboard does."""


def document() -> str:
    return "\n\n".join([INTRODUCTION, *(f"## {group.value}\n\n{_table(group)}" for group in Group)]) + "\n"


def _table(group: Group) -> str:
    rows = [_row(key) for key in KEYS if key.group is group]
    return "\n".join(["| key | does | where | id |", "| --- | --- | --- | --- |", *rows])


def _row(key: Key) -> str:
    return f"| `{key.shown}` | {key.about} | {key.where.value} | `{key.id}` |"


if __name__ == "__main__":
    sys.stdout.write(document())
