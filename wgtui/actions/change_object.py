"""Change: the file of one object, found by the Kustomization that applies it, with everything else in it kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wgtui.actions.manifests import Located, Wanted, block_at, changed, locate, scalar_at, with_block
from wgtui.actions.origin import Origin, origin
from wgtui.actions.proposal import Proposal, Subject, Verb
from wgtui.errors import ConfigError
from wgtui.github.changes import Change, blob_sha
from wgtui.github.hosts import Hosts
from wgtui.kube.client import Client
from wgtui.templates.version_ranges import check_range

CHART_VERSION = ("spec", "chart", "spec", "version")
VALUES = ("spec", "values")
SUSPEND = ("spec", "suspend")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it is at the head of the branch, and which of its documents is the object."""

    wanted: Wanted
    origin: Origin
    located: Located
    content: bytes

    @property
    def text(self) -> str:
        """Raises ConfigError where it is no text."""
        try:
            return self.content.decode()
        except UnicodeDecodeError:
            raise ConfigError(f"{self.located.path} is no text", "it cannot be edited here") from None


async def opened(client: Client, hosts: Hosts, wanted: Wanted, labels: Mapping[str, str]) -> Opened:
    """Raises ConfigError where the file is not found or not the only one, KubeError, GitHubError."""
    found = await origin(client, hosts, labels)
    checkout = found.checkout
    files = await hosts.files(checkout.repository, checkout.branch, (found.folder,))
    places = locate(files, wanted)
    where = f"{checkout.repository} below {found.folder or '/'}"
    if not places:
        raise ConfigError(
            f"{wanted.kind} {wanted.ref} stands in no file of {where}",
            "it may be made by kustomize: a generator, a base",
        )
    if len(places) > 1:
        paths = ", ".join(place.path for place in places[:3])
        raise ConfigError(f"{wanted.kind} {wanted.ref} stands in several files of {where}", paths)
    return Opened(wanted, found, places[0], files[places[0].path])


def with_text(file: Opened, text: str, title: str = "", description: str = "") -> Proposal:
    """As edited by hand."""
    return _proposal(file, text, Verb.EDIT, title or f"Edit {_name(file)}", description)


def suspended(file: Opened, is_suspended: bool, reason: str = "") -> Proposal:
    """Suspended, or resumed, in git: Flux will not undo it."""
    text = changed(file.text, file.located.index, SUSPEND, is_suspended)
    verb = "Suspend" if is_suspended else "Resume"
    means = "leaves it as it is until it is resumed here" if is_suspended else "looks after it again"
    words = reason or f"Flux {means}. This changes {file.located.path}."
    return _proposal(file, text, Verb.SUSPEND, f"{verb} {_name(file)}", words)


def version_and_values(file: Opened) -> tuple[str, str]:
    """Of a HelmRelease, as they are written; no version where its chart is an object of its own."""
    text, index = file.text, file.located.index
    return scalar_at(text, index, CHART_VERSION), block_at(text, index, VALUES)


def is_suspended(file: Opened) -> bool:
    return scalar_at(file.text, file.located.index, SUSPEND) == "true"


def rewritten(file: Opened, version: str | None = None, values: str | None = None) -> str:
    """The text with another chart version, or other values as somebody wrote them; what is None stays as it is.

    Without a version it is the newest. Raises ConfigError where it cannot be changed in place, TemplateError for what
    is no version.
    """
    text, before = file.text, version_and_values(file)
    if version not in (None, before[0]):
        check_range(version or "", "its chart")
        text = changed(text, file.located.index, CHART_VERSION, version or None)
    return text if values in (None, before[1]) else with_block(text, file.located.index, VALUES, values or "")


def released(
    file: Opened, version: str | None = None, values: str | None = None, title: str = "", description: str = ""
) -> Proposal:
    """A HelmRelease as `rewritten`. Raises ConfigError where nothing is another."""
    text = rewritten(file, version, values)
    if text == file.text:
        raise ConfigError("nothing was changed", "name another version, or other values")
    to = f" to {version}" if version and version != version_and_values(file)[0] else ""
    return _proposal(file, text, Verb.EDIT, title or f"Change {_name(file)}{to}", description)


def _proposal(file: Opened, text: str, verb: Verb, title: str, description: str) -> Proposal:
    wanted, path = file.wanted, file.located.path
    change = Change(path, text.encode(), blob_sha(file.content))
    subject = Subject(wanted.kind, wanted.ref.namespace, wanted.ref.name)
    words = description or f"This changes {path}."
    return Proposal(verb, (subject,), title, words, (change,), origin=file.origin)


def _name(file: Opened) -> str:
    return f"{file.wanted.kind} {file.wanted.ref}"
