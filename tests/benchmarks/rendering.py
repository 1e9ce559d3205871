"""Templates: a large one rendered, and a preview of twenty files at every key."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from tests.benchmarks.figures import Figure
from tests.benchmarks.scale import Scale
from wgtui.resources.templates import ENVSUBST, TEMPLATING, GitOpsTemplate
from wgtui.templates.budget import Budget
from wgtui.templates.manifest.writing import dump
from wgtui.templates.rendering import Program
from wgtui.templates.request import CreateRequest

Json = dict[str, Any]

PARAMETERS = 200
FILES = 20
_FIELDS = 60
_DELIMITERS = {"templates.weave.works/delimiters": "<<,>>"}
_LOOP = """apiVersion: v1
kind: ConfigMap
metadata:
  name: << .params.CLUSTER_NAME >>
data:
<< range $i := until {count} >>  key-<< $i >>: "<< $.params.P1 >> and << $.params.P2 >> of << $i >>"
<< end >>"""


def templates(scale: Scale) -> Iterator[Figure]:
    """CPU time of the best run. Reading a template happens once, when its form is opened."""
    for language in (ENVSUBST, TEMPLATING):
        objects = [_object(language, number) for number in range(scale.rendered_objects)]
        yield from _large(scale, f"{language}, objects", _template(language, [{"content": objects}]))
        text = "\n---\n".join(dump(one, Budget()) for one in objects)
        yield from _large(scale, f"{language}, text", _template(language, [{"raw": text}]))
    loop = _LOOP.replace("{count}", str(150 * scale.rendered_objects))
    yield from _large(scale, "templating, a loop", _template(TEMPLATING, [{"raw": loop}]))
    for language in (ENVSUBST, TEMPLATING):
        yield _preview(scale, language)


def _large(scale: Scale, name: str, template: GitOpsTemplate) -> Iterator[Figure]:
    program, read = _best(1, lambda: Program(template))
    rendered, spent = _best(scale.repeats, lambda: program.render(_request("prod")))
    size = sum(len(file.text) for file in rendered.files) / 1e6
    yield Figure(f"rendered, {size:.1f} MB: {name}"[:42], spent, "ms", 300)
    yield Figure(f"  read once: {name}"[:42], read, "ms")


def _preview(scale: Scale, language: str) -> Figure:
    entries = [
        {"path": f"clusters/x/{number}.yaml", "content": [_object(language, number, 25)]} for number in range(FILES)
    ]
    program = Program(_template(language, entries))
    names = iter(f"prod-{number}" for number in range(10_000))
    _, spent = _best(scale.repeats, lambda: program.render(_request(next(names))))
    return Figure(f"preview of {FILES} files, a key: {language}", spent, "ms", 50)


def _best(repeats: int, run: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and milliseconds."""
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        result = run()
        times.append(time.process_time() - begin)
    return result, min(times) * 1000


def _request(name: str) -> CreateRequest:
    return CreateRequest(parameter_values={"CLUSTER_NAME": name, "NAMESPACE": "team"})


def _template(language: str, entries: list[Json]) -> GitOpsTemplate:
    params = [{"name": f"P{number}", "default": f"value-{number}"} for number in range(PARAMETERS - 2)]
    spec = {"renderType": language, "params": params, "resourcetemplates": entries}
    metadata = {"name": "large", "namespace": "default", "annotations": _DELIMITERS}
    return msgspec.convert({"metadata": metadata, "spec": spec}, GitOpsTemplate)


def _object(language: str, number: int, fields: int = _FIELDS) -> Json:
    """Some six kilobytes, a third of it words with parameters."""
    form = "${%s}" if language == ENVSUBST else "<< .params.%s >>"
    values = [form % f"P{(number * fields + field) % (PARAMETERS - 2)}" for field in range(fields)]
    spec = {
        f"field{field}": {
            "name": f"value-{field}-{value}" if field % 2 else f"plain value {field}",
            "enabled": True,
            "count": field,
            "list": ["a", "b", value if field % 3 == 0 else "c"],
        }
        for field, value in enumerate(values)
    }
    metadata = {"name": f"{form % 'CLUSTER_NAME'}-{number}", "namespace": form % "NAMESPACE"}
    return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": metadata, "spec": spec}
