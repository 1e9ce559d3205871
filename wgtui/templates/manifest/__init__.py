"""Manifests as text: YAML read and written as Kubernetes' Go libraries do, so that no file changes for nothing."""
