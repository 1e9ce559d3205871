"""Go's `text/template`: its whole language, read once and rendered many times."""
