"""Things to look at that know no cluster."""
