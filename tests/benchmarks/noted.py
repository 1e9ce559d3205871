"""Runs the dashboard and notes in the file named first when it asked for each stream, in monotonic seconds."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from wgtui.cli import main
from wgtui.kube.connection import Connection
from wgtui.kube.requests import Request

TOLD = Path(sys.argv.pop(1))

_stream = Connection.stream


def noting(connection: Connection, request: Request, **options: Any) -> Any:
    url = f"{connection.login.server}{request.path}?{urlencode(request.query)}"
    with TOLD.open("a", encoding="utf-8") as told:
        told.write(json.dumps({"at": time.monotonic(), "url": url}) + "\n")
    return _stream(connection, request, **options)


if __name__ == "__main__":
    setattr(Connection, "stream", noting)  # noqa: B010
    main()
