"""Templates of clusters, applications and teams, as platform engineers write them: one YAML file each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import yaml

from wgtui.demo.world.draft import Draft, Json


def templates(draft: Draft) -> Iterator[Json]:
    """All of them, as objects in the namespace of the draft."""
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            yield _placed(draft, yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))


def _placed(draft: Draft, written: Json) -> Json:
    metadata = written["metadata"]
    return draft.object(
        written["apiVersion"],
        written["kind"],
        metadata["name"],
        labels=metadata["labels"],
        annotations=metadata.get("annotations"),
        spec=written["spec"],
    )
