"""Forms: what is typed on the left, the files that come of it beside it, a pull request at the end."""
