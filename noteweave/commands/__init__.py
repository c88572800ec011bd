"""One command is one file here, with one function of the same name."""

ORDER = ("build", "check", "backlinks", "stats", "links", "export", "path", "related", "explain")
"""The first commands of the help page; the others follow by name."""
