"""The benchmarks run: small, and never judged by their times, which are another machine's matter."""

from __future__ import annotations

import subprocess
import sys

import pytest

QUICK = {
    "paint": ["first paint"],
    "list": ["cluster list complete", "  with the start of the process"],
    "stall": ["longest stall"],
    "templates": ["rendered", "preview"],
}
"""What each prints, at least."""


@pytest.mark.parametrize("name", QUICK)
def test_a_benchmark_prints_its_figures(name: str) -> None:
    """As a table: each figure with a number and its unit, under the titles."""
    command = [sys.executable, "-m", "tests.benchmarks", name, "--tiny"]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    titles, *lines = printed.stdout.splitlines()
    assert titles.split()[:2] == ["figure", "measured"], printed.stderr
    for wanted in QUICK[name]:
        assert any(line.startswith(wanted) and any(letter.isdigit() for letter in line[42:]) for line in lines), lines
    assert "never came to" not in printed.stdout


def test_a_benchmark_that_is_not_known_is_told_with_those_that_are() -> None:
    """As any bad argument is."""
    command = [sys.executable, "-m", "tests.benchmarks", "nothing"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 2
    assert "there is no nothing" in told.stderr
    assert "stall" in told.stderr
