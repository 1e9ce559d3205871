"""The commands without a screen: data on stdout, words on stderr, an exit code that a script can use."""
