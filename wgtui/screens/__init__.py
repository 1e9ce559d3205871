"""Compose, follow, open; nothing else."""
