"""What a person chose on the command line and in the environment: one frozen model, read once, passed by hand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Config:
    demo: bool = False
    demo_clusters: int = 0
    """0: the hand-made world; more: scaled up to this many clusters."""
    demo_apps: int = 0
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
