"""What can be made anew from where the user is: forms, and the templates that have one each."""

from __future__ import annotations

from collections.abc import Sequence

from wgtui.screens.chooser import Choice
from wgtui.screens.place import Place

FROM_TEMPLATE = Choice(
    "from a template", Place("templates"), detail="a cluster, and whatever else there are templates for"
)
CONNECT = Choice("connect a cluster", Place("connect"), detail="one that is there already, by its kubeconfig")
ADD = Choice("add an application", Place("add"), detail="a Kustomization or a HelmRelease")


def makings(at: Place) -> Sequence[Choice[Place]]:
    """`at` has the tab that is open."""
    match at.page, at.tab:
        case "clusters", _:
            return (FROM_TEMPLATE, CONNECT)
        case "applications", _:
            return (ADD,)
        case "cluster", "applications":
            return (Choice(ADD.text, Place("add", at.ref)),)
    return ()


def everything() -> Sequence[Choice[Place]]:
    """For who looks for it by name."""
    return (ADD, CONNECT)
