"""`python -m wgtui`."""

from wgtui.cli import main

main()
