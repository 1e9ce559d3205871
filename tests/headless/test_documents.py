"""What is documented is what there is."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isclass
from pathlib import Path
from typing import get_args

import pytest

from tests.headless import filter_document, json_document, key_document
from wgtui.fleet.status import Status
from wgtui.headless import aws_models, models, tree_models

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("json", json_document.document),
        ("filters", filter_document.document),
        ("keys", key_document.document),
    ],
)
def test_a_document_says_what_the_program_does(name: str, document: Callable[[], str]) -> None:
    """`python -m tests.headless.json_document > docs/json.md` mends it."""
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == document()


def test_every_model_is_documented() -> None:
    """And every field says its name there."""
    modules = (models, aws_models, tree_models)
    own = {name for one in modules for name, member in getmembers(one, isclass) if member.__module__ == one.__name__}
    assert own - {"Model"} == set(json_document.sections())


def test_every_status_has_its_word() -> None:
    """The enumeration of the document is that of the program."""
    assert sorted(get_args(models.StatusWord)) == sorted(status.word for status in Status)
