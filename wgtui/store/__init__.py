"""What we know now: objects by kind and ref, with indexes and freshness; no network, no Textual."""
