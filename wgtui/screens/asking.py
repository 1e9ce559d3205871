"""What a page asks the application to do."""

from __future__ import annotations

from textual.message import Message

from wgtui.screens.place import Place


class Go(Message):
    """Open a place, or come back to it where it is already open."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Back(Message):
    """Return to the page before; where there is none, ask whether to leave."""


class Forward(Message):
    """Return to the page that was gone back from."""


class Copy(Message):
    """Put a text on the clipboard of the terminal; `what` names it for the user."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__()
        self.text = text
        self.what = what


class SwitchContext(Message):
    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context


class SwitchNamespace(Message):
    """Look at the namespace of this name only; empty for all."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Edit(Message):
    """Edit an object by a pull request: the values of the template that made it, unless its file is wanted."""

    def __init__(self, place: Place, *, as_file: bool = False) -> None:
        super().__init__()
        self.place = place
        self.as_file = as_file


class Elsewhere(Message):
    """Open a cluster or an object in k9s, or in a shell that is logged in to its cluster."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Act(Message):
    """Do what a key would do on the page that is open."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
