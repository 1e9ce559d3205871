"""One Kubernetes API server: who we are, what it serves, what it holds, and what becomes of it."""
