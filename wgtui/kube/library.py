"""Imports the parts of kubernetes_asyncio that wgtui uses, without the 700 generated models its packages import."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

LIBRARY = "kubernetes_asyncio"


def library_module(name: str) -> ModuleType:
    """`kubernetes_asyncio.<name>`, its parent packages' `__init__` not run (they cost 340 ms and 48 MB).

    Where the whole library was imported before, its own module is returned; where it is imported later, it is not
    disturbed: nothing of this stays in `sys.modules`.
    """
    if LIBRARY in sys.modules:
        return importlib.import_module(f"{LIBRARY}.{name}")
    spec = importlib.util.find_spec(LIBRARY)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(LIBRARY, name=LIBRARY)
    try:
        _register_bare_packages(Path(spec.origin).parent, name.split(".")[:-1])
        return importlib.import_module(f"{LIBRARY}.{name}")
    finally:
        for loaded in [module for module in sys.modules if module.partition(".")[0] == LIBRARY]:
            del sys.modules[loaded]


def _register_bare_packages(folder: Path, parts: list[str]) -> None:
    for depth in range(len(parts) + 1):
        package = ModuleType(".".join([LIBRARY, *parts[:depth]]))
        package.__path__ = [str(folder.joinpath(*parts[:depth]))]
        sys.modules[package.__name__] = package
