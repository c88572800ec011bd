"""Answer questions about a graph: select, look up, paths, related notes, statistics."""
