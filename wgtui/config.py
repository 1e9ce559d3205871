"""What a person chose on the command line and in the environment: one frozen model, read once, passed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wgtui.fleet.explaining.card import Card
    from wgtui.github.tokens import HostSettings


@dataclass(frozen=True, slots=True)
class Config:
    demo: bool = False
    demo_clusters: int = 0
    """0: the hand-made world; more: scaled up to this many clusters."""
    demo_apps: int = 0
    replay: str = ""
    """A file that `wgtui record` has written, instead of a cluster."""
    kubeconfig: str = ""
    context: str = ""
    namespace: str = ""
    all_namespaces: bool = False
    as_user: str = ""
    as_groups: tuple[str, ...] = field(default_factory=tuple)
    request_timeout: float = 30.0
    """Seconds for one answer; a watch is exempt."""
    read_only: bool = False
    screen: str = "clusters"
    filter: str = ""
    pane: bool = False
    ascii: bool = False
    repaint: bool = False
    """Write to the terminal all that is redrawn, not only the cells that differ."""
    mouse: bool | None = None
    """None: on, but off over SSH."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of the configuration file: keys by the id of a binding, empty for none."""
    cards: tuple[Card, ...] = ()
    """Of the team's own catalogue, before those that wgtui brings."""
    github_hosts: Mapping[str, HostSettings] = field(default_factory=dict)


def settings_file(environment: Mapping[str, str]) -> Path | None:
    """WGTUI_CONFIG, which must be there, else config.toml in the user's configuration, which need not be."""
    if named := environment.get("WGTUI_CONFIG"):
        return Path(named).expanduser()
    path = Path(environment.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "wgtui" / "config.toml"
    return path if path.exists() else None
