"""The embedded management cluster: a real HTTP API server on loopback with a world in it."""
