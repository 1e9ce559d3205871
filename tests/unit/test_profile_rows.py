"""The section of profiles in a form."""

from __future__ import annotations

from wgtui.screens.forms.profiles import profiles_section
from wgtui.templates.charts import Charts
from wgtui.templates.profiles import Profile
from wgtui.templates.request import ProfileChoice

BEFORE = (ProfileChoice("podinfo", "6.9.1"), ProfileChoice("vault", "1.0.0"))


def test_a_folded_section_says_what_a_cluster_was_made_with() -> None:
    """Whether or not somebody has touched it, and whether the template knows it or not."""
    assert profiles_section({}, BEFORE, Charts(), {}).summary == "podinfo, vault"
    assert profiles_section({"vault": Profile("vault")}, BEFORE, Charts(), {}).summary == "vault, podinfo"
    typed = {"other profile/1": "", "other profile/3": "loki", "other profile/3/version": "6"}
    assert profiles_section({}, BEFORE, Charts(), typed).summary == "vault, loki"
    assert profiles_section({}, (), Charts(), {}).summary == "none"
