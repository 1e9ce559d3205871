"""A recording of a fleet: what its watches told, in one compressed file."""
