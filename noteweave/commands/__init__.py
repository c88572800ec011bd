"""One verb of the command line is one file here, with one function of the same name."""

ORDER = ("build", "check", "backlinks", "stats", "links", "export", "path", "related", "explain")
"""The verbs a newcomer should see first; the others follow by name."""
