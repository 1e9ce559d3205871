"""`wgtui render`: the files a template makes, printed or written; nothing is sent anywhere."""

from __future__ import annotations

import json
from pathlib import Path

from wgtui.actions.charts import with_charts
from wgtui.actions.surroundings import surroundings
from wgtui.errors import ConfigError
from wgtui.headless.output import Output
from wgtui.headless.templates import check, find_template, parameters, profiles, template_file, typed_credential
from wgtui.serving import Connect
from wgtui.templates.files import RenderedFile
from wgtui.templates.rendering import Program
from wgtui.templates.request import CreateRequest
from wgtui.templates.settings import Surroundings
from wgtui.verbs import Render
from wgtui.views.safe import printable

_WIDEST = 100_000


async def render(command: Render, connect: Connect, output: Output) -> int:
    """Raises TemplateError naming parameter or line. A template in a file needs no cluster."""
    template, around = template_file(command.template), Surroundings()
    values = parameters(command.asked.parameters, command.asked.values)
    asked = CreateRequest(
        parameter_values=values,
        values=profiles(command.asked.profiles),
        credentials=typed_credential(command.asked.credential),
    )
    if template is not None:
        program = Program(template)
    else:
        async with connect(command.config) as client:
            program = Program(await find_template(client, command.template))
            around = await with_charts(client, await surroundings(client), program.profiles.known, asked.values)
    check(program, values, values)
    files = program.render(asked, around, remembers=False).files
    if command.directory:
        _write(files, Path(command.directory), output)
    else:
        output.data(_printed(files, command.output, person=bool(output.look.width)))
    return 0


def _write(files: tuple[RenderedFile, ...], directory: Path, output: Output) -> None:
    """Raises ConfigError where a file cannot be written."""
    for file in files:
        path = directory / file.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"cannot write {path}", error.strerror or "") from None
        output.data(str(path))


def _printed(files: tuple[RenderedFile, ...], form: str, *, person: bool) -> str:
    """To a person's terminal nothing goes that it would obey."""
    match form:
        case "name":
            return "\n".join(file.path for file in files)
        case "json":
            return _document(files)
    text = "---\n".join(f"# {file.path}\n{file.text.rstrip()}\n" for file in files).rstrip("\n")
    return "\n".join(printable(line, _WIDEST) for line in text.split("\n")) if person else text


def _document(files: tuple[RenderedFile, ...]) -> str:
    from wgtui.headless import models

    found = models.RenderedFiles(
        files=[models.RenderedFile(path=file.path, group=file.group.value.lower(), text=file.text) for file in files]
    )
    return json.dumps(found.model_dump(mode="json"), indent=2)
