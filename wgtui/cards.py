"""Cards of a team's own, from YAML files that the configuration names; see docs/cards.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from wgtui.errors import ConfigError
from wgtui.fleet.explaining.card import Card
from wgtui.settings import text_of

Text = Annotated[str, Field(min_length=1, max_length=500)]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CardModel(BaseModel):
    """`kind`, `reason` and `message` are regular expressions, without regard to case; at least one of them is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    cause: Text
    check: Text
    remedy: Text
    kind: str = ""
    reason: str = ""
    message: str = ""
    document: str = ""

    @field_validator("kind", "reason", "message")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"is no regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _fits_something(self) -> CardModel:
        if not (self.kind or self.reason or self.message):
            raise ValueError("would fit everything: give kind, reason or message")
        return self


class CardsModel(BaseModel):
    """A file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cards: tuple[CardModel, ...]


def read(paths: Iterable[str], folder: Path) -> tuple[Card, ...]:
    """Of files, and of all `*.yaml` in folders, in their order; relative ones from `folder`.

    Raises ConfigError with file, line and what was expected.
    """
    files = [file for path in paths for file in _files(folder / Path(path).expanduser())]
    return tuple(card for file in files for card in cards_of(file, text_of(file, "file of cards")))


def cards_of(path: Path, text: str) -> Iterator[Card]:
    try:
        node = yaml.compose(text, Loader=_LOADER)
        found = CardsModel.model_validate(yaml.load(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise ConfigError(f"{path}{line} is not YAML", str(getattr(error, "problem", "") or error)) from None
    except RecursionError:
        raise ConfigError(f"{path} is not YAML", "it is nested too deeply") from None
    except ValidationError as error:
        raise _wrong(path, node, error.errors(include_url=False)[0]) from None
    for card in found.cards:
        yield Card(**card.model_dump())


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return (path,)
    return sorted(found for found in path.iterdir() if found.suffix in (".yaml", ".yml"))


def _wrong(path: Path, node: Any, error: Any) -> ConfigError:
    """`cards.yaml line 7: cards[1].remedy: Field required`."""
    place = error["loc"]
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    words = error["msg"].removeprefix("Value error, ")
    if not place or place == ("cards",):
        words = "expected cards: and a list below it"
    elif error["type"] == "extra_forbidden":
        words = f"no such field; there are {', '.join(CardModel.model_fields)}"
    return ConfigError(f"{path} line {_line(node, place)}: {written or 'the file'}", words)


def _line(node: Any, place: Sequence[Any]) -> int:
    """Of what the place names, as far as it is there."""
    line = 1
    for part in place:
        below = _below(node, part)
        if below is None:
            break
        line, node = below
    return line


def _below(node: Any, part: Any) -> tuple[int, Any] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found = node.value[part]
        return found.start_mark.line + 1, found
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line + 1, value
    return None
