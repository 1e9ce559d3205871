"""What a screen shows: pure functions from the fleet to rows and sections; no widgets."""
