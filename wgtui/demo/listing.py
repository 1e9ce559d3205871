"""LIST: pages of a consistent past, selectors, and the forms a list can take."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from wgtui.demo.answers import EXPIRED_CONTINUE, Json, Refusal, bad_request, expired, too_large
from wgtui.demo.call import Call
from wgtui.demo.collection import candidates, within
from wgtui.demo.forms import Form, form_of
from wgtui.demo.options import EXACT, ListOptions, read_options
from wgtui.demo.sending import answer
from wgtui.demo.spoiling import intruder
from wgtui.demo.stored import Stored, encode


@dataclass(frozen=True)
class Page:
    """What one answer holds; `remaining` None where a selector keeps the server from knowing."""

    items: Sequence[Stored]
    version: int
    token: str = ""
    remaining: int | None = None


async def list_objects(call: Call) -> web.Response:
    page = read_page(call, read_options(call))
    form = form_of(call)
    return answer(call.request, list_body(call, form, page), content_type=form.content_type)


def list_body(call: Call, form: Form, page: Page) -> bytes:
    """Joined from the stored bytes; custom lists have sorted keys, built-in ones begin with their kind."""
    metadata = _metadata(call, form, page)
    if form.is_table:
        return form.table(page.items, metadata)
    wrong = intruder(call.effects)
    items = b",".join([*([wrong] if wrong is not None else []), *map(form.item, page.items)])
    kind, version = encode(form.list_kind), encode(form.list_api_version)
    if call.kind.custom and not form.kind_as:
        head = b'{"apiVersion":%s,"items":[' % version
        return b"".join((head, items, b'],"kind":%s,"metadata":%s}' % (kind, encode(metadata))))
    head = b'{"kind":%s,"apiVersion":%s,"metadata":%s,"items":[' % (kind, version, encode(metadata))
    return b"".join((head, items, b"]}"))


def _metadata(call: Call, form: Form, page: Page) -> Json:
    more: Json = {"continue": page.token} if page.token or (call.kind.custom and not form.kind_as) else {}
    if page.remaining is not None:
        more["remainingItemCount"] = page.remaining
    version: Json = {"resourceVersion": str(page.version)}
    return {**more, **version} if call.kind.custom and not form.kind_as else {**version, **more}


def read_page(call: Call, options: ListOptions) -> Page:
    """Raises Refusal: 410 for a version that is gone, 504 for one that has not been yet."""
    start, version = _start(call, options)
    candidates = _candidates(call, options, version)
    matching = [stored for stored in candidates if stored.key >= start and _matches(options, stored)]
    current = call.storage.version if version is None else version
    limit = 0 if options.version == 0 and not options.continue_token else options.limit
    if not limit or len(matching) <= limit:
        return Page(matching, current)
    last = matching[limit - 1]
    remaining = None if options.selector else len(matching) - limit
    return Page(matching[:limit], current, continue_token(call, last.key + "\0", current), remaining)


def _matches(options: ListOptions, stored: Stored) -> bool:
    return not options.selector or options.selector.matches(stored)


def _start(call: Call, options: ListOptions) -> tuple[str, int | None]:
    """The first key of this page and the version to read at; None is now."""
    if options.continue_token:
        key, version = read_continue_token(call, options.continue_token)
        if options.version:
            raise bad_request("specifying resource version is not allowed when using continue")
        return key, None if version < 0 else version
    exact = options.match == EXACT or (options.match == "" and options.limit > 0 and bool(options.version))
    if options.version is not None and options.version > call.storage.version:
        raise too_large(options.version, call.storage.version)
    return "", options.version if exact else None


def _candidates(call: Call, options: ListOptions, version: int | None) -> Sequence[Stored]:
    collection = call.storage.collection(call.kind.resource)
    if version is not None and version != call.storage.version:
        _require_history(call, options, version)
        past = collection.at(version)
        return within(past, call.namespace) if call.namespace else past
    return candidates(collection, call.namespace, options.selector)


def _require_history(call: Call, options: ListOptions, version: int) -> None:
    history = call.storage.collection(call.kind.resource).history
    if version >= history.floor:
        return
    if not options.continue_token:
        raise expired("The resourceVersion for the provided list is too old.")
    key, _ = read_continue_token(call, options.continue_token)
    refused = expired(EXPIRED_CONTINUE)
    refused.metadata = {"continue": continue_token(call, key, -1)}
    raise refused


def continue_token(call: Call, key: str, version: int) -> str:
    """Opaque to clients: where the next page begins, and at which version it is read."""
    start = key.removeprefix(f"{call.namespace}/") if call.namespace else key
    text = json.dumps({"v": "meta.k8s.io/v1", "rv": version, "start": f"/{start}"}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_continue_token(call: Call, token: str) -> tuple[str, int]:
    """Raises Refusal (400) for what is none of ours."""
    try:
        text = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise _bad_token(f"illegal base64 data at input byte {_first_illegal(token)}") from error
    try:
        fields = json.loads(text)
        kind, start, version = fields["v"], str(fields["start"]), int(fields["rv"])
    except (ValueError, KeyError, TypeError) as error:
        first = text[:1].decode(errors="replace")
        raise _bad_token(f"invalid character '{first}' looking for beginning of value") from error
    if kind != "meta.k8s.io/v1":
        raise _bad_token(f"server does not recognize this encoded version {kind}")
    start = start.removeprefix("/")
    return (f"{call.namespace}/{start}" if call.namespace else start), version


def _first_illegal(token: str) -> int:
    return next((index for index, letter in enumerate(token) if not (letter.isalnum() or letter in "-_")), len(token))


def _bad_token(why: str) -> Refusal:
    return bad_request(f"invalid continue token: continue key is not valid: {why}")
