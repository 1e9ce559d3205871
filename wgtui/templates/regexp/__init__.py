"""Go's regular expressions, in time that grows with the text and never with more."""
