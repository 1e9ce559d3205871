"""Why something is not well: one cause, walked to from object to object, and what follows from it. Pure."""
