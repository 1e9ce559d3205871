"""Applications added, releases changed, clusters connected: forms that no template made, against the embedded fleet."""

from __future__ import annotations

from tests.eventually import eventually
from tests.pilot.gitops import Fleet
from tests.pilot.test_screens_forms import proposes
from wgtui.demo.server import MANAGEMENT
from wgtui.resources.meta import ObjectRef
from wgtui.screens.asking import Go
from wgtui.screens.place import Place

WIDE = (160, 60)
NGINX = "clusters/management/ingress/helmrelease-ingress-nginx.yaml"


async def test_a_kustomization_is_added_to_a_cluster(fleet: Fleet) -> None:
    """Sources are taken from what the fleet has; what is wrong is told at its field."""
    async with fleet.dashboard(screen="applications", size=WIDE) as seen:
        await seen.sees("podinfo", "live")
        await seen.press("n")
        await seen.sees("Applications › add", "‹ management ›", "‹ Kustomization ›", "flux-system/flux-system")
        await seen.press("down", "down")
        await seen.type("Shop")
        await seen.sees("'Shop' is not the name of an object: expected", "lower-case letters")
        await seen.press("ctrl+s")
        await seen.sees("not ready yet")
        await seen.press("ctrl+u")
        await seen.type("guestbook")
        await seen.press("down")
        await seen.sees("^t shows")
        await seen.press("ctrl+t")
        await seen.sees("shop/shop")
        await seen.type("shop/shop")
        await seen.press("enter")
        await seen.sees_no("type to find")
        await seen.press("down")
        await seen.type("./deploy/guestbook")
        files = await proposes(fleet, seen)
        made = files["clusters/management/guestbook-flux-system-kustomization.yaml"]
        assert "path: ./deploy/guestbook\n" in made and "name: shop\n" in made
        assert fleet.repo.pulls[1].title == "Add guestbook to management"


async def test_a_choice_begins_at_what_is_chosen(fleet: Fleet) -> None:
    """Looking at what there is changes nothing."""
    async with fleet.dashboard(screen="applications", size=(140, 40)) as seen:
        await seen.sees("podinfo", "live")
        await seen.press("n")
        await seen.sees("‹ Kustomization ›")
        await seen.press("down", "right")
        await seen.sees("‹ HelmRelease ›")
        await seen.press("ctrl+t")
        await seen.sees("type to find", "▸ HelmRelease")
        await seen.press("enter")
        await seen.sees_no("type to find")
        await seen.sees("‹ HelmRelease ›")


async def test_a_release_is_added_in_a_version_that_the_repository_has(fleet: Fleet) -> None:
    """Charts and versions are those of the index; the cluster's page says for which cluster."""
    async with fleet.dashboard(screen="clusters", size=WIDE) as seen:
        await seen.sees("live", "storefront-eu")
        await seen.goes(Place("cluster", ObjectRef("fleet-prod", "storefront-eu"), tab="applications"))
        await seen.sees("[Applications]")
        await seen.press("n")
        await seen.sees("Applications › add", "‹ fleet-prod/storefront-eu ›")
        await seen.press("down", "right", "down")
        await seen.sees("‹ HelmRelease ›", "HelmRepository *")
        await seen.type("web")
        await seen.press("down", "ctrl+u")
        await seen.type("flux-system/podinfo")
        await seen.press("down")
        await seen.type("podinfo")
        await seen.press("down", "down")
        await seen.type("Web!")
        await seen.sees("'Web!' is not a namespace")
        await seen.press("ctrl+u")
        await seen.type("web")
        files = await proposes(fleet, seen)
        made = files["clusters/fleet-prod/storefront-eu/web-web-helmrelease.yaml"]
        assert "chart: podinfo\n" in made and "targetNamespace: web\n" in made


