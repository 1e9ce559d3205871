"""Runs the dashboard with the waits between connections cut short: an hour of reconnects in a minute."""

from __future__ import annotations

from wgtui.cli import main
from wgtui.kube.watch import UNHURRIED

SHORT = 0.02
"""Seconds."""

if __name__ == "__main__":
    for wait in ("floor", "first_retry", "longest_retry"):
        object.__setattr__(UNHURRIED, wait, SHORT)
    main()
