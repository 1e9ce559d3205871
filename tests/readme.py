"""README's key table, made from the registry of keys: `python -m tests.readme` writes it."""

from __future__ import annotations

from pathlib import Path

from wgtui.keys import key_table

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->"


def with_keys(text: str) -> str:
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}{key_table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
