"""Completion, as shells do it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from wgtui.completion import script
from wgtui.flags import commands, parser

COMMANDS = tuple(commands(parser()))


def bash(typed: str) -> list[str]:
    """What bash offers for the last word."""
    words = typed.split(" ")
    listed = " ".join(f"'{word}'" for word in words)
    program = f"{script('bash')}\nCOMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _wgtui; echo ${{COMPREPLY[*]}}"
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("wgtui ", list(COMMANDS)),
        ("wgtui d", [name for name in COMMANDS if name.startswith("d")]),
        ("wgtui describe ", ["cluster", "application"]),
        ("wgtui --demo g", ["get"]),
        ("wgtui get ", ["clusters", "applications", "sources", "templates", "credentials", "pulls", "events"]),
        ("wgtui get so", ["sources"]),
        ("wgtui get clusters -o ", ["table", "wide", "json", "yaml", "name"]),
        ("wgtui get clusters --output js", ["json"]),
        ("wgtui get clusters --output = js", ["json"]),
        ("wgtui get clusters --output =", ["table", "wide", "json", "yaml", "name"]),
        ("wgtui doctor -o ", ["text", "json"]),
        ("wgtui --screen ", ["clusters", "applications", "sources", "templates", "pulls"]),
        ("wgtui get clusters --wa", ["--watch"]),
        ("wgtui --pa", ["--pane"]),
        ("wgtui doctor --wa", []),
        ("wgtui completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_bash_offers_what_fits(typed: str, offered: list[str]) -> None:
    """Commands, kinds, flags of the command, words of a flag."""
    assert bash(typed) == offered


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not here")
def test_zsh_takes_it() -> None:
    """Through its emulation of bash."""
    done = subprocess.run(["zsh", "-fc", script("zsh")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


ZSH = """{script}
setopt ksh_arrays
COMP_WORDS=({listed}) COMP_CWORD={last}
_wgtui
print -- ${{COMPREPLY[*]}}"""


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("wgtui d", [name for name in COMMANDS if name.startswith("d")]),
        ("wgtui --demo get so", ["sources"]),
        ("wgtui get clusters --output js", ["json"]),
        ("wgtui get clusters --output=js", ["--output=json"]),
    ],
)
def test_zsh_offers_what_fits(typed: str, offered: list[str]) -> None:
    """A word of its own kind is that of zsh with `=` in it."""
    words = typed.split(" ")
    listed = " ".join(f"'{word}'" for word in words)
    program = ZSH.format(script=script("zsh"), listed=listed, last=len(words) - 1)
    done = subprocess.run(["zsh", "-fc", program], capture_output=True, text=True, check=False)
    assert not done.stderr
    # zsh leaves out itself what does not begin as the word does.
    assert set(offered) <= set(done.stdout.split())
    assert "bash" not in done.stdout


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not here")
def test_fish_takes_it() -> None:
    """And offers the kinds."""
    program = f"{script('fish')}\ncomplete -C 'wgtui get so'"
    done = subprocess.run(["fish", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["sources"]
