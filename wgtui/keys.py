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
    ROWS = "rows and lines"
    """Bound by the widgets themselves, under the same id."""
    TREE = "trees"
    TEXT = "texts"
    FIELD = "the filter field"
    FORM = "forms"
    REPLAY = "recordings"
    REVIEW = "reviews of a pull request"
    EDITOR = "texts being written"


class Group(Enum):
    GO = "Go"
    MOVE = "Move"
    FIND = "Find and sort"
    LOOK = "Look at"
    ACT = "Change"
    TAKE = "Take away"


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as Textual names them, `label` for the footer, `about` for help.

    An id with a dot is bound by the widget it begins with. `hint` orders the footer, lowest first; 0 keeps it out.
    `shown` is how a person writes the key.
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
    verb: str = ""
    """What the user must be allowed to do, to the object meant or to `on`."""
    on: str = ""

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
    Key("table.open", "enter", "select", "open", "Open what is under the cursor", Group.GO, Where.ROWS, "⏎", 1),
    Key("back", "escape", "back", "back", "Show all rows again, then go back", Group.GO, Where.PAGE, "Esc", 9),
    Key("quit", "q", "back(True)", "back", "Go back; on the first page, ask to leave", Group.GO, Where.PAGE, "q"),
    Key(
        "previous", "left_square_bracket", "previous", "previous", "The page before this one", Group.GO, Where.PAGE, "["
    ),
    Key("next", "right_square_bracket", "next", "next", "The page that was gone back from", Group.GO, Where.PAGE, "]"),
    Key("tab", "tab", "turn(1)", "next tab", "The next tab", Group.GO, Where.DETAIL, "⇥", 11),
    Key("tab-back", "shift+tab", "turn(-1)", "previous tab", "The previous tab", Group.GO, Where.DETAIL, "Shift-⇥"),
    Key("lines.down", "j,down", "cursor_by(1)", "down", "Down", Group.MOVE, Where.ROWS, "j ↓"),
    Key("lines.up", "k,up", "cursor_by(-1)", "up", "Up", Group.MOVE, Where.ROWS, "k ↑"),
    Key("lines.first", "g,home", "cursor_to_end(-1)", "first", "The first", Group.MOVE, Where.ROWS, "g Home"),
    Key("lines.last", "G,end", "cursor_to_end(1)", "last", "The last", Group.MOVE, Where.ROWS, "G End"),
    Key("lines.page_down", "ctrl+f,pagedown", "page(1)", "page", "A page down", Group.MOVE, Where.ROWS, "^f PgDn"),
    Key("lines.page_up", "ctrl+b,pageup", "page(-1)", "page", "A page up", Group.MOVE, Where.ROWS, "^b PgUp"),
    Key("table.left", "left", "columns_by(-1)", "left", "Columns to the left", Group.MOVE, Where.TABLE, "←"),
    Key("table.right", "right", "columns_by(1)", "right", "Columns to the right", Group.MOVE, Where.TABLE, "→"),
    Key("table.mark", "space", "mark", "mark", "Mark", Group.MOVE, Where.TABLE, "Space"),
    Key("tree.fold", "left", "fold", "fold", "Fold a branch", Group.MOVE, Where.TREE, "←"),
    Key("tree.unfold", "right", "unfold", "unfold", "Unfold a branch", Group.MOVE, Where.TREE, "→"),
    Key("tree.conditions", "v", "conditions", "conditions", "Its conditions", Group.LOOK, Where.TREE, "v", 6),
    Key("tree.all-conditions", "V", "conditions(True)", "all", "All conditions", Group.LOOK, Where.TREE, "V"),
    Key("tree.open", "enter", "select", "open", "Open, or fold and unfold", Group.GO, Where.TREE, "⏎", 1),
    Key(
        "field.keep",
        "enter,down,tab",
        "screen.keep_filter",
        "keep",
        "Keep the filter, back to the rows",
        Group.FIND,
        Where.FIELD,
        "⏎",
        1,
    ),
    Key(
        "field.clear",
        "escape",
        "screen.clear_filter",
        "show all",
        "Show all rows again",
        Group.FIND,
        Where.FIELD,
        "Esc",
        2,
    ),
    Key("text.next", "n", "match(1)", "next match", "The next match", Group.FIND, Where.TEXT, "n", 6),
    Key("text.previous", "N", "match(-1)", "previous match", "The match before", Group.FIND, Where.TEXT, "N"),
    Key("text.left", "left", "sideways(-1)", "left", "To the left", Group.MOVE, Where.TEXT, "←"),
    Key("text.right", "right", "sideways(1)", "right", "To the right", Group.MOVE, Where.TEXT, "→"),
    Key("yaml.managed", "m", "managed_fields", "managed fields", "Managed fields", Group.LOOK, Where.TEXT, "m", 8),
    Key("log.previous", "p", "before_restart", "previous", "Before the last restart", Group.LOOK, Where.TEXT, "p", 8),
    Key("log.plain", "f", "as_written", "as written", "Lines as they were written", Group.LOOK, Where.TEXT, "f", 9),
    Key("text.wrap", "w", "wrap", "wrap", "Wrap long lines", Group.LOOK, Where.TEXT, "w", 7),
    Key("filter", "slash", "filter", "filter", "Filter as you type, search in text", Group.FIND, Where.PAGE, "/", 4),
    Key("unwell", "ctrl+z", "unwell", "not well", "Only what is not well", Group.FIND, Where.TABLE, "^z", 5),
    Key("causes", "z", "causes", "by cause", "Fold what has the same cause", Group.FIND, Where.TABLE, "z", 18),
    Key("sort-name", "N", "sort('name')", "by name", "Sort by name", Group.FIND, Where.TABLE, "⇧N"),
    Key("sort-age", "A", "sort('age')", "by age", "Sort by age", Group.FIND, Where.TABLE, "⇧A"),
    Key(
        "sort-status", "S", "sort('status')", "by status", "Sort by status, worst first", Group.FIND, Where.TABLE, "⇧S"
    ),
    Key("sort", "o", "choose_sort", "order", "Sort by any column", Group.FIND, Where.TABLE, "o", 14),
    Key("wide", "ctrl+w", "wide", "wide", "More columns", Group.FIND, Where.TABLE, "^w", 17),
    Key("describe", "d", "tab('overview')", "describe", "Facts and conditions", Group.LOOK, Where.PAGE, "d", 12),
    Key("yaml", "y", "tab('yaml')", "YAML", "The whole object", Group.LOOK, Where.PAGE, "y", 13, verb="get"),
    Key(
        "events",
        "E",
        "tab('events')",
        "events",
        "What happened to it",
        Group.LOOK,
        Where.PAGE,
        "E",
        15,
        verb="list",
        on="events",
    ),
    Key("logs", "l", "tab('logs')", "logs", "What is logged about it", Group.LOOK, Where.PAGE, "l", 14),
    Key("journey", "J", "tab('journey')", "journey", "From its pull request to running", Group.LOOK, Where.PAGE, "J"),
    Key("timeline", "T", "tab('timeline')", "timeline", "What changed, and when", Group.LOOK, Where.PAGE, "T", 15),
    Key("trace", "t", "tab('trace')", "trace", "Where it comes from", Group.LOOK, Where.PAGE, "t", 15),
    Key("explain", "X", "explain", "explain", "Why it is not well", Group.LOOK, Where.PAGE, "X", 7),
    Key("elsewhere", "K", "elsewhere", "k9s", "Open it in k9s, or a shell on its cluster", Group.LOOK, Where.PAGE, "K"),
    Key("again", "ctrl+r", "again", "read again", "Read from the server again", Group.LOOK, Where.PAGE, "^r", 18),
    Key("redraw", "ctrl+l", "redraw", "redraw", "Draw the screen anew", Group.LOOK, Where.APP, "^l"),
    Key("everywhere", "0", "everywhere", "all namespaces", "Look at all namespaces", Group.LOOK, Where.PAGE, "0", 19),
    Key(
        "reconcile",
        "R",
        "flux('reconcile')",
        "reconcile",
        "Let Flux look at it now",
        Group.ACT,
        Where.PAGE,
        "R",
        8,
        verb="patch",
    ),
    Key(
        "reconcile-source",
        "W",
        "flux('reconcile-source')",
        "with source",
        "Let Flux look at its source, then at it",
        Group.ACT,
        Where.PAGE,
        "W",
        10,
        verb="patch",
    ),
    Key(
        "suspend",
        "s",
        "flux('suspend')",
        "suspend",
        "Suspend it with a reason, or resume it",
        Group.ACT,
        Where.PAGE,
        "s",
        11,
        verb="patch",
    ),
    Key("new", "n", "new", "new", "Make something new by a pull request", Group.ACT, Where.TABLE, "n", 6),
    Key(
        "edit",
        "e",
        "edit",
        "edit",
        "Edit it by a pull request",
        Group.ACT,
        Where.PAGE,
        "e",
        13,
    ),
    Key(
        "edit-file",
        "ctrl+e",
        "edit(True)",
        "edit file",
        "Edit its file, template or not",
        Group.ACT,
        Where.PAGE,
        "^e",
    ),
    Key("release", "v", "release", "version", "Change its chart version or values", Group.ACT, Where.PAGE, "v", 14),
    Key(
        "suspend-git",
        "ctrl+s",
        "suspend_in_git",
        "suspend in git",
        "Suspend it in git, or resume it",
        Group.ACT,
        Where.PAGE,
        "^s",
    ),
    Key("delete", "ctrl+d", "delete", "delete", "Delete by a pull request", Group.ACT, Where.PAGE, "^d", 20),
    Key("pulls.merge", "M", "merge", "merge", "Merge, on the embedded GitHub only", Group.ACT, Where.TABLE, "M", 7),
    Key("review", "ctrl+s", "review", "review", "See what the pull request would be", Group.ACT, Where.FORM, "^s", 1),
    Key("form-next", "down", "down", "next", "The next field", Group.MOVE, Where.FORM, "↓"),
    Key("form-previous", "up", "up", "previous", "The field before", Group.MOVE, Where.FORM, "↑"),
    Key("choose", "ctrl+t", "choose", "choose", "Choose from what is known", Group.MOVE, Where.FORM, "^t", 2),
    Key("write", "ctrl+e", "write", "editor", "Write it in your editor", Group.ACT, Where.FORM, "^e", 2),
    Key("file-next", "ctrl+n", "file(1)", "next file", "The next file of the preview", Group.LOOK, Where.FORM, "^n", 3),
    Key("file-previous", "ctrl+p", "file(-1)", "file before", "The file before", Group.LOOK, Where.FORM, "^p"),
    Key("file-down", "pagedown", "page(1)", "page", "Down in the file", Group.LOOK, Where.FORM, "PgDn", 4),
    Key("file-up", "pageup", "page(-1)", "page", "Up in the file", Group.LOOK, Where.FORM, "PgUp"),
    Key("form-close", "escape", "close", "keep draft", "Go back, the draft is kept", Group.GO, Where.FORM, "Esc", 2),
    Key("text-done", "ctrl+s", "done", "done", "Take the text as it is now", Group.ACT, Where.EDITOR, "^s", 1),
    Key("text-close", "escape", "close", "give up", "Go back without it", Group.GO, Where.EDITOR, "Esc", 2),
    Key("open", "ctrl+o", "open", "open it", "Open the pull request", Group.ACT, Where.REVIEW, "^o", 1),
    Key("try-again", "ctrl+r", "again", "try again", "Ask again", Group.ACT, Where.REVIEW, "^r", 2),
    Key("follow", "enter,J", "follow", "follow it", "Follow it until it runs", Group.LOOK, Where.REVIEW, "⏎", 1),
    Key("copy-url", "c", "copy", "copy address", "Copy its address", Group.TAKE, Where.REVIEW, "c", 3),
    Key("review-close", "escape", "close", "back", "Stop, or go back", Group.GO, Where.REVIEW, "Esc", 4),
    Key("play", "p", "replay('play')", "play, pause", "Play it, or pause", Group.GO, Where.REPLAY, "p", 1),
    Key("play-next", "full_stop", "replay('step 1')", "step", "The next change", Group.GO, Where.REPLAY, ".", 2),
    Key("play-back", "comma", "replay('step -1')", "step back", "The change before", Group.GO, Where.REPLAY, ",", 3),
    Key("skip", "greater_than_sign", "replay('skip 10')", "10 s on", "Ten seconds on", Group.GO, Where.REPLAY, ">", 4),
    Key("skip-back", "less_than_sign", "replay('skip -10')", "back", "Ten seconds back", Group.GO, Where.REPLAY, "<"),
    Key("skip-far", "right_curly_bracket", "replay('skip 300')", "5 m on", "5 minutes on", Group.GO, Where.REPLAY, "}"),
    Key(
        "skip-far-back",
        "left_curly_bracket",
        "replay('skip -300')",
        "back",
        "5 minutes back",
        Group.GO,
        Where.REPLAY,
        "{",
    ),
    Key("faster", "plus", "replay('speed 2')", "faster", "Twice as fast", Group.GO, Where.REPLAY, "+"),
    Key("slower", "minus", "replay('speed 0.5')", "slower", "Half as fast", Group.GO, Where.REPLAY, "-"),
    Key("copy", "c", "copy", "copy name", "Copy the name, over SSH too", Group.TAKE, Where.PAGE, "c", 16),
    Key("copy-more", "Y", "choose_copy", "copy…", "Choose what to copy", Group.TAKE, Where.PAGE, "Y"),
)


def bindings(*where: Where) -> list[Binding]:
    """The bindings of these places, for a class's BINDINGS."""
    return [key.binding for key in KEYS if key.where in where and "." not in key.id]


FIELD_KEYS = frozenset(key.id for key in KEYS if key.where is Where.FIELD)
"""What ends the typing into a field."""

_BY_ACTION = {key.action: key.id for key in KEYS}


def id_of(action: str, parameters: tuple[object, ...]) -> str:
    """The id of the key that does this; empty where no key does."""
    return _BY_ACTION.get(f"{action}({', '.join(map(repr, parameters))})" if parameters else action, "")


def binding(id: str) -> Binding:
    """One binding, for the widget its id begins with."""
    return next(key.binding for key in KEYS if key.id == id)


def key_table() -> str:
    """All keys as a Markdown table."""
    lines = ["| key | does | where |", "| --- | --- | --- |"]
    return "\n".join([*lines, *(f"| `{key.shown}` | {key.about} | {key.where.value} |" for key in KEYS)])
