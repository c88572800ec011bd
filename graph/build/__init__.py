"""Build the networkx graph from a resolved vault."""
