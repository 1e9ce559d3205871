"""The file of an object, looked for in git, edited, and shown as the pull request it makes."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from textual.app import App

from wgtui.errors import ConfigError, NotFound
from wgtui.resources.capi import CLUSTER
from wgtui.resources.gitops import GITOPS_CLUSTER
from wgtui.resources.kinds import Kind
from wgtui.resources.meta import ObjectRef
from wgtui.screens.asking import Edit, Go
from wgtui.screens.confirm import Confirm
from wgtui.screens.flux_acting import client_of, named
from wgtui.screens.forms.drafts import EditedFile, Kept, kept
from wgtui.screens.host import Host
from wgtui.screens.leaf_secrets import capi_ref
from wgtui.screens.object_place import kind_of
from wgtui.screens.place import Place
from wgtui.screens.review import Job, ReviewScreen
from wgtui.screens.session import Session
from wgtui.screens.waiting import Waiting
from wgtui.views.safe import printable

if TYPE_CHECKING:
    from wgtui.actions.change_object import Opened
    from wgtui.actions.proposal import Proposal

Whole = dict[str, Any]


async def edit_object(app: App[Any], host: Host, asked: Edit) -> None:
    """In a worker of the app."""
    session = await host.opened()
    words = f"looking for the file of {named([asked.place])}…"
    waiting: Waiting[Any] = Waiting(
        words, lambda: looked_up(session, asked.place, as_file=asked.as_file), ascii_only=host.config.ascii
    )
    found = await app.push_screen_wait(waiting)
    if isinstance(found, Place):
        app.screen.post_message(Go(found))
    elif found is not None:
        await edit(app, host, session, found)


async def looked_up(session: Session, place: Place, *, as_file: bool = False) -> Opened | Place:
    """The file, or the form of the template that made it. Raises ConfigError, KubeError, GitHubError."""
    from wgtui.actions.change_object import opened
    from wgtui.actions.manifests import Wanted
    from wgtui.actions.origin import unmanaged
    from wgtui.templates.request import ANNOTATION

    client = client_of(session, place.cluster)
    if client is None:
        raise ConfigError(f"the cluster {place.cluster} is out of reach", "open it first, then edit")
    found = [(kind, await client.get_raw(kind, ref)) for kind, ref in _objects(session, place)]
    if not found:
        raise NotFound("it is not there any more", "", 404)
    if not (as_file or place.cluster):
        for kind, body in found:
            if (body["metadata"].get("annotations") or {}).get(ANNOTATION):
                return Place("edit", _ref(body), kind.kind)
    reasons = [unmanaged(body["metadata"]) for _, body in found]
    for (kind, body), reason in zip(found, reasons, strict=True):
        if reason is None:
            wanted = Wanted(kind.group, kind.kind, _ref(body))
            return await opened(client, session.hosts, wanted, body["metadata"].get("labels") or {})
    raise reasons[0] or ConfigError("this is not managed by git")


def _objects(session: Session, place: Place) -> list[tuple[Kind[Any], ObjectRef]]:
    """Of a cluster both of its objects, as far as they are there."""
    ref = place.ref
    assert ref is not None
    if place.page != "cluster":
        return [(kind_of(place), ref)]
    store = session.fleet.management
    both: list[tuple[Kind[Any], ObjectRef]] = [(GITOPS_CLUSTER, ref), (CLUSTER, capi_ref(store, ref))]
    return [(kind, own) for kind, own in both if store.get(kind, own) is not None]


def _ref(body: Whole) -> ObjectRef:
    metadata = body["metadata"]
    return ObjectRef(metadata.get("namespace", ""), metadata["name"])


def suspension(place: Place) -> Job:
    """Suspends an object in its file, or resumes it where the file says it is suspended."""
    from wgtui.actions.change_object import is_suspended, suspended
    from wgtui.actions.proposal import Wishes

    async def propose(session: Session) -> Proposal:
        file = await looked_up(session, place, as_file=True)
        assert not isinstance(file, Place)
        return suspended(file, not is_suspended(file))

    return Job("Suspend in git", propose, Wishes())


async def edit(app: App[Any], host: Host, session: Session, file: Opened) -> None:
    """Nothing written is lost: what is no YAML is edited again, and what was not opened is there the next time."""
    store = _kept(host, session, file)
    before = await asyncio.to_thread(store.read)
    text = await _begun(app, file, before)

    async def keep(written: str) -> None:
        await _keep(file, store, EditedFile(_sha(file), written, before.operation))

    while True:
        try:
            written = await host.edited(text, PurePosixPath(file.located.path).name, keep)
        except ConfigError as error:
            app.notify(error.detail, title=error.title, severity="error", markup=False)
            return
        if written is None or written == file.text:
            await asyncio.to_thread(store.remove)
            app.notify("", title="nothing was changed", markup=False)
            return
        change = EditedFile(_sha(file), written, before.operation)
        await _keep(file, store, change)
        problem = _problem(written)
        if problem is None:
            await app.push_screen(ReviewScreen(_job(file, change, store), host))
            return
        if not await _asks(app, f"{file.located.path}: {problem} Edit it again?"):
            app.notify("e goes on with it", title="what you wrote is kept", markup=False)
            return
        text = written


async def _begun(app: App[Any], file: Opened, before: EditedFile) -> str:
    """What to begin with: the file, or what was made of it before and not opened."""
    if not before.text or before.text == file.text:
        return file.text
    if before.sha == _sha(file):
        app.notify("", title="your edit, as you left it", markup=False)
        return before.text
    question = f"{file.located.path} has changed since you edited it. Go on with what you wrote?"
    return before.text if await _asks(app, question) else file.text


async def _asks(app: App[Any], question: str) -> bool:
    asked: Confirm = Confirm(printable(question, 400))
    answer: bool | None = await app.push_screen_wait(asked)
    return bool(answer)


def _problem(text: str) -> ConfigError | None:
    from wgtui.actions.manifests import check_yaml

    try:
        check_yaml(text)
    except ConfigError as error:
        return error
    return None


def _job(file: Opened, change: EditedFile, store: Kept[EditedFile]) -> Job:
    from wgtui.actions.change_object import with_text
    from wgtui.actions.proposal import Wishes

    async def propose(_: Session) -> Proposal:
        return with_text(file, change.text)

    return Job("Edit", propose, Wishes(operation=change.operation), store.remove)


async def _keep(file: Opened, store: Kept[EditedFile], change: EditedFile) -> None:
    """But for what a Secret holds. A disk that is full keeps nobody from going on."""
    if file.wanted.kind == "Secret":
        return
    try:
        await asyncio.to_thread(store.write, change)
    except OSError:
        return


def _kept(host: Host, session: Session, file: Opened) -> Kept[EditedFile]:
    repository = file.origin.checkout.repository
    return kept(host.drafts, EditedFile, session.client.login.server, str(repository), file.located.path)


def _sha(file: Opened) -> str:
    from wgtui.github.changes import blob_sha

    return blob_sha(file.content)
