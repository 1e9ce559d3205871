"""What README says is so."""

from __future__ import annotations

import re
import shlex

from tests.readme import README, with_keys
from wgtui.arguments import parse


def test_the_key_table_is_that_of_the_registry() -> None:
    """`python -m tests.readme` writes it."""
    text = README.read_text(encoding="utf-8")
    assert with_keys(text) == text


def test_every_picture_and_page_that_is_linked_is_there() -> None:
    """Pictures are made by a script."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (README.parent / link).exists()] == []


def test_every_command_of_the_examples_is_understood() -> None:
    """As the command line reads it."""
    fences = "".join(re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL))
    examples = re.findall(r"^wgtui(?: [^#\n]*)?", fences, re.MULTILINE)
    assert len(examples) > 4
    for example in examples:
        parse(shlex.split(example)[1:])
