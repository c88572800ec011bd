"""The YAML block at the head of a note."""
