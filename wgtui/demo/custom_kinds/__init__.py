"""The kinds that custom resource definitions bring: Cluster API, its provider for AWS, Flux, Weave GitOps."""

from __future__ import annotations

from wgtui.demo.custom_kinds import aws, capi, flux, weave

CUSTOM_KINDS = (*capi.KINDS, *aws.KINDS, *flux.KINDS, *weave.KINDS)
