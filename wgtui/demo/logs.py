"""GET …/pods/NAME/log: what a container wrote, from some point on, and what it writes yet."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web

from wgtui.demo.answers import Json, bad_request
from wgtui.demo.call import Call
from wgtui.demo.changing import find
from wgtui.demo.pod_logs import Container, Written


@dataclass(frozen=True)
class LogOptions:
    """`tail` None is everything; `since` is the oldest moment that is shown."""

    follow: bool
    tail: int | None
    since: datetime | None
    timestamps: bool
    limit: int | None


async def read_log(call: Call) -> web.StreamResponse:
    """GET …/pods/NAME/log; raises Refusal (400) for a container that is not there or has not started."""
    pod = find(call).parsed()
    container = Container(call.namespace, call.path.name, _container(call, pod))
    options = _options(call)
    logs = call.storage.logs
    before = _before(call, container) if call.flag("previous") else None
    response = web.StreamResponse(headers={"Content-Type": "text/plain", "Cache-Control": "no-cache, private"})
    await response.prepare(call.request)
    call.line.status = response.status
    if before is not None:
        await response.write(_limited(_chosen(before, options), options))
        return response
    seen = logs.count(container)
    await response.write(_limited(_chosen(logs.read(container), options), options))
    with logs.waiting() as woken:
        while options.follow and _stands(call, pod):
            woken.clear()
            news = logs.count(container) - seen
            if news > 0:
                seen += news
                await response.write(_text(logs.read(container)[-news:], options))
            elif _has_ended(call):
                break
            else:
                await _wait(woken)
    return response


def _before(call: Call, container: Container) -> Sequence[Written]:
    found = call.storage.logs.read_before(container)
    if found is None:
        raise bad_request(f'previous terminated container "{container.name}" in pod "{container.pod}" not found')
    return found


async def _wait(woken: asyncio.Event) -> None:
    """The end of a container wakes nobody, so that now and then is looked for it."""
    try:
        async with asyncio.timeout(1.0):
            await woken.wait()
    except TimeoutError:
        return


def _stands(call: Call, pod: Json) -> bool:
    found = call.storage.find("pods", call.namespace, call.path.name)
    return found is not None and found.parsed()["metadata"]["uid"] == pod["metadata"]["uid"]


def _has_ended(call: Call) -> bool:
    pod = find(call).parsed()
    return pod.get("status", {}).get("phase") in ("Succeeded", "Failed")


def _container(call: Call, pod: Json) -> str:
    spec = pod.get("spec", {})
    main = [each["name"] for each in spec.get("containers", ())]
    names = main + [each["name"] for each in spec.get("initContainers", ())]
    asked = call.query.get("container", "")
    name = call.path.name
    if asked and asked not in names:
        raise bad_request(f"container {asked} is not valid for pod {name}")
    if not asked and len(main) != 1:
        choices = f"choose one of: [{' '.join(main)}]"
        raise bad_request(f"a container name must be specified for pod {name}, {choices}")
    chosen = asked or main[0]
    _require_started(pod, name, chosen)
    return chosen


def _require_started(pod: Json, name: str, container: str) -> None:
    status = pod.get("status", {})
    for each in (*status.get("containerStatuses", ()), *status.get("initContainerStatuses", ())):
        waiting = each.get("state", {}).get("waiting")
        if each.get("name") == container and waiting and not each.get("restartCount"):
            reason = waiting.get("reason", "")
            raise bad_request(f'container "{container}" in pod "{name}" is waiting to start: {reason}')


def _options(call: Call) -> LogOptions:
    return LogOptions(
        follow=bool(call.flag("follow")),
        tail=_number(call, "tailLines"),
        since=_since(call),
        timestamps=bool(call.flag("timestamps")),
        limit=_number(call, "limitBytes"),
    )


def _since(call: Call) -> datetime | None:
    seconds, moment = _number(call, "sinceSeconds"), call.query.get("sinceTime")
    if seconds is not None:
        return call.storage.now() - timedelta(seconds=seconds)
    try:
        return datetime.fromisoformat(moment) if moment else None
    except ValueError as error:
        raise bad_request(f'parsing time "{moment}"') from error


def _number(call: Call, name: str) -> int | None:
    text = call.query.get(name)
    if not text:
        return None
    if not text.isdecimal():
        raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    return int(text)


def _chosen(lines: Sequence[Written], options: LogOptions) -> Sequence[Written]:
    since = options.since
    found = [line for line in lines if since is None or line.at >= since]
    return found if options.tail is None else found[len(found) - min(options.tail, len(found)) :]


def _limited(lines: Sequence[Written], options: LogOptions) -> bytes:
    return _text(lines, options)[: options.limit]


def _text(lines: Sequence[Written], options: LogOptions) -> bytes:
    return "".join(f"{_stamp(line.at, options)}{line.text}\n" for line in lines).encode()


def _stamp(at: datetime, options: LogOptions) -> str:
    if not options.timestamps:
        return ""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z ")
