"""The command line: words over the same actions and queries that the window uses."""