async def test_the_version_of_a_chart_is_changed_where_it_stands(fleet: Fleet) -> None:
    """Chosen from the repository's; comments among the values stay."""
    before = (await fleet.files())[NGINX]
    await fleet.push({NGINX: before.replace("  values:\n", "  values:\n    # as little as it takes\n")})
    async with fleet.dashboard(screen="applications", filter="name=ingress-nginx", size=WIDE) as seen:
        await seen.sees("1 of ", "live")
        await seen.settles()
        await seen.press("v")
        await seen.sees("ingress/ingress-nginx › version and values", "^t shows")
        await seen.press("ctrl+t")
        await seen.sees("4.13.2")
        await seen.type("4.13.2")
        await seen.press("enter")
        await seen.sees_no("type to find")
        await seen.press("down", "enter")
        await seen.sees("Edit › values.yaml", "# as little as it takes")
        await seen.type("# more")
        await seen.press("enter", "ctrl+s")
        files = await proposes(fleet, seen)
        assert "    # more\n    # as little as it takes\n" in files[NGINX]
        assert "      version: 4.13.2\n" in files[NGINX]
        assert fleet.repo.pulls[1].title == "Change HelmRelease ingress/ingress-nginx to 4.13.2"


async def test_an_application_is_suspended_in_git(fleet: Fleet) -> None:
    """And resumed where its file says so already."""
    path = "clusters/management/shop/kustomization-cart.yaml"
    async with fleet.dashboard(screen="applications", filter="name=cart", size=WIDE) as seen:
        await seen.sees("1 of ", "live")
        await seen.settles()
        await seen.press("ctrl+s")
        await seen.sees("Suspend Kustomization shop/cart", "+  suspend: true")
        await fleet.push({path: (await fleet.files())[path] + "  suspend: true\n"})
        await seen.press("escape", "ctrl+s")
        await seen.sees("Resume Kustomization shop/cart", "-  suspend: true", "+  suspend: false")


async def test_a_cluster_that_is_there_is_connected(fleet: Fleet) -> None:
    """Its kubeconfig is not committed: how its Secret is made is told instead."""
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        await seen.settles()
        await seen.press("n")
        await seen.sees("from a template", "connect a cluster")
        await seen.type("connect")
        await seen.press("enter")
        await seen.sees("Clusters › connect", "name *")
        await seen.type("edge")
        await seen.press("down", "ctrl+u")
        await seen.type("fleet-dev")
        await seen.press("down")
        await seen.type("environment=!")
        await seen.sees("environment=! is no label")
        await seen.press("backspace")
        await seen.type("dev")
        await seen.press("ctrl+n")
        await seen.sees("kubectl create secret generic edge-kubeconfig --namespace fleet-dev")
        files = await proposes(fleet, seen)
        await seen.sees("before it can be opened: kubectl create secret generic edge-kubeconfig")
        made = files["clusters/management/clusters/fleet-dev/edge.yaml"]
        assert "environment: dev\n" in made and "name: edge-kubeconfig\n" in made


async def test_a_cluster_of_that_name_is_not_connected_twice(fleet: Fleet) -> None:
    """Nor is anything opened in read-only."""
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        seen.app.screen.post_message(Go(Place("connect")))
        await seen.sees("Clusters › connect", "name *")
        await seen.type("sandbox")
        await seen.press("down", "ctrl+u")
        await seen.type("fleet-dev")
        await seen.sees("fleet-dev/sandbox is there already")


async def test_forms_are_found_by_name(fleet: Fleet) -> None:
    """In the palette."""
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        await seen.press("colon")
        await seen.type("add an app")
        await seen.press("enter")
        await seen.sees("Applications › add")
        assert MANAGEMENT in seen.text


async def test_what_is_only_in_a_pull_request_has_no_file_yet(fleet: Fleet) -> None:
    """Its row leads to its journey, and is not edited."""
    async with fleet.dashboard(size=WIDE) as seen:
        await seen.sees("sandbox", "live")
        seen.app.screen.post_message(Go(Place("connect")))
        await seen.sees("Clusters › connect", "name *")
        await seen.type("edge-9")
        await proposes(fleet, seen)
        await seen.press("escape")
        await seen.sees("edge-9", "sandbox")
        await seen.type("/name=edge-9")
        await seen.press("enter")
        await seen.sees("1 of ")
        await eventually(lambda: "edit" not in {one.binding.id for one in seen.app.screen.active_bindings.values()})
