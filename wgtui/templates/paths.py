"""Where files go in the repository: all that a cluster has is under its namespace and name, component by component."""

from __future__ import annotations

from dataclasses import dataclass

from wgtui.errors import TemplateError


@dataclass(frozen=True, slots=True)
class Layout:
    """`manifests` holds one file a cluster, `clusters` one folder a cluster; both from the root of the repository."""

    manifests: str = "clusters/management/clusters"
    clusters: str = "clusters"

    def manifest(self, namespace: str, name: str) -> str:
        return joined(self.manifests, namespace, f"{name}.yaml")

    def folder(self, namespace: str, name: str) -> str:
        """`namespace` is empty for the management cluster, which has none."""
        return joined(self.clusters, namespace, name)

    @property
    def bases(self) -> str:
        """What every cluster gets."""
        return joined(self.clusters, "bases")


def is_below(path: str, folder: str) -> bool:
    """By path components: `dev2` is not below `dev`."""
    return path.startswith(f"{folder}/")


def is_shared(path: str, clusters: str) -> bool:
    """What lies directly in the folder of all clusters, or among their bases."""
    below = path.removeprefix(f"{clusters}/")
    return below != path and ("/" not in below or below.startswith("bases/"))


def joined(*parts: str) -> str:
    return inside("/".join(part for part in parts if part))


def inside(path: str, source: str = "") -> str:
    """Without `./`, `//` and `..`. Raises TemplateError for what is no path inside of the repository."""
    found: list[str] = []
    for part in path.split("/"):
        if part == ".." and found:
            found.pop()
        elif part not in ("", "."):
            found.append(part)
    if not found or found[0] == ".." or path.startswith("/") or any(map(_is_bad, found)):
        raise TemplateError(
            f"{path!r} is no path in the repository", source=source, expected="such as clusters/dev/a.yaml"
        )
    return "/".join(found)


def _is_bad(part: str) -> bool:
    return part.casefold() == ".git" or not part.isprintable() or part != part.strip()
