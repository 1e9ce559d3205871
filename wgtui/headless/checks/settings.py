"""The configuration file: whether it can be read and understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wgtui.config import Config, settings_file
from wgtui.errors import ConfigError
from wgtui.headless.check import Check, Result

GROUP = "configuration"


def settings(config: Config, environment: Mapping[str, str]) -> tuple[Check, Config]:
    """Also the configuration with what the file says, where it can be read."""
    path = settings_file(environment)
    if path is None:
        return Check(GROUP, "file", Result.OK, "none: everything is as it comes"), config
    # Both import much that most commands do without.
    from wgtui.keys import KEYS
    from wgtui.rebinding import rebound
    from wgtui.settings import read

    try:
        found = read(path)
        rebound(KEYS, found.chosen_keys)
    except ConfigError as error:
        return Check(GROUP, "file", Result.FAIL, error.title, error.detail), config
    detail = f"{path}: {_counted(len(found.chosen_keys), 'key')}, {_counted(len(found.github_hosts), 'GitHub host')}"
    return Check(GROUP, "file", Result.OK, detail), replace(config, github_hosts=found.github_hosts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
