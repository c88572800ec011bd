"""How a graph changes from one commit to another. Pure: graphs in, values out."""
