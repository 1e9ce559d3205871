"""The configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgtui.errors import ConfigError
from wgtui.github.tokens import HostSettings
from wgtui.settings import LARGEST, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_keys_and_hosts_are_read(path: Path) -> None:
    """One key, several, none; a host with its token."""
    path.write_text(
        """
        [keys]
        palette = "ctrl+p"
        quit = ["q", "f10"]
        sort-name = false

        [github.hosts."github.acme.com"]
        token_command = ["vault", "read"]
        """,
        encoding="utf-8",
    )
    found = read(path)
    assert found.chosen_keys == {"palette": ("ctrl+p",), "quit": ("q", "f10"), "sort-name": ()}
    assert found.github_hosts == {"github.acme.com": HostSettings(token_command=("vault", "read"))}


def test_an_empty_file_changes_nothing(path: Path) -> None:
    """Nor does one of comments."""
    path.write_text("# later\n", encoding="utf-8")
    assert read(path).chosen_keys == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("keys = 1", "keys is wrong: "),
        ("[kesy]", "unknown field kesy: did you mean keys?"),
        ("[colours]", "unknown field colours: there are keys, github"),
        ('[github.hosts."a"]\ntoken_fiel = "x"', "unknown field github.hosts.a.token_fiel: did you mean token_file?"),
        ('[github.hosts."a"]\ntoken_command = "x"', "github.hosts.a.token_command is wrong: "),
        ("[keys]\npalette = 7", 'keys.palette is not a key: expected "x", '),
        ("[keys]\npalette = true", "keys.palette is not a key: "),
        ('[keys]\npalette = ""', "keys.palette is not a key: "),
        ("[keys\n", "is not TOML: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(path: Path, text: str, told: str) -> None:
    """With the file, the field and what was expected."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read(path)
    assert str(raised.value).startswith(str(path))
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * (LARGEST + 1)], ids=["binary", "huge"])
def test_what_is_no_configuration_is_refused(path: Path, content: bytes) -> None:
    """Without reading it all."""
    path.write_bytes(content)
    with pytest.raises(ConfigError):
        read(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A directory in its place, say."""
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read(tmp_path)
