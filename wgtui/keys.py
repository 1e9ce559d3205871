"""The one registry of keys: footer, help, palette and the README's table are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding


class Where(Enum):
    """What takes the key."""

    APP = "everywhere"
    PAGE = "pages"
    TABLE = "tables"
    DETAIL = "one object"


class Group(Enum):
    GO = "Go"
    MOVE = "Move"
    FIND = "Find and sort"
    LOOK = "Look at"
    TAKE = "Take away"


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as Textual names them, `label` for the footer, `about` for help.

    `hint` orders the footer, lowest first; 0 keeps it out. `shown` is how a person writes the key.
    """

    id: str
    keys: str
    action: str
    label: str
    about: str
    group: Group
    where: Where
    shown: str
    hint: int = 0
    priority: bool = False

    @property
    def binding(self) -> Binding:
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.hint > 0,
            key_display=self.shown,
            priority=self.priority,
            tooltip=self.about,
            id=self.id,
        )


KEYS: tuple[Key, ...] = (
    Key("palette", "colon", "palette", "go to", "Go to anything by name", Group.GO, Where.APP, ":", 2),
    Key("help", "question_mark,f1", "help", "help", "Every key that works here", Group.GO, Where.APP, "?", 3),
    Key("leave", "ctrl+c", "leave", "leave", "Leave at once", Group.GO, Where.APP, "^c", priority=True),
    Key("back", "escape", "back", "back", "Show all rows again, then go back", Group.GO, Where.PAGE, "Esc", 9),
    Key("quit", "q", "back(True)", "back", "Go back; on the first page, ask to leave", Group.GO, Where.PAGE, "q"),
    Key(
        "previous", "left_square_bracket", "previous", "previous", "The page before this one", Group.GO, Where.PAGE, "["
    ),
    Key("next", "right_square_bracket", "next", "next", "The page that was gone back from", Group.GO, Where.PAGE, "]"),
    Key("tab", "tab", "turn(1)", "next tab", "The next tab", Group.GO, Where.DETAIL, "⇥", 11),
    Key("tab-back", "shift+tab", "turn(-1)", "previous tab", "The previous tab", Group.GO, Where.DETAIL, "⇧⇥"),
    Key("filter", "slash", "filter", "filter", "Filter as you type, search in text", Group.FIND, Where.PAGE, "/", 4),
    Key("unwell", "ctrl+z", "unwell", "not well", "Only what is not well", Group.FIND, Where.TABLE, "^z", 5),
    Key("sort-name", "N", "sort('name')", "by name", "Sort by name", Group.FIND, Where.TABLE, "⇧N"),
    Key("sort-age", "A", "sort('age')", "by age", "Sort by age", Group.FIND, Where.TABLE, "⇧A"),
    Key(
        "sort-status", "S", "sort('status')", "by status", "Sort by status, worst first", Group.FIND, Where.TABLE, "⇧S"
    ),
    Key("sort", "o", "choose_sort", "order", "Sort by any column", Group.FIND, Where.TABLE, "o", 14),
    Key("wide", "ctrl+w", "wide", "wide", "More columns", Group.FIND, Where.TABLE, "^w", 17),
    Key("describe", "d", "tab('overview')", "describe", "Facts and conditions", Group.LOOK, Where.PAGE, "d", 12),
    Key("yaml", "y", "tab('yaml')", "YAML", "The whole object", Group.LOOK, Where.PAGE, "y", 13),
    Key("events", "E", "tab('events')", "events", "What happened to it", Group.LOOK, Where.PAGE, "E", 15),
    Key("again", "ctrl+r", "again", "read again", "Read from the server again", Group.LOOK, Where.PAGE, "^r", 18),
    Key("everywhere", "0", "everywhere", "all namespaces", "Look at all namespaces", Group.LOOK, Where.PAGE, "0", 19),
    Key("copy", "c", "copy", "copy name", "Copy the name, over SSH too", Group.TAKE, Where.PAGE, "c", 16),
    Key("copy-more", "Y", "choose_copy", "copy…", "Choose what to copy", Group.TAKE, Where.PAGE, "Y"),
)

MOVES: tuple[tuple[str, str], ...] = (
    ("⏎", "Open what is under the cursor"),
    ("Space", "Mark"),
    ("j k ↓ ↑", "Down, up"),
    ("g G Home End", "First, last"),
    ("^f ^b PgDn PgUp", "A page down, up"),
    ("← →", "Columns that do not fit; fold and unfold a tree"),
    ("n N", "Next and previous match in text"),
)
"""Keys of the tables, texts and trees themselves."""


def bindings(*where: Where) -> list[Binding]:
    """The bindings of these places, for a class's BINDINGS."""
    return [key.binding for key in KEYS if key.where in where]


def key_table() -> str:
    """All keys as a Markdown table."""
    rows = [(key.shown, key.about, key.where.value) for key in KEYS]
    rows += [(shown, about, "tables, texts, trees") for shown, about in MOVES]
    lines = ["| key | does | where |", "| --- | --- | --- |"]
    return "\n".join(lines + [f"| `{shown}` | {about} | {where} |" for shown, about, where in rows])
