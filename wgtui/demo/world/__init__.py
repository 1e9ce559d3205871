"""The embedded fleet: who is in it, what happens to whom, and the objects that tell of it."""
