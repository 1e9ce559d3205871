"""One API server: kubeconfig, login, client, discovery, access, watch."""
