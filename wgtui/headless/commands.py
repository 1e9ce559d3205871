"""The commands that need no terminal, each imported when it runs."""

from __future__ import annotations

from wgtui.adding import Add
from wgtui.arguments import Describe, DescribeApplication, Doctor, Get, Headless, Version
from wgtui.headless.output import Output
from wgtui.serving import Connect
from wgtui.verbs import Create, Delete, Edit, Explain, Flux, Kubeconfig, Record, Render, Timeline, Verb, Wait


async def perform(command: Headless, connect: Connect, output: Output) -> int:
    """The exit code. Raises WgtuiError where it could not be done."""
    match command:
        case Get(kind="pulls"):
            from wgtui.headless.pulls import get_pulls

            return await get_pulls(command, connect, output)
        case Get(kind="credentials"):
            from wgtui.headless.credentials import get_credentials

            return await get_credentials(command, connect, output)
        case Get():
            from wgtui.headless.get import get

            return await get(command, connect, output)
        case Describe():
            from wgtui.headless.describe import describe

            return await describe(command, connect, output)
        case DescribeApplication():
            from wgtui.headless.describe_application import describe_application

            return await describe_application(command, connect, output)
        case Doctor():
            from wgtui.headless.doctor import doctor

            return await doctor(command, connect, output)
        case Version():
            from wgtui.headless.version import version

            return await version(command, connect, output)
    return await _change(command, connect, output)


async def _change(command: Verb, connect: Connect, output: Output) -> int:
    from wgtui.headless import adding, changing, editing, flux, rendering, waiting

    match command:
        case Flux():
            return await flux.change_flux(command, connect, output)
        case Render():
            return await rendering.render(command, connect, output)
        case Create():
            return await changing.create(command, connect, output)
        case Edit():
            return await editing.edit(command, connect, output)
        case Delete():
            return await changing.delete(command, connect, output)
        case Add():
            return await adding.add(command, connect, output)
        case Kubeconfig():
            from wgtui.headless.kubeconfig import kubeconfig

            return await kubeconfig(command, connect, output)
        case Explain():
            from wgtui.headless.explain import explain

            return await explain(command, connect, output)
        case Timeline():
            from wgtui.headless.timeline import tell_timeline

            return await tell_timeline(command, connect, output)
        case Record():
            from wgtui.headless.recording import record

            return await record(command, connect, output)
        case Wait():
            return await waiting.wait(command, connect, output)
