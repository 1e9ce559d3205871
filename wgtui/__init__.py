"""A terminal dashboard for fleets of Kubernetes clusters run the GitOps way."""

__version__ = "0.1.0"
